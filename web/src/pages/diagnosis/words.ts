/** A diagnosis in words. Pure. */

import type { DiagnosisView } from '../../fold/diagnosis';
import type { Since } from '../../stream/events';
import { plain } from '../../ui/plain';
import { beforeIt } from '../../ui/standing';
import { moment } from '../../ui/times';

export const isOpen = (status: string) => ['new', 'queued', 'running', 'paused'].includes(status);

export const percent = (part: number) => `${Math.round(part * 100)} %`;

/** `resource-exhaustion` as `resource exhaustion`. */
export const spaced = (name: string) => plain(name).replaceAll('-', ' ').replaceAll('_', ' ');

/** What made a finding: a rule of Casebook's, or a row of the team's own knowledge. */
export function ruleWords(rule: string): string {
  const row = /^team:(.*)$/s.exec(rule)?.[1];
  return row === undefined ? `rule ${plain(rule)}` : `row ${plain(row)} of your team's knowledge`;
}

/** What the diagnosis is about: its alarm, else the question, else the workload. */
export function titleOf({ state }: DiagnosisView): string {
  return state.alarm?.name ?? state.question ?? `Diagnosis of ${state.workloadId}`;
}

/** `19:04:11 UTC`, or both ends where nothing finer was measured. */
export function sinceWords(since: Since, day?: Date): string {
  return span(since.notBefore ?? since.onset, since.onset, day);
}

/** `19:00:41 to 19:03:40 UTC`; days are left out where they are `day` or are said already. */
export function span(from: string, until: string, day?: Date): string {
  const [first, last] = [moment(from, day), moment(until, day)];
  if (first === last) {
    return first;
  }
  const start = first.replace(/ UTC$/, '');
  const isOneDay = from.slice(0, 10) === until.slice(0, 10);
  return `${start} to ${isOneDay ? moment(until, new Date(until)) : last}`;
}

/** Since when, as far as is known: the report's word, else the onset of the alarm's own metric. */
export function sinceOf({ state }: DiagnosisView): Since | null {
  if (state.report) {
    return state.report.since ?? null;
  }
  const onset = state.anchor?.onset;
  return onset ? { notBefore: onset.start, onset: onset.end } : null;
}

/**
 * Where the diagnosis is. `words` is what is said of it; it changes only when another stage begins,
 * so it may be read out. `detail` says who works. `place` is that in the queue, while it has one.
 */
export function stageOf(
  { state, steps }: DiagnosisView,
  place: number | null = null,
): { words: string; detail: string } {
  if (place !== null) {
    const others = 'As many diagnoses are under way as may be.';
    return { words: 'Queued', detail: `${others} It starts as others end: ${beforeIt(place)}.` };
  }
  const round = steps.rounds.at(-1);
  const agents = (wanted: string) =>
    (round?.agents ?? []).filter((run) => run.state === wanted).map((run) => spaced(run.agent));
  switch (state.status) {
    case 'new':
      return { words: 'Nothing has happened yet', detail: '' };
    case 'paused': {
      const by = steps.holds.at(-1)?.by;
      return { words: `Paused${by ? ` by ${by}` : ''}`, detail: 'The next step waits.' };
    }
    case 'concluded':
      return { words: `Concluded: ${state.report?.verdict ?? 'no verdict'}`, detail: '' };
    case 'cancelled': {
      const by = steps.holds.at(-1)?.by;
      return { words: `Cancelled${by ? ` by ${by}` : ''}`, detail: 'What was found is kept.' };
    }
    case 'failed':
      return { words: 'Failed', detail: state.error ?? '' };
  }
  if (round === undefined) {
    return { words: 'Preparing', detail: 'The coordinator looks at what the alarm watches.' };
  }
  const running = agents('running');
  const waiting = agents('waiting');
  if (round.assessment?.next === 'conclude') {
    return { words: 'Writing the report', detail: '' };
  }
  if (round.assessment !== null) {
    return { words: `Round ${round.round + 1} begins`, detail: round.assessment.reason };
  }
  if (running.length === 0 && waiting.length === 0 && round.agents.length > 0) {
    return { words: `Round ${round.round}: weighing what was found`, detail: '' };
  }
  const parts = [
    running.length > 0 ? `${running.join(', ')} at work` : '',
    waiting.length > 0 ? `${waiting.join(', ')} to come` : '',
  ];
  return {
    words: `Round ${round.round}: gathering evidence`,
    detail: parts.filter((part) => part !== '').join('; '),
  };
}

/** What it cost; an unknown price is said to be unknown. */
export const count = (number: number) => number.toLocaleString('en');

/** What stands between backquotes in a claim: the words that it quotes from its evidence. */
export function quotedIn(text: string): string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, words]) => words as string);
}
