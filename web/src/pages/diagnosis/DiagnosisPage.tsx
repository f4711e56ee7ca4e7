/** One diagnosis, live and afterwards. */

import { useCallback, useDeferredValue, useEffect, useMemo, useState } from 'react';
import { ApiError } from '../../api/errors';
import { NotFound } from '../../app/NotFound';
import { useClient, useServices } from '../../app/services';
import { EvidencePanel } from '../../evidence/EvidencePanel';
import { diagnosisEvidence } from '../../evidence/source';
import type { DiagnosisState, DiagnosisView } from '../../fold/diagnosis';
import { ConnectionBanner } from '../../ui/ConnectionBanner';
import { Failure } from '../../ui/failure';
import { Loading, PageTitle } from '../../ui/parts';
import { plain, shortened } from '../../ui/plain';
import { standingOf } from '../../ui/standing';
import { Controls } from './Controls';
import { type Cited, CitedProvider, type Numbered } from './claims';
import { Head } from './Head';
import { Pointing } from './pointing';
import { ReplayBar } from './ReplayBar';
import { RunAgain, type RunAgainFrom } from './RunAgain';
import { useAnchor, useScrollTo } from './useAnchor';
import { useAnnouncements } from './useAnnouncements';
import { type FollowedDiagnosis, useDiagnosis } from './useDiagnosis';
import { useQueuePlace } from './useQueuePlace';
import { useReplay } from './useReplay';
import { View } from './View';
import { count, isOpen, titleOf } from './words';

export default function DiagnosisPage(props: { params: Record<string, string> }) {
  const { diagnosisId = '' } = props.params;
  return <OneDiagnosis key={diagnosisId} followed={useDiagnosis(diagnosisId)} />;
}

function OneDiagnosis({ followed }: { followed: FollowedDiagnosis }) {
  const { error, loaded, seq, restart } = followed;
  if (error instanceof ApiError && error.status === 404) {
    return <NotFound what="diagnosis" />;
  }
  if (!loaded) {
    return (
      <>
        <PageTitle>Diagnosis</PageTitle>
        {error === null ? (
          <Loading what={seq === 0 ? 'the diagnosis' : `the diagnosis: ${count(seq)} events`} />
        ) : (
          <Failure error={error} retry={restart} />
        )}
      </>
    );
  }
  return <Loaded followed={followed} />;
}

function Loaded({ followed }: { followed: FollowedDiagnosis }) {
  const { history, seq, status, retryNow, restart } = followed;
  const replay = useReplay(seq);
  // The slider stays quick while the page behind it is still being drawn.
  const shownSeq = useDeferredValue(replay.seq);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `history` says by `seq` that it has grown
  const view = useMemo(
    () => (shownSeq === null ? history.now : history.at(shownSeq)),
    [history, shownSeq, seq],
  );
  const events = useMemo(() => history.events.slice(0, view.state.seq), [history, view]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: as above
  const allEvents = useMemo(() => history.events.slice(), [history, seq]);
  const pointing = useMemo(() => new Pointing(), []);
  const [panel, setPanel] = useState<{ id: string; quoted: readonly string[] } | null>(null);
  const [rerun, setRerun] = useState<RunAgainFrom | null>(null);
  const anchor = useAnchor();
  const place = useQueuePlace(history.now.state);
  const announced = useAnnouncements(history.now, replay.seq !== null, place);
  const { say } = announced;
  const opened = panel?.id ?? null;
  const { startedAt } = history.now.state;
  const cited = useMemo<Cited>(
    () => ({
      opened,
      marked: anchor,
      open: (id, quoted = []) => setPanel({ id, quoted }),
      point: pointing.at,
      say,
      day: new Date(startedAt ?? Date.now()),
    }),
    [opened, anchor, pointing, say, startedAt],
  );
  const numbered = useNumbered(history.now.state);
  useScrollTo(anchor, true);
  useEffect(() => {
    if (anchor.startsWith('evidence-')) {
      setPanel({ id: anchor.slice('evidence-'.length), quoted: [] });
    }
  }, [anchor]);
  const client = useClient();
  const { config } = useServices();
  const { diagnosisId } = history.now.state;
  const source = useMemo(() => diagnosisEvidence(client, diagnosisId), [client, diagnosisId]);
  const runAgain = useCallback((fromSeq: number, step: string) => setRerun({ fromSeq, step }), []);
  const onOpen = useCallback((id: string) => setPanel({ id, quoted: [] }), []);
  return (
    <CitedProvider cited={cited} numbered={numbered}>
      <PageTitle tab={tabOf(history.now)}>{plain(shortened(titleOf(view), 200))}</PageTitle>
      <p role="status" className="sr-only">
        {announced.words}
      </p>
      <div className="flex flex-col gap-4">
        <Head view={view} place={place} />
        <Controls
          history={history}
          isQueued={place !== null}
          onRunAgain={() => setRerun({ fromSeq: null, step: '' })}
        />
        <View
          view={view}
          events={events}
          source={source}
          pointing={pointing}
          onOpen={onOpen}
          runAgain={isOpen(history.now.state.status) ? null : runAgain}
        />
      </div>
      <div className="sticky bottom-0 z-10 -mx-4 mt-4 print:hidden">
        <ConnectionBanner place="box" status={status} retryNow={retryNow} restart={restart} />
        <ReplayBar events={allEvents} replay={replay} />
      </div>
      {panel && (
        <EvidencePanel
          source={source}
          evidenceId={panel.id}
          quoted={panel.quoted}
          region={config.region}
          onClose={() => setPanel(null)}
        />
      )}
      {rerun && <RunAgain diagnosisId={diagnosisId} from={rerun} onClose={() => setRerun(null)} />}
    </CitedProvider>
  );
}

/** Of several open tabs, which one has an answer: `Cause confirmed: checkout-errors`. */
function tabOf(now: DiagnosisView): string {
  const [standing] = standingOf(now.state.status, now.state.report?.verdict);
  return `${standing}: ${plain(shortened(titleOf(now), 60))}`;
}

/** In the past, too, evidence has the number that it has now. */
function useNumbered({ evidence }: DiagnosisState): Numbered {
  return useMemo(
    () =>
      new Map(evidence.map((piece, place) => [piece.id, { number: place + 1, evidence: piece }])),
    [evidence],
  );
}
