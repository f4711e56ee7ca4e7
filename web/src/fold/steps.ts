/**
 * A diagnosis as the steps that a person watches: agents round by round, with their tools.
 *
 * An event's `parent` is the event that caused it: a tool run's is the `agent-started` of its agent,
 * evidence's the tool run. What no specialist did stands with the coordinator.
 */

import type { DiagnosisCancelled, Event, PlanMadeEvent } from '../stream/events';
import { begun, finished, stoppedTools, type ToolRun } from './tools';

export interface AgentRun {
  /** Of the event that began it; null while it waits. */
  seq: number | null;
  agent: string;
  round: number;
  /** What it was asked to look at; empty where no plan says. */
  task: string;
  /** `stopped`: the diagnosis ended before it did. */
  state: 'waiting' | 'running' | 'completed' | 'failed' | 'stopped';
  startedAt: string | null;
  endedAt: string | null;
  tools: readonly ToolRun[];
  /** How many findings it reported so far. */
  findings: number;
  gaps: readonly string[];
  error: string | null;
}

/** What the coordinator made of a round's findings. */
export interface Assessment {
  seq: number;
  confidence: number;
  next: 'conclude' | 'investigate';
  reason: string;
  at: string;
}

export interface Round {
  /** Of the event that began it: a plan, or its first agent. */
  seq: number;
  round: number;
  at: string;
  agents: readonly AgentRun[];
  assessment: Assessment | null;
}

export interface Hold {
  seq: number;
  kind: 'paused' | 'resumed' | 'cancelled';
  by: string;
  at: string;
}

export interface Steps {
  /** Why the diagnosis is run the way it is. */
  modeReason: string | null;
  /** What the coordinator itself ran. */
  tools: readonly ToolRun[];
  rounds: readonly Round[];
  /** Who held it and who let it go on. */
  holds: readonly Hold[];
  /** The agent run of each `agent-started`, by its seq. */
  runs: Readonly<Record<number, { agent: string; round: number }>>;
}

export const NO_STEPS: Steps = { modeReason: null, tools: [], rounds: [], holds: [], runs: {} };

/** The steps after one more event. */
export function stepped(steps: Steps, event: Event): Steps {
  const { seq, at } = event;
  switch (event.type) {
    case 'mode-selected':
      return { ...steps, modeReason: event.data.reason };
    case 'plan-made':
      return planned(steps, event);
    case 'agent-started': {
      const { agent, round } = event.data;
      const runs = { ...steps.runs, [event.seq]: { agent, round } };
      const start = { state: 'running', seq, startedAt: at } as const;
      return changed(withRound({ ...steps, runs }, round, event), agent, round, (run) =>
        run.startedAt === null ? { ...run, ...start } : run,
      );
    }
    case 'agent-completed': {
      const { agent, round, findings, gaps = [] } = event.data;
      const end = { state: 'completed', endedAt: at, findings, gaps } as const;
      return changed(steps, agent, round, (run) => ({ ...run, ...end }));
    }
    case 'agent-failed': {
      const { agent, round, error } = event.data;
      const end = { state: 'failed', endedAt: at, error } as const;
      return changed(steps, agent, round, (run) => ({ ...run, ...end }));
    }
    case 'finding-reported':
      return ofParent(steps, event.parent, (run) =>
        run.state === 'running' ? { ...run, findings: run.findings + 1 } : run,
      );
    case 'tool-started': {
      const tool = begun(event);
      const withTool = ofParent(steps, event.parent, (run) => ({
        ...run,
        tools: [...run.tools, tool],
      }));
      return withTool === steps ? { ...steps, tools: [...steps.tools, tool] } : withTool;
    }
    case 'tool-finished':
      return {
        ...steps,
        tools: finished(steps.tools, event),
        rounds: everyAgent(steps.rounds, (run) => {
          const tools = finished(run.tools, event);
          return tools === run.tools ? run : { ...run, tools };
        }),
      };
    case 'assessment-made': {
      const { round, confidence, next, reason } = event.data;
      const assessment = { seq, confidence, next, reason, at };
      return ofRound(steps, round, (each) => ({ ...each, assessment }));
    }
    case 'diagnosis-paused':
      return held(steps, 'paused', event);
    case 'diagnosis-resumed':
      return held(steps, 'resumed', event);
    case 'diagnosis-cancelled':
      return held(stopped(steps), 'cancelled', event);
    case 'diagnosis-failed':
      return stopped(steps);
    default:
      return steps;
  }
}

function held(
  steps: Steps,
  kind: Hold['kind'],
  { seq, at, data }: { seq: number; at: string; data: DiagnosisCancelled },
): Steps {
  return { ...steps, holds: [...steps.holds, { seq, kind, by: data.by, at }] };
}

/** No agent works on, and none begins any more. */
function stopped(steps: Steps): Steps {
  const rounds = everyAgent(steps.rounds, (run) =>
    run.state === 'running' || run.state === 'waiting'
      ? { ...run, state: 'stopped', tools: stoppedTools(run.tools) }
      : run,
  );
  return { ...steps, rounds, tools: stoppedTools(steps.tools) };
}

function planned(steps: Steps, event: PlanMadeEvent): Steps {
  const { round, assignments } = event.data;
  const known = withRound(steps, round, event);
  return ofRound(known, round, ({ agents, ...rest }) => ({
    ...rest,
    agents: assignments.map(
      ({ agent, task }) => agents.find((run) => run.agent === agent) ?? waiting(agent, round, task),
    ),
  }));
}

/** The steps with that round among them: the rounds after the first one are not planned. */
function withRound(steps: Steps, round: number, { seq, at }: Event): Steps {
  if (steps.rounds.some((each) => each.round === round)) {
    return steps;
  }
  return { ...steps, rounds: [...steps.rounds, { seq, round, at, agents: [], assessment: null }] };
}

function ofRound(steps: Steps, round: number, update: (round: Round) => Round): Steps {
  const rounds = steps.rounds.map((each) => (each.round === round ? update(each) : each));
  return { ...steps, rounds };
}

function waiting(agent: string, round: number, task: string): AgentRun {
  return {
    seq: null,
    agent,
    round,
    task,
    state: 'waiting',
    startedAt: null,
    endedAt: null,
    tools: [],
    findings: 0,
    gaps: [],
    error: null,
  };
}

/** The steps with one agent's run changed. An agent that nobody planned for joins its round. */
function changed(
  steps: Steps,
  agent: string,
  round: number,
  update: (run: AgentRun) => AgentRun,
): Steps {
  return ofRound(steps, round, (each) => {
    const known = each.agents.some((run) => run.agent === agent);
    const agents = known ? each.agents : [...each.agents, waiting(agent, round, '')];
    return { ...each, agents: agents.map((run) => (run.agent === agent ? update(run) : run)) };
  });
}

/** The same for the run that an event's parent began; nothing changes where none did. */
function ofParent(steps: Steps, parent: number | null, update: (run: AgentRun) => AgentRun): Steps {
  const run = parent === null ? undefined : steps.runs[parent];
  return run === undefined ? steps : changed(steps, run.agent, run.round, update);
}

/** What does not change stays the very same object, so that a page need not draw it anew. */
function everyAgent(
  rounds: readonly Round[],
  update: (run: AgentRun) => AgentRun,
): readonly Round[] {
  return rounds.map((round) => {
    const agents = round.agents.map(update);
    return agents.every((run, place) => run === round.agents[place]) ? round : { ...round, agents };
  });
}
