/**
 * What a page shows of a diagnosis: the fold of its events.
 *
 * The twin of casebook/domain/diagnosis.py: `state` is what `GET …/state` says after the same event,
 * so that a page may begin with either; `steps` is what only a page needs.
 */

import type { Diagnosis } from '../api/types';
import type {
  Alarm,
  Anchor,
  Event,
  Finding,
  Hypothesis,
  Report,
  StepsTakenOver,
} from '../stream/events';
import { NOTHING_SPENT, plus } from './spending';
import { NO_STEPS, type Steps, stepped } from './steps';

/**
 * The API's state is one of these. Events are looser: a field that has a default may be missing from
 * those that were written before there was such a field.
 */
export interface DiagnosisState
  extends Omit<Diagnosis, 'alarm' | 'anchor' | 'findings' | 'hypotheses' | 'report' | 'takenOver'> {
  alarm?: Alarm | null;
  anchor?: Anchor | null;
  findings: Finding[];
  takenOver?: StepsTakenOver | null;
  hypotheses: Hypothesis[];
  report?: Report | Diagnosis['report'];
}

/** The report of a diagnosis that has concluded. */
export type DiagnosisReport = NonNullable<DiagnosisState['report']>;

export interface DiagnosisView {
  state: DiagnosisState;
  steps: Steps;
}

/** A diagnosis of which nothing is known yet. */
export function newDiagnosis(diagnosisId: string): DiagnosisView {
  const state: DiagnosisState = {
    diagnosisId,
    seq: 0,
    status: 'new',
    workloadId: '',
    project: '',
    startedAt: null,
    endedAt: null,
    window: null,
    alarm: null,
    anchor: null,
    question: null,
    user: null,
    rerun: null,
    takenOver: null,
    requestedMode: 'auto',
    mode: null,
    knowledge: 0,
    round: 0,
    assignments: [],
    evidence: [],
    findings: [],
    gaps: [],
    completed: [],
    failed: [],
    hypotheses: [],
    usage: NOTHING_SPENT,
    report: null,
    error: null,
  };
  return { state, steps: NO_STEPS };
}

/** The view after more events, in order and from the first on. */
export function foldDiagnosis(view: DiagnosisView, events: Iterable<Event>): DiagnosisView {
  let { state, steps } = view;
  for (const event of events) {
    state = { ...state, ...changes(state, event), seq: event.seq };
    steps = stepped(steps, event);
  }
  return { state, steps };
}

/** What an event changes in the state. */
function changes(state: DiagnosisState, event: Event): Partial<DiagnosisState> {
  switch (event.type) {
    case 'diagnosis-started':
      return {
        status: 'running',
        startedAt: event.at,
        workloadId: event.data.workloadId,
        project: event.data.project,
        window: event.data.window,
        alarm: event.data.alarm ?? null,
        question: event.data.question ?? null,
        user: event.data.user ?? null,
        rerun: event.data.rerun ?? null,
        requestedMode: event.data.requestedMode,
      };
    case 'steps-taken-over':
      return { takenOver: event.data };
    case 'mode-selected':
      return {
        mode: event.data.mode,
        knowledge: event.data.knowledge ?? 0,
        gaps: [...state.gaps, ...(event.data.gaps ?? [])],
      };
    case 'plan-made':
      return {
        round: event.data.round,
        assignments: event.data.assignments,
        anchor: event.data.anchor ?? state.anchor ?? null,
        window: event.data.window ?? state.window ?? null,
      };
    case 'evidence-found':
      return { evidence: [...state.evidence, event.data.evidence] };
    case 'finding-reported':
      return { findings: [...state.findings, event.data.finding] };
    case 'agent-completed':
      return {
        gaps: [...state.gaps, ...(event.data.gaps ?? [])],
        completed: including(state.completed, event.data),
      };
    case 'agent-failed':
      return {
        gaps: [...state.gaps, `${event.data.agent} failed: ${event.data.error}`],
        failed: including(state.failed, event.data),
      };
    case 'assessment-made':
      return { round: event.data.round, hypotheses: event.data.hypotheses };
    case 'usage-recorded':
      return { usage: plus(state.usage, event.data) };
    default:
      return moved(event);
  }
}

/** What an event that moves the diagnosis to another status changes. */
function moved(event: Event): Partial<DiagnosisState> {
  switch (event.type) {
    case 'diagnosis-paused':
      return { status: 'paused' };
    case 'diagnosis-resumed':
      return { status: 'running' };
    case 'diagnosis-concluded':
      return { status: 'concluded', endedAt: event.at, report: event.data.result };
    case 'diagnosis-cancelled':
      return { status: 'cancelled', endedAt: event.at };
    case 'diagnosis-failed':
      return { status: 'failed', endedAt: event.at, error: event.data.error };
    default:
      return {};
  }
}

type Runs = Diagnosis['completed'];

/** A set: an agent that is delivered its step twice reports twice. */
function including(runs: Runs, { agent, round }: { agent: string; round: number }): Runs {
  const known = runs.some(([name, of]) => name === agent && of === round);
  return known ? runs : [...runs, [agent, round]];
}
