/** Where evidence is fetched from: a diagnosis, or a session of the chat. */

import type { Client, SeriesQuery } from '../api/client';
import type { EvidenceSeries, RawEvidence, Recheck } from '../api/types';

export interface EvidenceSource {
  /** Two sources with the same key have the same evidence. */
  key: string;
  /** Throws ApiError 404 for evidence that has expired or belongs elsewhere. */
  fetch(evidenceId: string, signal?: AbortSignal): Promise<RawEvidence>;
  /** Asks the evidence's query again and compares. */
  recheck(evidenceId: string): Promise<Recheck>;
  /** The metrics behind evidence of metrics, over another stretch of time: CloudWatch is asked. */
  series?(evidenceId: string, query: SeriesQuery, signal?: AbortSignal): Promise<EvidenceSeries>;
}

export function diagnosisEvidence(client: Client, diagnosisId: string): EvidenceSource {
  return {
    key: `diagnosis/${diagnosisId}`,
    fetch: (evidenceId, signal) => client.fetchEvidence(diagnosisId, evidenceId, signal),
    recheck: (evidenceId) => client.recheckEvidence(diagnosisId, evidenceId),
    series: (evidenceId, query, signal) =>
      client.readSeries(diagnosisId, evidenceId, query, signal),
  };
}

export function sessionEvidence(
  client: Client,
  workloadId: string,
  sessionId: string,
): EvidenceSource {
  return {
    key: `session/${sessionId}`,
    fetch: (evidenceId, signal) =>
      client.fetchSessionEvidence(workloadId, sessionId, evidenceId, signal),
    recheck: (evidenceId) => client.recheckSessionEvidence(workloadId, sessionId, evidenceId),
    series: (evidenceId, query, signal) =>
      client.readSessionSeries(workloadId, sessionId, evidenceId, query, signal),
  };
}

/** How a page asks for evidence. It does not change, so it is asked for once. */
export function evidenceQuery(source: EvidenceSource, evidenceId: string) {
  return {
    queryKey: ['evidence', source.key, evidenceId],
    queryFn: ({ signal }: { signal?: AbortSignal }): Promise<RawEvidence> =>
      source.fetch(evidenceId, signal),
    staleTime: Number.POSITIVE_INFINITY,
  };
}

/** What has come so far of several, for `combine` of useQueries. */
export function foundOf(
  results: readonly { data?: RawEvidence | undefined; isLoading: boolean }[],
) {
  return {
    found: results.flatMap(({ data }) => (data === undefined ? [] : [data])),
    isLoading: results.some(({ isLoading }) => isLoading),
  };
}
