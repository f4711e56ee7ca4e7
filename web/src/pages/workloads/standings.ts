/** What the lists of diagnoses say of each workload. */

import type { DiagnosisSummary } from '../../api/types';

export interface WorkloadStanding {
  /** The diagnosis that runs or is paused; a workload has at most one. */
  open: DiagnosisSummary | null;
  /** The last one that came to a verdict, else the last one that ended. */
  last: DiagnosisSummary | null;
}

/** By the id of the workload, from diagnoses that stand newest first. */
export function standingsOf(
  open: readonly DiagnosisSummary[],
  ended: readonly DiagnosisSummary[],
): ReadonlyMap<string, WorkloadStanding> {
  const standings = new Map<string, WorkloadStanding>();
  for (const diagnosis of open) {
    standings.set(diagnosis.workloadId, { open: diagnosis, last: null });
  }
  for (const diagnosis of ended) {
    const found = standings.get(diagnosis.workloadId) ?? { open: null, last: null };
    standings.set(diagnosis.workloadId, { ...found, last: better(found.last, diagnosis) });
  }
  return standings;
}

function better(newer: DiagnosisSummary | null, older: DiagnosisSummary): DiagnosisSummary {
  return newer === null || (!newer.verdict && older.verdict) ? older : newer;
}
