/** One diagnosis in a list: what came of it, of what, and when. */

import { Link } from 'wouter';
import type { DiagnosisSummary } from '../../api/types';
import { plain } from '../../ui/plain';
import { Standing } from '../../ui/standing';
import { Ago } from '../../ui/times';
import { percent, spaced } from '../diagnosis/words';
import { headlineOf } from './headline';

/** `workload` is its name; left out where the page is about one workload. */
export function DiagnosisRow(props: { diagnosis: DiagnosisSummary; workload?: string }) {
  const { diagnosis, workload } = props;
  const { alarm, status, verdict, resource, category, confidence, summary, feedback } = diagnosis;
  return (
    <article className="relative rounded-lg border border-line bg-surface px-4 py-2.5 focus-within:border-accent hover:border-accent">
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <Standing status={status} verdict={verdict} place={diagnosis.queuePlace} />
        <h2 className="min-w-0 font-semibold break-words">
          <Link
            href={`/diagnoses/${diagnosis.diagnosisId}`}
            className="after:absolute after:inset-0 hover:underline"
          >
            {alarm ? plain(alarm) : 'Asked by a person'}
          </Link>
        </h2>
        {workload && <span className="text-sm text-muted">{plain(workload)}</span>}
        {resource && (
          <span className="text-sm">
            {plain(resource)}
            {category && `, ${spaced(category)}`}
          </span>
        )}
        {confidence ? (
          <span className="text-sm text-muted tabular-nums">{percent(confidence)}</span>
        ) : null}
        <span className="ml-auto text-sm text-muted">
          {feedback.useful > 0 && `useful to ${feedback.useful} · `}
          {feedback.wrong > 0 && `wrong for ${feedback.wrong} · `}
          <Ago at={diagnosis.startedAt} />
        </span>
      </div>
      {summary && <p className="mt-1 text-sm break-words">{headlineOf(diagnosis)}</p>}
    </article>
  );
}
