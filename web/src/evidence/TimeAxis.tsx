/** Metrics, error counts, changes, the onset and the alarm on one time axis. */

import { useQueries } from '@tanstack/react-query';
import { lazy, Suspense, useMemo } from 'react';
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
  const axis = useMemo(() => axisOf(state, found), [state, found]);
  const light = useMemo(
    () => lightOf(state.evidence, lit, litClaim),
    [state.evidence, lit, litClaim],
  );
  if (axis === null || (wanted.length === 0 && axis.events.length === 0)) {
    return <Empty>Nothing with a time on it has been found yet.</Empty>;
  }
  if (isLoading && found.length === 0) {
    return <Loading what="the time axis" />;
  }
  return (
    <>
      {!isLoading && found.length < wanted.length && (
        <p className="text-sm text-muted">
          Some raw results are not kept any more or could not be read: what they hold is missing
          here.
        </p>
      )}
      <Suspense fallback={<Loading what="the time axis" />}>
        <AxisView axis={axis} light={light} {...(props.onOpen ? { onOpen: props.onOpen } : {})} />
      </Suspense>
    </>
  );
}
