/** Everything that a view of a diagnosis shows, of now or of the past. */

import { BaselineComparison } from '../../evidence/BaselineComparison';
import type { EvidenceSource } from '../../evidence/source';
import { TimeAxis } from '../../evidence/TimeAxis';
import type { DiagnosisState, DiagnosisView } from '../../fold/diagnosis';
import type { ErrorPattern, Event } from '../../stream/events';
import { Empty, Panel } from '../../ui/parts';
import { ChangePanel } from './Change';
import { ErrorsPanel } from './Errors';
import { EventLog } from './EventLog';
import { EvidenceList } from './EvidenceList';
import { Findings, Hypotheses } from './Hypotheses';
import { type Pointing, usePointedAt } from './pointing';
import { Gaps, LookedAt, RuledOut, TeamRows, Timeline, WhatToDo } from './Report';
import { StepsPanel } from './Steps';
import { isOpen } from './words';

export function View(props: {
  view: DiagnosisView;
  events: readonly Event[];
  source: EvidenceSource;
  pointing: Pointing;
  onOpen: (evidenceId: string) => void;
  runAgain: ((fromSeq: number, step: string) => void) | null;
}) {
  const { view, source, pointing, onOpen } = props;
  const { state } = view;
  const report = state.report ?? null;
  const errors = report?.errors ?? errorsOf(state);
  const ruledOut = ruledOutOf(state);
  const gaps = report?.gaps ?? state.gaps;
  // Before the end, that nothing is ruled out or left open yet is no answer.
  const hasEnded = !isOpen(state.status);
  return (
    // In one column: what is known, how it came about, then the lists of everything.
    <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)] lg:grid-rows-[auto_1fr]">
      <div className="flex min-w-0 flex-col gap-4">
        {errors.length > 0 && <ErrorsPanel errors={errors} />}
        {report?.change && (
          <ChangePanel change={report.change} evidence={evidenceOfChange(state)} />
        )}
        {report && <WhatToDo report={report} />}
        <TeamRows rows={report?.teamRows ?? []} state={state} />
        {(hasEnded || ruledOut.length > 0) && <RuledOut claims={ruledOut} />}
        {(hasEnded || gaps.length > 0) && <Gaps gaps={gaps} />}
        <Hypotheses hypotheses={report?.hypotheses ?? state.hypotheses} isOpen={!hasEnded} />
      </div>
      <div className="flex min-w-0 flex-col gap-4 lg:col-start-2 lg:row-span-2 lg:row-start-1">
        <Panel title="On one time axis">
          {state.window ? (
            <LitTimeAxis state={state} source={source} pointing={pointing} onOpen={onOpen} />
          ) : (
            <Empty>No window of the incident is known yet.</Empty>
          )}
        </Panel>
        <StepsPanel view={view} runAgain={props.runAgain} />
        {report && (report.timeline ?? []).length > 0 && (
          <Timeline moments={report.timeline ?? []} />
        )}
        {report && <LookedAt report={report} />}
        <Panel title="Errors against the baseline">
          <BaselineComparison state={state} source={source} onOpen={onOpen} />
        </Panel>
      </div>
      <div className="flex min-w-0 flex-col gap-4">
        <Findings findings={state.findings} />
        <EvidenceList evidence={state.evidence} />
        <EventLog events={props.events} />
      </div>
    </div>
  );
}

function LitTimeAxis(props: {
  state: DiagnosisState;
  source: EvidenceSource;
  pointing: Pointing;
  onOpen: (evidenceId: string) => void;
}) {
  const { pointing, ...rest } = props;
  const { claim, evidence } = usePointedAt(pointing);
  return <TimeAxis {...rest} lit={evidence} litClaim={claim} />;
}

/** Before the report: the errors of the findings, each once, the most frequent first. */
function errorsOf(state: DiagnosisState): ErrorPattern[] {
  const byShape = new Map<string, ErrorPattern>();
  for (const error of state.findings.flatMap((finding) => finding.errors ?? [])) {
    byShape.set(`${error.logGroup} ${error.template}`, error);
  }
  return [...byShape.values()].sort((one, other) => other.count - one.count);
}

function ruledOutOf(state: DiagnosisState): { text: string; evidence: readonly string[] }[] {
  if (state.report) {
    return (state.report.ruledOut ?? []).map(({ summary, evidence }) => ({
      text: summary,
      evidence,
    }));
  }
  return state.findings
    .filter(({ kind }) => kind === 'ruled-out')
    .map(({ claim, evidence }) => ({ text: claim, evidence }));
}

/** What the report's change was read in: the evidence of the findings about it. */
function evidenceOfChange({ report, findings }: DiagnosisState): string[] {
  const id = report?.change?.changeId;
  return findings
    .filter(({ change }) => change?.changeId === id)
    .flatMap(({ evidence }) => evidence);
}
