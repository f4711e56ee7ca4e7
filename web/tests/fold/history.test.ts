import { expect, test } from 'vitest';
import { foldDiagnosis, newDiagnosis } from '../../src/fold/diagnosis';
import { DiagnosisHistory } from '../../src/fold/history';
import type { Event } from '../../src/stream/events';
import { event } from '../stream/cases';
import { diagnosisRecording, sameMoments } from './recordings';

const RECORDED = diagnosisRecording('diagnosis');

function historyOf(events: readonly Event[], batch: number): DiagnosisHistory {
  const history = new DiagnosisHistory(events[0]?.stream ?? '');
  for (let begin = 0; begin < events.length; begin += batch) {
    history.append(events.slice(begin, begin + batch));
  }
  return history;
}

/** More than the views that are kept lie apart. */
const LONG = Array.from({ length: 1003 }, (_, place) =>
  event({
    seq: place + 1,
    type: 'finding-reported',
    data: { finding: { id: `fnd_${place + 1}` } },
  }),
);

test('the view after any event is the fold of the events up to it', () => {
  const history = historyOf(RECORDED.events, 7);

  for (let seq = 0; seq <= RECORDED.events.length; seq++) {
    const folded = foldDiagnosis(
      newDiagnosis(RECORDED.events[0]?.stream ?? ''),
      RECORDED.events.slice(0, seq),
    );
    expect(history.at(seq)).toEqual(folded);
  }
});

test("it is the server's state after that event", () => {
  const history = historyOf(RECORDED.events, 1);

  for (const [seq, state] of Object.entries(RECORDED.states)) {
    const ours = history.at(Number(seq)).state;
    const sorted = { completed: ours.completed.toSorted(), failed: ours.failed.toSorted() };
    const theirs = { completed: state.completed.toSorted(), failed: state.failed.toSorted() };
    expect(sameMoments({ ...ours, ...sorted })).toEqual(sameMoments({ ...state, ...theirs }));
  }
});

test.each([1, 199, 200, 201, 2000])('views are right when %i events come at a time', (batch) => {
  const history = historyOf(LONG, batch);

  for (const seq of [0, 1, 199, 200, 201, 400, 777, 1000, 1003]) {
    expect(history.at(seq).state.seq).toBe(seq);
    expect(history.at(seq).state.findings).toHaveLength(seq);
  }
});

test('before the first event there is nothing, after the last one there is the present', () => {
  const history = historyOf(LONG, 100);

  expect(history.at(-5)).toEqual(newDiagnosis('dgn_1'));
  expect(history.at(5000)).toBe(history.now);
});
