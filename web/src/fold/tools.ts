/** Tool runs, the same in a chat and in a diagnosis. */

import type { ToolFinishedEvent, ToolStartedEvent } from '../stream/events';

export interface ToolRun {
  /** Of the event that began it. */
  seq: number;
  callId: string;
  tool: string;
  parameters: Readonly<Record<string, unknown>>;
  /** `running` until it has finished, then how; `stopped` where the diagnosis ended before it. */
  outcome: string;
  startedAt: string;
  durationMs: number | null;
  /** The evidence that it brought. */
  evidenceId: string | null;
}

export function begun({ seq, at, data }: ToolStartedEvent): ToolRun {
  return {
    seq,
    callId: data.callId,
    tool: data.tool,
    parameters: data.parameters,
    outcome: 'running',
    startedAt: at,
    durationMs: null,
    evidenceId: null,
  };
}

/** The runs with the one that has finished; as they were if it is not among them. */
export function finished(
  runs: readonly ToolRun[],
  { data }: ToolFinishedEvent,
): readonly ToolRun[] {
  if (!runs.some((run) => run.callId === data.callId)) {
    return runs;
  }
  const { outcome, durationMs } = data;
  const end = { outcome, durationMs, evidenceId: data.evidenceId ?? null };
  return runs.map((run) => (run.callId === data.callId ? { ...run, ...end } : run));
}

/** The runs when nothing goes on any more. */
export function stoppedTools(runs: readonly ToolRun[]): readonly ToolRun[] {
  return runs.map((run) => (run.outcome === 'running' ? { ...run, outcome: 'stopped' } : run));
}
