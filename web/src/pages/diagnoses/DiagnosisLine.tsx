/** One diagnosis in a line of another page: where it stands, what it says, how long ago. */

import type { DiagnosisSummary } from '../../api/types';
import { To } from '../../ui/links';
import { Standing } from '../../ui/standing';
import { Ago } from '../../ui/times';
import { headlineOf } from './headline';

/** `at` is the moment that counts there; else when it ended, or began while it has not. */
export function DiagnosisLine(props: { diagnosis: DiagnosisSummary; at?: string }) {
  const { diagnosis, at } = props;
  return (
    <p className="flex flex-wrap items-baseline gap-x-2 gap-y-0.5">
      <Standing
        status={diagnosis.status}
        verdict={diagnosis.verdict}
        place={diagnosis.queuePlace}
      />
      <To
        href={`/diagnoses/${diagnosis.diagnosisId}`}
        className="inline-block min-h-6 min-w-0 break-words"
      >
        {headlineOf(diagnosis)}
      </To>
      <Ago at={at ?? diagnosis.endedAt ?? diagnosis.startedAt} className="text-sm text-muted" />
    </p>
  );
}
