/** Who did what: rounds, agents and their tools as progressive steps. Idle time is not drawn. */

import { memo, useMemo } from 'react';
import type { DiagnosisView } from '../../fold/diagnosis';
import type { Hold, Round } from '../../fold/steps';
import type { ToolRun } from '../../fold/tools';
import { Panel } from '../../ui/parts';
import { plain } from '../../ui/plain';
import { moment } from '../../ui/times';
import { AgentStep, AssessmentStep, Muted, type OfSteps, toolsWords } from './AgentStep';
import { useCited, Words } from './claims';
import { Fold } from './Fold';
import { Outcome, ToolRows } from './Tools';
import { count, isOpen, spaced } from './words';

export function StepsPanel(props: { view: DiagnosisView; runAgain: OfSteps['runAgain'] }) {
  const { view, runAgain } = props;
  const { steps, state } = view;
  const takenOver = useMemo(
    () => new Set(state.takenOver?.steps.map(({ name, round }) => `${name} ${round}`)),
    [state.takenOver],
  );
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
            {round && <RoundStep round={round} takenOver={takenOver} runAgain={runAgain} />}
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

const RoundStep = memo((props: { round: Round } & OfSteps) => {
  const { round, takenOver, runAgain } = props;
  // A round that nobody planned begins with its first agent, which has that number itself.
  const isAgents = round.agents.some(({ seq }) => seq === round.seq);
  return (
    <section id={isAgents ? undefined : `seq-${round.seq}`} aria-label={`Round ${round.round}`}>
      <StepTitle title={`Round ${round.round}`} at={round.at} />
      <ol className="pl-3">
        {round.agents.map((run) => (
          <li key={run.agent}>
            <AgentStep run={run} takenOver={takenOver} runAgain={runAgain} />
          </li>
        ))}
        {round.assessment && (
          <li>
            <AssessmentStep assessment={round.assessment} round={round.round} runAgain={runAgain} />
          </li>
        )}
      </ol>
    </section>
  );
});

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
