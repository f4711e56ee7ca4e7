import { describe, expect, test } from 'vitest';
import { type DiagnosisState, foldDiagnosis, newDiagnosis } from '../../src/fold/diagnosis';
import { costUsd } from '../../src/fold/spending';
import type { Event } from '../../src/stream/events';
import { event } from '../stream/cases';
import { diagnosisRecording, sameMoments } from './recordings';

const RECORDED = diagnosisRecording('diagnosis');
const CONTROLS = diagnosisRecording('controls');

function folded(events: readonly Event[]) {
  return foldDiagnosis(newDiagnosis(events[0]?.stream ?? ''), events);
}

/** The agents that have reported are a set. */
function comparable(state: DiagnosisState): unknown {
  const sorted = { completed: state.completed.toSorted(), failed: state.failed.toSorted() };
  return sameMoments({ ...state, ...sorted });
}

describe("the fold comes to what the API's state says", () => {
  const moments = [RECORDED, CONTROLS].flatMap((recording) =>
    Object.entries(recording.states).map(([seq, state]) => ({ recording, seq, state })),
  );

  test.each(moments)('$state.diagnosisId after $seq', ({ recording, seq, state }) => {
    const { state: ours } = folded(recording.events.slice(0, Number(seq)));

    expect(comparable(ours)).toEqual(comparable(state));
  });
});

test('event by event and all at once come to the same', () => {
  let view = newDiagnosis(RECORDED.events[0]?.stream ?? '');
  for (const each of RECORDED.events) {
    view = foldDiagnosis(view, [each]);
  }

  expect(view).toEqual(folded(RECORDED.events));
});

test('a page may begin with the state of the API and go on with events', () => {
  for (const [seq, state] of Object.entries(RECORDED.states)) {
    const begun = { ...newDiagnosis(state.diagnosisId), state };

    const { state: ours } = foldDiagnosis(begun, RECORDED.events.slice(Number(seq)));

    expect(comparable(ours)).toEqual(comparable(folded(RECORDED.events).state));
  }
});

test('folding changes nothing in the view that it began with', () => {
  const before = folded(RECORDED.events.slice(0, 20));
  const copy = structuredClone(before);

  foldDiagnosis(before, RECORDED.events.slice(20));

  expect(before).toEqual(copy);
});

test('every tool run stands with the agent that ran it, and has ended', () => {
  const { steps } = folded(RECORDED.events);

  const agents = steps.rounds.flatMap((round) => round.agents);
  const started = RECORDED.events.filter(({ type }) => type === 'tool-started');
  for (const { agent, round, tools } of agents) {
    const ran = started.filter(
      ({ actor, parent }) => actor === agent && steps.runs[parent ?? 0]?.round === round,
    );
    expect(tools).toHaveLength(ran.length);
  }
  const all = [...steps.tools, ...agents.flatMap(({ tools }) => tools)];
  expect(all).toHaveLength(started.length);
  expect(all.filter(({ outcome }) => outcome === 'running')).toEqual([]);
  expect(steps.tools.length).toBeGreaterThan(0);
});

test('rounds have the agents that were planned, what they were asked, and the assessment', () => {
  const { steps } = folded(RECORDED.events);

  expect(steps.rounds.length).toBeGreaterThan(1);
  expect(steps.rounds[0]?.agents.every(({ task }) => task !== '')).toBe(true);
  const agents = steps.rounds.flatMap((round) => round.agents);
  expect(new Set(agents.map(({ state }) => state))).toEqual(new Set(['completed']));
  expect(agents.filter(({ round }) => round > 1).length).toBeGreaterThan(0);
  expect(steps.rounds.map(({ assessment }) => assessment?.next)).toEqual([
    ...Array(steps.rounds.length - 1).fill('investigate'),
    'conclude',
  ]);
});

test('an agent waits, runs with a running tool, and counts its findings before it has ended', () => {
  const begun = RECORDED.events.findIndex(({ type }) => type === 'agent-started');
  const { steps: planned } = folded(RECORDED.events.slice(0, begun));
  const { steps: running } = folded(RECORDED.events.slice(0, begun + 2));

  expect(planned.rounds[0]?.agents.every(({ state }) => state === 'waiting')).toBe(true);
  const agent = running.rounds[0]?.agents.find(({ state }) => state === 'running');
  expect(agent?.tools.map(({ outcome }) => outcome)).toEqual(['running']);

  const reported = RECORDED.events.findIndex(({ type }) => type === 'finding-reported');
  const { steps } = folded(RECORDED.events.slice(0, reported + 1));
  const counts = steps.rounds.flatMap((round) => round.agents.map(({ findings }) => findings));
  expect(counts.filter((count) => count > 0)).toEqual([1]);
});

test('who held it, who went on, and which agent was lost are among the steps', () => {
  const { state, steps } = folded(CONTROLS.events);

  expect(steps.holds.map(({ kind, by }) => [kind, by])).toEqual([
    ['paused', 'ann'],
    ['resumed', 'bob'],
    ['cancelled', 'bob'],
  ]);
  const agents = steps.rounds.flatMap((round) => round.agents);
  expect(agents.map(({ agent, state, error, gaps }) => ({ agent, state, error, gaps }))).toEqual([
    { agent: 'log-agent', state: 'failed', error: 'timed out', gaps: [] },
    {
      agent: 'metric-agent',
      state: 'completed',
      error: null,
      gaps: ['no metrics of orders'],
    },
  ]);
  expect(costUsd(state.usage)).toBeNull();
});

test('a plan that is made twice loses nothing of the agents that already run', () => {
  const plan = RECORDED.events.find(({ type }) => type === 'plan-made');
  const before = folded(RECORDED.events.slice(0, 20));

  const after = foldDiagnosis(before, plan === undefined ? [] : [{ ...plan, seq: 21 }]);

  expect(plan).toBeDefined();
  expect(after.steps).toEqual(before.steps);
});

test('an event of a type that came later changes nothing but the seq', () => {
  const before = folded(CONTROLS.events);
  const later = event({ seq: before.state.seq + 1, type: 'made-up-later' });

  const after = foldDiagnosis(before, [later]);

  expect(after).toEqual({ ...before, state: { ...before.state, seq: later.seq } });
});

test('an agent that is at work when the diagnosis ends has stopped, with its tools', () => {
  const begun = RECORDED.events.findIndex(({ type }) => type === 'agent-started');
  const running = RECORDED.events.slice(0, begun + 2);
  const cancelled = { ...(CONTROLS.events.find(isCancelled) as Event), seq: running.length + 1 };

  const { steps } = folded([...running, cancelled]);

  const agents = steps.rounds.flatMap((round) => round.agents);
  expect(new Set(agents.map(({ state }) => state))).toEqual(new Set(['stopped']));
  expect(agents.flatMap(({ tools }) => tools.map(({ outcome }) => outcome))).toEqual(['stopped']);
});

const isCancelled = ({ type }: Event) => type === 'diagnosis-cancelled';
