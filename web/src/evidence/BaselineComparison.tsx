/** Errors against the baseline: which field's values failing requests have more often than the others. */

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { DiagnosisState } from '../fold/diagnosis';
import { Failure } from '../ui/failure';
import { Button, Empty, Loading } from '../ui/parts';
import { plain } from '../ui/plain';
import { ComparisonView, plural } from './baseline/ComparisonView';
import { type Contrast, contrastedEvidence, contrastsOf } from './baseline/contrasts';
import { type EvidenceSource, evidenceQuery } from './source';

/** It shows what the newest reading of the logs counted; the rest is arithmetic. */
export function BaselineComparison(props: {
  state: DiagnosisState;
  source: EvidenceSource;
  onOpen?: (evidenceId: string) => void;
}) {
  const id = contrastedEvidence(props.state.evidence);
  const { data, error, refetch } = useQuery({
    ...evidenceQuery(props.source, id ?? ''),
    enabled: id !== null,
  });
  const [chosen, setChosen] = useState<string | null>(null);
  if (id === null) {
    return <Empty>No log lines have been read yet.</Empty>;
  }
  if (error !== null) {
    return <Failure error={error} retry={refetch} />;
  }
  if (data === undefined) {
    return <Loading what="the counts" />;
  }
  const contrasts = contrastsOf(data) ?? [];
  const wanted = chosen ?? props.state.report?.rootCause?.resource;
  const contrast = contrasts.find(({ resource }) => resource === wanted) ?? contrasts[0];
  if (contrast === undefined) {
    return <Empty>{NOTHING}</Empty>;
  }
  return (
    <div className="space-y-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-sm">
        {contrasts.length > 1 ? (
          <select
            aria-label="Resource"
            value={contrast.resource}
            onChange={(event) => setChosen(event.target.value)}
            className="min-h-8 max-w-full rounded border border-line bg-surface px-2"
          >
            {contrasts.map(({ resource }) => (
              <option key={resource} value={resource}>
                {plain(resource)}
              </option>
            ))}
          </select>
        ) : (
          <span className="font-semibold break-all">{plain(contrast.resource)}</span>
        )}
        {props.onOpen && <Button onClick={() => props.onOpen?.(id)}>Open the evidence</Button>}
      </div>
      <p className="text-xs text-muted">{countedOf(contrast)}</p>
      <ComparisonView key={contrast.resource} contrast={contrast} />
    </div>
  );
}

const NOTHING =
  'The log lines that were read cannot be compared: that needs failing lines and others, with fields ' +
  '(JSON, or key=value).';

/** What is compared with what. */
function countedOf(contrast: Contrast): string {
  const [failing, others] = [contrast.failing, contrast.others].map((of) =>
    of.toLocaleString('en'),
  );
  const counted =
    `${failing} ${plural(contrast)} failed in the window; ${others} did not, then or in the hour ` +
    'before. Of each time the newest lines are counted.';
  return contrast.by === 'request'
    ? `${counted} Lines that name the same request count as one.`
    : counted;
}
