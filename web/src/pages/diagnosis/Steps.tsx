/** Who did what: rounds, agents and their tools as progressive steps. Idle time is not drawn. */

import { memo } from 'react';
import type { DiagnosisView } from '../../fold/diagnosis';
import type { AgentRun, Assessment, Hold, Round } from '../../fold/steps';
import type { ToolRun } from '../../fold/tools';
import { Panel } from '../../ui/parts';
import { plain } from '../../ui/plain';
import { duration, moment } from '../../ui/times';
import { Permalink, useCited, Words } from './claims';
import { Fold } from './Fold';
import { Outcome, ToolRows } from './Tools';
import { count, isOpen, percent, spaced } from './words';

export interface StepActions {
  /** Offers to run the diagnosis again from that step; null while it may not. */
  runAgain: ((fromSeq: number, step: string) => void) | null;
}

export function StepsPanel(props: { view: DiagnosisView } & StepActions) {
  const { view, runAgain } = props;
  const { steps, state } = view;
  const begun = steps.rounds[0]?.seq ?? Number.POSITIVE_INFINITY;
  const preparing = steps.tools.filter((tool) => tool.seq < begun);
  const reporting = steps.tools.filter((tool) => tool.seq > begun);
  const main = [
    ...steps.rounds.map((round) => ({ seq: round.seq, round, hold: null })),
    ...steps.holds.map((hold) => ({ seq: hold.seq, round: null, hold })),
  ].sort((one, other) => one.seq - other.seq);
  return (
    <Panel title="Steps" actions={<Counts view={view} />}>
      <ol className="flex flex-col gap-3">
        {preparing.length > 0 && (
          <li>
            <CoordinatorStep
              title="Preparation"
              tools={preparing}
              isRunning={begun === Number.POSITIVE_INFINITY && isOpen(state.status)}
            />
          </li>
        )}
        {main.map(({ seq, round, hold }) => (
          <li key={seq}>
            {round && <RoundStep round={round} runAgain={runAgain} />}
            {hold && <HoldStep hold={hold} />}
          </li>
        ))}
        {reporting.length > 0 && (
          <li>
            <CoordinatorStep title="Report" tools={reporting} isRunning={isOpen(state.status)} />
          </li>
        )}
      </ol>
      {steps.modeReason && (
        <p className="mt-3 text-xs text-muted">
          {state.mode}: <Words text={steps.modeReason} />
        </p>
      )}
    </Panel>
  );
}

/** How many of each outcome there are. */
function Counts({ view: { steps } }: { view: DiagnosisView }) {
  const agents = steps.rounds.flatMap((round) => round.agents);
  const tools = [...steps.tools, ...agents.flatMap((agent) => agent.tools)];
  return (
    <p className="text-xs text-muted">
      agents: {counted(agents.map((agent) => agent.state))} · tools:{' '}
      {counted(tools.map((tool) => tool.outcome))}
    </p>
  );
}

function counted(states: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const state of states) {
    counts.set(state, (counts.get(state) ?? 0) + 1);
  }
  const words = [...counts].map(([state, number]) => `${count(number)} ${spaced(state)}`);
  return words.join(', ') || 'none';
}

function CoordinatorStep(props: { title: string; tools: readonly ToolRun[]; isRunning: boolean }) {
  const { title, tools, isRunning } = props;
  const { marked } = useCited();
  const state = isRunning ? 'running' : 'completed';
  return (
    <>
      <StepTitle title={title} />
      <Fold
        open={isRunning}
        wanted={tools.some(({ seq }) => marked === `seq-${seq}`)}
        className="pl-3"
        summary={
          <span className="flex items-center gap-1.5 text-sm">
            <Outcome of={state} /> coordinator <Muted>{toolsWords(tools)}</Muted>
          </span>
        }
      >
        <ToolRows tools={tools} />
      </Fold>
    </>
  );
}

function StepTitle(props: { title: string; at?: string }) {
  const { day } = useCited();
  return (
    <h3 className="text-sm font-semibold">
      {props.title} {props.at && <Muted>{moment(props.at, day)}</Muted>}
    </h3>
  );
}

const RoundStep = memo((props: { round: Round } & StepActions) => {
  const { round, runAgain } = props;
  // A round that nobody planned begins with its first agent, which has that number itself.
  const isAgents = round.agents.some(({ seq }) => seq === round.seq);
  return (
    <section id={isAgents ? undefined : `seq-${round.seq}`} aria-label={`Round ${round.round}`}>
      <StepTitle title={`Round ${round.round}`} at={round.at} />
      <ol className="pl-3">
        {round.agents.map((run) => (
          <li key={run.agent}>
            <AgentStep run={run} runAgain={runAgain} />
          </li>
        ))}
        {round.assessment && (
          <li>
            <AssessmentStep assessment={round.assessment} />
          </li>
        )}
      </ol>
    </section>
  );
});

const AgentStep = memo((props: { run: AgentRun } & StepActions) => {
  const { run, runAgain } = props;
  const { marked } = useCited();
  const isMarked = run.seq !== null && marked === `seq-${run.seq}`;
  const holdsMarked = run.tools.some(({ seq }) => marked === `seq-${seq}`);
  return (
    <div
      id={run.seq === null ? undefined : `seq-${run.seq}`}
      className={`group/claim relative ${isMarked ? 'rounded bg-mark/40 outline outline-mark' : ''}`}
    >
      <Fold
        open={run.state === 'running' || run.state === 'failed'}
        wanted={isMarked || holdsMarked}
        summary={
          <span className="flex flex-wrap items-center gap-x-1.5 text-sm">
            <Outcome of={run.state} /> {spaced(run.agent)} <Muted>{agentWords(run)}</Muted>
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
            <button
              type="button"
              className="min-h-6 text-sm text-accent underline underline-offset-2"
              onClick={() => runAgain(run.seq ?? 0, `${spaced(run.agent)}, round ${run.round}`)}
            >
              Run again from this step
            </button>
          )}
        </div>
      </Fold>
      {run.seq !== null && <Permalink anchor={`seq-${run.seq}`} what="this step" />}
    </div>
  );
});

function AssessmentStep({ assessment }: { assessment: Assessment }) {
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
      <Permalink anchor={anchor} what="this step" />
    </p>
  );
}

function HoldStep({ hold }: { hold: Hold }) {
  const { day } = useCited();
  return (
    <p id={`seq-${hold.seq}`} className="flex items-center gap-1.5 text-sm">
      <Outcome of={hold.kind} />
      <span className="font-semibold">{HOLDS[hold.kind]}</span> by {plain(hold.by)}{' '}
      <Muted>{moment(hold.at, day)}</Muted>
    </p>
  );
}

const HOLDS = { paused: 'Paused', resumed: 'Resumed', cancelled: 'Cancelled' };

function Muted(props: { children: React.ReactNode }) {
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

function toolsWords(tools: readonly ToolRun[]): string {
  return tools.length === 0
    ? ''
    : `${count(tools.length)} ${tools.length === 1 ? 'tool' : 'tools'}`;
}
