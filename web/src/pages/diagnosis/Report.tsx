/** What the report says beside its cause: what to do, what it was not, what is not known. */

import type { DiagnosisReport, DiagnosisState } from '../../fold/diagnosis';
import type { Moment, Remediation, TeamRow } from '../../stream/events';
import { CopyButton } from '../../ui/copy';
import { To } from '../../ui/links';
import { Empty, Panel } from '../../ui/parts';
import { plain } from '../../ui/plain';
import { knowledgeOf } from '../knowledge/address';
import { Claim, useCited } from './claims';
import { span } from './words';

export function WhatToDo(props: { report: DiagnosisReport }) {
  const { remediation = [], nextSteps = [] } = props.report;
  return (
    <Panel title="What to do">
      {remediation.length + nextSteps.length === 0 && <Empty>Nothing has to be done.</Empty>}
      <Steps steps={remediation} id="do" />
      {nextSteps.length > 0 && (
        <>
          <h3 className="mt-3 mb-1 text-sm font-semibold">To know more</h3>
          <Steps steps={nextSteps} id="next" />
        </>
      )}
    </Panel>
  );
}

function Steps(props: { steps: readonly Remediation[]; id: string }) {
  return (
    <ol className="flex list-decimal flex-col gap-2 pl-5">
      {props.steps.map(({ text, command }, place) => (
        <li key={`${text} ${command}`}>
          <Claim id={`${props.id}-${place + 1}`} text={text}>
            {command && <Command text={command} />}
          </Claim>
        </li>
      ))}
    </ol>
  );
}

/** A command that only reads, to be copied. */
function Command(props: { text: string }) {
  return (
    <div className="mt-1 flex items-start gap-1 rounded border border-line bg-sunken">
      <code className="min-w-0 flex-1 px-2 py-1.5 text-[0.8125rem] break-all whitespace-pre-wrap">
        {plain(props.text)}
      </code>
      <CopyButton text={props.text} label="Copy the command" />
    </div>
  );
}

/** The rows of the team's own knowledge that had a part in it; nothing where none had. */
export function TeamRows(props: { rows: readonly TeamRow[]; state: DiagnosisState }) {
  const { rows, state } = props;
  if (rows.length === 0) {
    return null;
  }
  return (
    <Panel
      title="From your team's knowledge"
      actions={
        <To href={knowledgeOf(state.project, state.knowledge)} className="text-sm">
          Version {state.knowledge}
        </To>
      }
    >
      <ul className="flex list-disc flex-col gap-1 pl-5">
        {rows.map(({ table, name }) => (
          <li key={`${table} ${name}`}>
            {plain(table)} <code className="break-all">{plain(name)}</code>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

export function RuledOut(props: {
  claims: readonly { text: string; evidence: readonly string[] }[];
}) {
  return (
    <Panel title="Ruled out">
      {props.claims.length === 0 && <Empty>Nothing has been ruled out.</Empty>}
      <ul className="flex list-disc flex-col gap-1 pl-5">
        {props.claims.map(({ text, evidence }, place) => (
          <li key={text}>
            <Claim id={`ruled-out-${place + 1}`} text={text} evidence={evidence} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

export function Gaps(props: { gaps: readonly string[] }) {
  return (
    <Panel title="Not known">
      {props.gaps.length === 0 && <Empty>No question was left open.</Empty>}
      <ul className="flex list-disc flex-col gap-1 pl-5">
        {[...new Set(props.gaps)].map((gap, place) => (
          <li key={gap}>
            <Claim id={`gap-${place + 1}`} text={gap} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

export function Timeline(props: { moments: readonly Moment[] }) {
  const { day } = useCited();
  return (
    <Panel title="Timeline">
      <ol className="flex flex-col gap-1">
        {props.moments.map((each, place) => (
          <li key={`${each.at} ${each.what}`}>
            <Claim
              id={`moment-${place + 1}`}
              text={each.what}
              evidence={each.evidence ?? []}
              before={
                <span className="mr-2 text-sm text-muted tabular-nums">
                  {span(each.at, each.until ?? each.at, day)}
                </span>
              }
            />
          </li>
        ))}
      </ol>
    </Panel>
  );
}

export function LookedAt(props: { report: DiagnosisReport }) {
  return (
    <Panel title="Looked at">
      <ul className="flex list-disc flex-col gap-1 pl-5">
        {(props.report.lookedAt ?? []).map(({ what, found, evidence }, place) => (
          <li key={what}>
            <Claim
              id={`looked-${place + 1}`}
              text={`${what}: ${found}`}
              evidence={evidence ?? []}
            />
          </li>
        ))}
      </ul>
    </Panel>
  );
}
