/** What to know first: verdict, confidence, since when, why. While it runs, what is known so far. */

import type { DiagnosisView } from '../../fold/diagnosis';
import { firstSentence, plain } from '../../ui/plain';
import { awsWords, costWords, tokenWords } from '../../ui/spending';
import { Standing } from '../../ui/standing';
import { duration } from '../../ui/times';
import { About } from './About';
import { Claim, Words } from './claims';
import { isOpen, percent, sinceOf, sinceWords, spaced, stageOf } from './words';

/** `place` is that in the queue, while it has one. */
export function Head(props: { view: DiagnosisView; place?: number | null }) {
  const { view, place = null } = props;
  const { report } = view.state;
  return (
    <section
      aria-label="Result"
      className="rounded-lg border border-line bg-surface px-4 py-3 [overflow-anchor:none]"
    >
      <Facts view={view} place={place} />
      {report ? <Cause view={view} /> : <SoFar view={view} place={place} />}
      {/* Below: on a phone it would push the verdict out of the first 200 px. */}
      <p className="mt-2 text-sm break-words text-muted">
        <About view={view} />
      </p>
    </section>
  );
}

type Seen = { view: DiagnosisView; place: number | null };

function Facts({ view, place }: Seen) {
  const { state } = view;
  const { report } = state;
  const leading = report ?? state.hypotheses[0];
  const since = sinceOf(view);
  // No cause with a confidence of 0 % says nothing that the verdict does not.
  const hasNone = report && !report.rootCause && report.confidence === 0;
  return (
    <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
      <Standing status={place === null ? state.status : 'queued'} verdict={report?.verdict} />
      {leading && !hasNone && (
        <Fact name={report ? 'Confidence' : 'Confidence so far'}>
          {percent(leading.confidence)}
        </Fact>
      )}
      {since && (
        <Fact name="Since">
          <time dateTime={since.onset}>{sinceWords(since)}</time>
        </Fact>
      )}
      {report?.rootCause && (
        <Fact name="Cause">
          {plain(report.rootCause.resource)}, {spaced(report.rootCause.category)}
        </Fact>
      )}
      <span className="ml-auto text-sm text-muted" title={tokenWords(state.usage)}>
        {[costWords(state.usage), awsWords(state.usage)].filter(Boolean).join(', ')}
        {report?.durationSeconds !== undefined && `, in ${duration(report.durationSeconds * 1000)}`}
      </span>
    </div>
  );
}

function Fact(props: { name: string; children: React.ReactNode }) {
  return (
    <span className="min-w-0 text-sm break-words">
      <span className="text-muted">{props.name} </span>
      <strong className="font-semibold tabular-nums">{props.children}</strong>
    </span>
  );
}

/** The root cause in one sentence; what else is to say of it stands below. */
function Cause({ view }: { view: DiagnosisView }) {
  const { report, hypotheses } = view.state;
  if (!report) {
    return null;
  }
  const [first, rest] = firstSentence(report.rootCause?.summary ?? report.summary);
  const beside = report.rootCause ? besideOf(report.summary, report.rootCause.summary) : '';
  const leading = (report.hypotheses ?? hypotheses)[0];
  const evidence = (leading?.supports ?? []).flatMap((argument) => argument.evidence);
  return (
    <>
      <Claim
        id="cause"
        text={first}
        evidence={report.rootCause ? evidence : []}
        className="mt-1.5 text-base font-medium"
      />
      {rest !== '' && (
        <p className="mt-1 text-sm">
          <Words text={rest} />
        </p>
      )}
      {beside !== '' && (
        <p className="mt-1 text-sm">
          <Words text={beside} />
        </p>
      )}
      {report.narrative && (
        <div className="mt-3 border-t border-line pt-2 text-sm">
          <p className="whitespace-pre-line">
            <Words text={report.narrative.text} />
          </p>
          <p className="mt-1 text-muted">
            Written by {plain(report.narrative.model)} after the conclusion
            {(report.narrative.struck ?? 0) > 0 &&
              `; ${report.narrative.struck} of its sentences had no evidence and were left out`}
            .
          </p>
        </div>
      )}
    </>
  );
}

/** What the summary says that the cause does not: most begin with it, word for word. */
function besideOf(summary: string, cause: string): string {
  return (summary.startsWith(cause) ? summary.slice(cause.length) : summary).trim();
}

function SoFar({ view, place }: Seen) {
  const { state } = view;
  const stage = stageOf(view, place);
  const leading = state.hypotheses[0];
  const lately = state.findings.filter((finding) => finding.kind === 'cause').at(-1);
  return (
    <div className="mt-1.5">
      <p className="text-base font-medium">
        {plain(stage.words)}
        {stage.detail !== '' && (
          <span className="font-normal text-muted"> · {plain(stage.detail)}</span>
        )}
      </p>
      {leading ? (
        <p className="mt-1 text-sm">
          <span className="text-muted">Leading hypothesis: </span>
          <Words text={leading.summary} />
        </p>
      ) : lately ? (
        <p className="mt-1 text-sm">
          <span className="text-muted">A possible cause: </span>
          <Words text={lately.claim} />
        </p>
      ) : (
        <p className="mt-1 text-sm text-muted">
          {isOpen(state.status) ? 'No cause is known yet.' : 'It came to no cause.'}
        </p>
      )}
      <p className="mt-1 text-sm text-muted">
        {state.evidence.length} pieces of evidence and {state.findings.length} findings so far.
      </p>
    </div>
  );
}
