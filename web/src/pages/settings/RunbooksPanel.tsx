import type { RunbookInForce } from '../../api/types';
import { To } from '../../ui/links';
import { Empty, Panel } from '../../ui/parts';
import { plain } from '../../ui/plain';
import { WorkloadName } from '../workloads/WorkloadName';

/** What the teams wrote down, where agents search it. */
export function RunbooksPanel(props: { runbooks: readonly RunbookInForce[] }) {
  return (
    <Panel title="Runbooks">
      {props.runbooks.length === 0 && (
        <Empty>
          None. <code>casebook runbooks push</code> puts the Markdown files of a folder where agents
          find them, for one workload or a whole project.
        </Empty>
      )}
      <p className="text-sm text-muted">
        What a team knows of its own errors, metrics and settings is its{' '}
        <To href="/knowledge">knowledge</To>.
      </p>
      <ul className="divide-y divide-line">
        {props.runbooks.map((runbook) => (
          <li key={runbook.location} className="py-1.5">
            <p className="flex flex-wrap items-baseline gap-x-3">
              <span className="min-w-0 font-medium break-words">{plain(runbook.name)}</span>
              <span className="text-sm break-words text-muted">
                {runbook.workloadId ? (
                  <>
                    of{' '}
                    <To href={`/workloads/${runbook.workloadId}`}>
                      <WorkloadName workloadId={runbook.workloadId} />
                    </To>
                  </>
                ) : (
                  `of every workload in ${plain(runbook.project)}`
                )}
              </span>
            </p>
            <p className="text-sm break-all text-muted">{plain(runbook.location)}</p>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
