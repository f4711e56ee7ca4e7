/** The steps of a round: an agent with its tools, and what the coordinator made of the findings. */

import { memo } from 'react';
import type { AgentRun, Assessment } from '../../fold/steps';
import type { ToolRun } from '../../fold/tools';
import { Badge } from '../../ui/parts';
import { duration } from '../../ui/times';
import { Permalink, useCited, Words } from './claims';
import { Fold } from './Fold';
import { Outcome, ToolRows } from './Tools';
import { count, percent, spaced } from './words';

export interface OfSteps {
  /** Agent and round of those that an earlier diagnosis did; `log-agent 1`. */
  takenOver: ReadonlySet<string>;
  /** Offers to run the diagnosis again from that step; null while it may not. */
  runAgain: ((fromSeq: number, step: string) => void) | null;
}

export const AgentStep = memo((props: { run: AgentRun } & OfSteps) => {
  const { run, takenOver, runAgain } = props;
  const { marked } = useCited();
  const isMarked = run.seq !== null && marked === `seq-${run.seq}`;
  const holdsMarked = run.tools.some(({ seq }) => marked === `seq-${seq}`);
  return (
    <div
      id={run.seq === null ? undefined : `seq-${run.seq}`}
      className={`group/claim relative ${isMarked ? 'rounded bg-mark/40 outline outline-mark' : ''}`}
    >
      <Fold
        open={['running', 'failed', 'stopped'].includes(run.state)}
        wanted={isMarked || holdsMarked}
        summary={
          <span className="flex flex-wrap items-center gap-x-1.5 text-sm">
            <Outcome of={run.state} /> {spaced(run.agent)} <Muted>{agentWords(run)}</Muted>
            {takenOver.has(`${run.agent} ${run.round}`) && <Badge>taken over</Badge>}
          </span>
        }
      >
        <div className="ml-1.5 border-l border-line pb-1 pl-4 text-sm">
          {run.task !== '' && (
            <p className="text-muted">
              <Words text={run.task} />
            </p>
          )}
          {run.error !== null && (
            <p className="text-bad">
              <Words text={run.error} />
            </p>
          )}
          <ToolRows tools={run.tools} />
          {run.gaps.map((gap) => (
            <p key={gap} className="text-warn">
              Not known: <Words text={gap} />
            </p>
          ))}
          {runAgain && run.seq !== null && (
            <Again
              onClick={() => runAgain(run.seq ?? 0, `${spaced(run.agent)}, round ${run.round}`)}
            />
          )}
        </div>
      </Fold>
      {run.seq !== null && <Permalink anchor={`seq-${run.seq}`} what="this step" />}
    </div>
  );
});

function Again(props: { onClick: () => void }) {
  return (
    <button
      type="button"
      className="min-h-6 text-sm text-accent underline underline-offset-2"
      onClick={props.onClick}
    >
      Run again from this step
    </button>
  );
}

export function AssessmentStep(props: {
  assessment: Assessment;
  round: number;
  runAgain: OfSteps['runAgain'];
}) {
  const { assessment, round, runAgain } = props;
  const { marked } = useCited();
  const anchor = `seq-${assessment.seq}`;
  const next = assessment.next === 'conclude' ? 'it concludes' : 'it looks again';
  return (
    <p
      id={anchor}
      className={`group/claim relative flex min-h-8 flex-wrap items-center gap-1.5 pl-5 text-sm ${marked === anchor ? 'rounded bg-mark/40 outline outline-mark' : ''}`}
    >
      <Outcome of="completed" /> Assessment: {percent(assessment.confidence)}, {next}
      <Muted>
        <Words text={assessment.reason} />
      </Muted>
      {runAgain && (
        <Again onClick={() => runAgain(assessment.seq, `the assessment of round ${round}`)} />
      )}
      <Permalink anchor={anchor} what="this step" />
    </p>
  );
}

export function Muted(props: { children: React.ReactNode }) {
  return <span className="font-normal text-muted">{props.children}</span>;
}

function agentWords(run: AgentRun): string {
  const words = [toolsWords(run.tools)];
  if (run.state !== 'waiting') {
    words.push(`${count(run.findings)} ${run.findings === 1 ? 'finding' : 'findings'}`);
  }
  if (run.gaps.length > 0) {
    words.push(`${run.gaps.length} not known`);
  }
  if (run.startedAt !== null && run.endedAt !== null) {
    const took = Date.parse(run.endedAt) - Date.parse(run.startedAt);
    words.push(took < 500 ? 'under 1 s' : duration(took));
  }
  return words.filter((word) => word !== '').join(', ');
}

export function toolsWords(tools: readonly ToolRun[]): string {
  return tools.length === 0
    ? ''
    : `${count(tools.length)} ${tools.length === 1 ? 'tool' : 'tools'}`;
}
