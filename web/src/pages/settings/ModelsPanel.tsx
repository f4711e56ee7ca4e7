import type { ModelInForce, PartHealth } from '../../api/types';
import { Badge, Empty, Panel } from '../../ui/parts';
import { plain } from '../../ui/plain';
import { moment } from '../../ui/times';
import { count } from '../usage/figures';

/** The language models in the order in which they are asked, and how each is. */
export function ModelsPanel(props: {
  models: readonly ModelInForce[];
  /** What a check of each found, by its name. */
  health: Readonly<Record<string, PartHealth>>;
}) {
  const { models, health } = props;
  return (
    <Panel title="Language models">
      {models.length === 0 && <Empty>None is set. docs/models.md says how one is added.</Empty>}
      <ol className="divide-y divide-line">
        {models.map((model) => (
          <li key={model.model} className="py-2">
            <p className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
              <span className="min-w-0 font-medium break-words">{plain(model.model)}</span>
              <State model={model} />
              <Check check={health[model.model]} />
            </p>
            <p className="text-sm text-muted">
              At most {count(model.maxTokens)} tokens an answer and {count(model.contextTokens)} a
              prompt; silent for {model.timeoutSeconds} s at most; {model.attempts}{' '}
              {model.attempts === 1 ? 'try' : 'tries'}; its price is{' '}
              {model.isPriced ? 'known' : 'unknown'}.
            </p>
          </li>
        ))}
      </ol>
      {Object.entries(health)
        .filter(([name]) => models.every(({ model }) => model !== name))
        .map(([name, check]) => (
          <p key={name} className="break-words text-bad">
            {plain(name)}: {plain(check.error ?? check.status)}
          </p>
        ))}
    </Panel>
  );
}

function State({ model }: { model: ModelInForce }) {
  const reason = model.reason ? `: ${plain(model.reason)}` : '';
  switch (model.state) {
    case 'asked':
      return <Badge tone="good">Is asked</Badge>;
    case 'left-alone':
      return (
        <>
          <Badge tone="bad">Left alone</Badge>
          <span className="min-w-0 break-words">
            {model.until && `until ${moment(model.until)}`}
            {reason}
          </span>
        </>
      );
    case 'on-trial':
      return (
        <>
          <Badge tone="warn">On trial</Badge>
          <span className="min-w-0 break-words">after it failed{reason}</span>
        </>
      );
  }
}

function Check(props: { check: PartHealth | undefined }) {
  const { check } = props;
  if (check === undefined) {
    return null;
  }
  return check.status === 'ok' ? (
    <span className="text-sm text-muted">checked in {check.milliseconds} ms</span>
  ) : (
    <span className="min-w-0 break-words text-bad">
      the check fails: {plain(check.error ?? 'no reason is given')}
    </span>
  );
}
