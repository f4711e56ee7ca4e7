/** The change that did it: who changed what and when, and the settings before and after. */

import type { Change, FieldChange } from '../../stream/events';
import { Out } from '../../ui/links';
import { Panel } from '../../ui/parts';
import { plain, shortened } from '../../ui/plain';
import { moment } from '../../ui/times';
import { Claim, useCited } from './claims';
import { span } from './words';

const SOURCES = {
  feed: 'told by the team’s pipeline',
  cloudtrail: 'told by CloudTrail',
  observed: 'seen by comparing the configuration',
};
const MOST_CHARACTERS = 4000;

export function ChangePanel(props: { change: Change; evidence: readonly string[] }) {
  const { change, evidence } = props;
  const { day } = useCited();
  const when = change.notBefore
    ? `at some time from ${span(change.notBefore, change.at, day)}`
    : `at ${moment(change.at, day)}`;
  const what = change.summary === '' ? '' : `: ${change.summary}`;
  return (
    <Panel title="The change that did it">
      <Claim
        id="change"
        text={`${change.kind} of ${change.resource} by ${change.actor ?? 'an unknown actor'}, ${when}${what}`}
        evidence={evidence}
      />
      <p className="text-sm text-muted">
        {SOURCES[change.source ?? 'feed']}
        {change.url && (
          <>
            {', '}
            <Out href={change.url}>{plain(shortened(change.url, 90))}</Out>
          </>
        )}
      </p>
      <Diff fields={change.diff ?? []} patch={change.patch ?? null} />
    </Panel>
  );
}

type Sign = '+' | '-' | ' ';

function Diff(props: { fields: readonly FieldChange[]; patch: string | null }) {
  const { fields, patch } = props;
  if (fields.length === 0 && patch === null) {
    return <p className="mt-2 text-sm text-muted">What exactly was changed is not known.</p>;
  }
  return (
    <div className="mt-2 overflow-x-auto rounded border border-line font-mono text-[0.8125rem]">
      {fields.map((field) => (
        <div key={field.path} className="border-b border-line last:border-b-0">
          <p className="bg-sunken px-2 py-0.5 font-semibold break-all">{plain(field.path)}</p>
          {field.before !== null && field.before !== undefined && (
            <Line sign="-" text={textOf(field.before)} />
          )}
          {field.after !== null && field.after !== undefined && (
            <Line sign="+" text={textOf(field.after)} />
          )}
        </div>
      ))}
      {fields.length === 0 && patch !== null && <Patch text={patch} />}
    </div>
  );
}

function Patch(props: { text: string }) {
  return shortened(props.text, MOST_CHARACTERS)
    .split('\n')
    .map((line, place) => {
      const isHeader = /^(\+\+\+|---|@@|diff )/.test(line);
      const sign = !isHeader && (line[0] === '+' || line[0] === '-') ? line[0] : ' ';
      return (
        <Line
          // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a text that never changes
          key={place}
          sign={sign}
          text={sign === ' ' ? line : line.slice(1)}
        />
      );
    });
}

const SIGNS: Record<Sign, { colour: string; words: string; shown: string }> = {
  '-': { colour: 'bg-bad-soft text-bad', words: 'before', shown: '−' },
  '+': { colour: 'bg-good-soft text-good', words: 'after', shown: '+' },
  ' ': { colour: '', words: '', shown: ' ' },
};

function Line(props: { sign: Sign; text: string }) {
  const { colour, words, shown } = SIGNS[props.sign];
  return (
    <p className={`flex gap-2 px-2 py-0.5 ${colour}`}>
      <span aria-hidden className="w-3 shrink-0 select-none">
        {shown}
      </span>
      {words !== '' && <span className="sr-only">{words}: </span>}
      <bdi className="min-w-0 break-all whitespace-pre-wrap">
        {plain(shortened(props.text, MOST_CHARACTERS))}
      </bdi>
    </p>
  );
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
