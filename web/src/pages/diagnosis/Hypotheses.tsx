/** The hypotheses with what speaks for and against each, and the findings. */

import type { Argument, Finding, FindingKind, Hypothesis } from '../../stream/events';
import { LongList } from '../../ui/LongList';
import { Badge, Empty, Panel, type Tone } from '../../ui/parts';
import { plain } from '../../ui/plain';
import { Claim, useCited } from './claims';
import { Fold } from './Fold';
import { percent, ruleWords, spaced } from './words';

export function Hypotheses(props: { hypotheses: readonly Hypothesis[]; isOpen: boolean }) {
  return (
    <Panel title="Hypotheses">
      {props.hypotheses.length === 0 && (
        <Empty>
          {props.isOpen
            ? 'None yet: findings are weighed at the end of a round.'
            : 'There are none.'}
        </Empty>
      )}
      <ol className="flex flex-col gap-3">
        {props.hypotheses.map((hypothesis, place) => (
          <li key={anchorOf(hypothesis)}>
            <OneHypothesis hypothesis={hypothesis} place={place + 1} />
          </li>
        ))}
      </ol>
    </Panel>
  );
}

function anchorOf({ resource, category }: Hypothesis): string {
  return `hypothesis-${`${resource}-${category}`.replace(/[^\w-]+/g, '-')}`;
}

function OneHypothesis(props: { hypothesis: Hypothesis; place: number }) {
  const { hypothesis, place } = props;
  const { supports = [], contradicts = [] } = hypothesis;
  return (
    <>
      <h3 className="flex flex-wrap items-center gap-2 text-sm font-semibold">
        {place}. {plain(hypothesis.resource)}: {spaced(hypothesis.category)}
        <span className="flex items-center gap-1.5 font-normal text-muted">
          <meter
            aria-hidden
            min={0}
            max={1}
            value={hypothesis.confidence}
            className="h-2 w-16 accent-accent"
          />
          {percent(hypothesis.confidence)}
        </span>
      </h3>
      <Claim id={anchorOf(hypothesis)} text={hypothesis.summary} />
      <Arguments title="For" sign="+" anchor={`${anchorOf(hypothesis)}-for`} said={supports} />
      <Arguments
        title="Against"
        sign="−"
        anchor={`${anchorOf(hypothesis)}-against`}
        said={contradicts}
      />
    </>
  );
}

function Arguments(props: {
  title: string;
  sign: string;
  anchor: string;
  said: readonly Argument[];
}) {
  const colour = props.sign === '+' ? 'text-good' : 'text-bad';
  return (
    <div className="mt-1 pl-3">
      <h4 className="text-xs font-semibold text-muted">
        {props.title} ({props.said.length})
      </h4>
      <ul className="text-sm">
        {props.said.map(({ claim, agent, evidence, model }, place) => (
          <li key={`${agent} ${claim}`} className="flex gap-1.5">
            <span aria-hidden className={`font-bold ${colour}`}>
              {props.sign}
            </span>
            <Claim id={`${props.anchor}-${place + 1}`} text={claim} evidence={evidence}>
              <span className="text-xs text-muted">
                {spaced(agent)}
                {model && `, by ${plain(model)}`}
              </span>
            </Claim>
          </li>
        ))}
      </ul>
    </div>
  );
}

const KINDS: Record<FindingKind, Tone> = {
  cause: 'bad',
  symptom: 'warn',
  change: 'accent',
  recovery: 'good',
  health: 'good',
  'ruled-out': 'neutral',
  context: 'neutral',
};

export function Findings(props: { findings: readonly Finding[] }) {
  const { findings } = props;
  const { marked } = useCited();
  const shows = findings.findIndex(({ id }) => marked === `claim-${id}`);
  return (
    <Panel title={`Findings (${findings.length})`}>
      {findings.length === 0 ? (
        <Empty>There are none yet.</Empty>
      ) : (
        <Fold open={false} wanted={shows >= 0} summary={<KindsOf findings={findings} />}>
          <LongList items={findings} row={findingRow} rowHeight={56} shows={shows} />
        </Fold>
      )}
    </Panel>
  );
}

function KindsOf(props: { findings: readonly Finding[] }) {
  const counts = new Map<string, number>();
  for (const { kind } of props.findings) {
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return (
    <span className="text-sm">
      {[...counts].map(([kind, count]) => `${count} ${spaced(kind)}`).join(', ')}
    </span>
  );
}

function findingRow(finding: Finding) {
  return (
    <li key={finding.id} className="border-b border-line py-1.5 text-sm last:border-b-0">
      <Claim
        id={finding.id}
        text={finding.claim}
        evidence={finding.evidence}
        before={
          <span className="mr-2">
            <Badge tone={KINDS[finding.kind] ?? 'neutral'}>{spaced(finding.kind)}</Badge>
          </span>
        }
      >
        <span className="block text-xs text-muted">
          {spaced(finding.agent)}, {ruleWords(finding.rule)}, strength {percent(finding.strength)}
        </span>
      </Claim>
    </li>
  );
}
