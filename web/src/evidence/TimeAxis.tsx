/** Metrics, error counts, changes, the onset and the alarm on one time axis. */

import { useQueries, useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useMemo, useState } from 'react';
import type { DiagnosisState } from '../fold/diagnosis';
import { Empty, Loading } from '../ui/parts';
import { axisOf, evidenceOfAxis } from './axis/axis';
import { lightOf } from './axis/lighting';
import { type EvidenceSource, evidenceQuery, foundOf } from './source';

const AxisView = lazy(() => import('./axis/AxisView'));

export interface TimeAxisProps {
  state: DiagnosisState;
  source: EvidenceSource;
  /** The evidence of the claim that is pointed at: its lanes, points and markers are lit. */
  lit?: readonly string[];
  /** Its words: with them only what it names is lit, of all that its evidence holds. */
  litClaim?: string;
  onOpen?: (evidenceId: string) => void;
}

const NOTHING: readonly string[] = [];

/** It fetches what it draws: the newest evidence of each tool that has times. */
export function TimeAxis(props: TimeAxisProps) {
  const { state, source, lit = NOTHING, litClaim } = props;
  const wanted = evidenceOfAxis(state.evidence);
  const { found, isLoading } = useQueries({
    queries: wanted.map((id) => evidenceQuery(source, id)),
    combine: foundOf,
  });
  const day = useDayBefore(state, source, wanted);
  const axis = useMemo(() => axisOf(state, found, day.data), [state, found, day.data]);
  const light = useMemo(
    () => lightOf(state.evidence, lit, litClaim),
    [state.evidence, lit, litClaim],
  );
  if (axis === null || (wanted.length === 0 && axis.events.length === 0)) {
    return <Empty>Nothing with a time on it has been found yet.</Empty>;
  }
  if (isLoading && found.length === 0) {
    return <Waiting />;
  }
  return (
    <>
      {!isLoading && found.length < wanted.length && (
        <p className="text-sm text-muted">
          Some raw results are not kept any more or could not be read: what they hold is missing
          here.
        </p>
      )}
      <Suspense fallback={<Waiting />}>
        <AxisView
          axis={axis}
          light={light}
          day={day.offer}
          {...(props.onOpen ? { onOpen: props.onOpen } : {})}
        />
      </Suspense>
    </>
  );
}

/** About as high as what comes, so that what stands below it hardly moves. */
function Waiting() {
  return (
    <div className="min-h-112">
      <Loading what="the time axis" />
    </div>
  );
}

const DAY = 86_400_000;
const MOST_SERIES = 50;

/** The metrics of a day before the incident, when they are asked for: they are read from CloudWatch. */
function useDayBefore(state: DiagnosisState, source: EvidenceSource, drawn: readonly string[]) {
  const [asked, setAsked] = useState(false);
  const of = state.evidence.find(({ id, tool }) => tool === 'query_metrics' && drawn.includes(id));
  const { window } = state;
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: ['evidence', source.key, of?.id, 'day-before', window?.start],
    queryFn: async ({ signal }) => {
      const start = new Date(Date.parse(window?.start ?? '') - DAY).toISOString();
      const query = { start, end: window?.end ?? '', limit: MOST_SERIES };
      return (await source.series?.(of?.id ?? '', query, signal)) ?? null;
    },
    enabled: asked,
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const isOffered = of !== undefined && source.series !== undefined && window && !data;
  const ask = () => (asked ? void refetch() : setAsked(true));
  return { data: data ?? undefined, offer: isOffered ? { ask, isFetching, error } : null };
}
