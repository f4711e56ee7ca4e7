/** One diagnosis, live or long over: the same events, the same folds, the same view. */

import { useCallback, useEffect, useRef, useState } from 'react';
import { ApiError, ConnectionLost } from '../../api/errors';
import { useServices } from '../../app/services';
import { DiagnosisHistory } from '../../fold/history';
import type { Event } from '../../stream/events';
import { Follower } from '../../stream/follower';
import { FINAL_TYPES } from '../../stream/frames';
import type { Connect, Status } from '../../stream/ports';
import { connectWith } from '../../stream/socket';
import { diagnosisSource } from '../../stream/sources';
import { loadEvents } from './loading';

/** Events that come close together are folded and shown at once. */
const GATHER_MS = 60;

export interface FollowedDiagnosis {
  history: DiagnosisHistory;
  /** Grows with every batch that `history` has taken. */
  seq: number;
  /** Whether everything that had happened when the page was opened is there. */
  loaded: boolean;
  /** Why it cannot be shown at all. */
  error: Error | null;
  status: Status;
  retryNow: () => void;
  /** Begins anew where it failed. */
  restart: () => void;
}

/**
 * Loads and follows the diagnosis. A sign-in that has expired leads to managed login and back to
 * this address. `connect` opens WebSockets; tests put their own in its place.
 */
export function useDiagnosis(diagnosisId: string, connect?: Connect): FollowedDiagnosis {
  const { client, identity } = useServices();
  const [attempt, setAttempt] = useState(0);
  const [shown, setShown] = useState(() => beginning(diagnosisId));
  const follower = useRef<Follower | null>(null);
  const history = useRef(shown.history);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `attempt` begins anew
  useEffect(() => {
    const stopping = new AbortController();
    if (history.current.now.state.diagnosisId !== diagnosisId) {
      history.current = new DiagnosisHistory(diagnosisId);
    }
    const known = history.current;
    let gathered: Event[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const show = (more: Partial<Shown>) => {
      if (!stopping.signal.aborted) {
        setShown((before) => ({ ...before, ...more, history: known, seq: known.now.state.seq }));
      }
    };
    const flush = () => {
      clearTimeout(timer);
      timer = undefined;
      if (stopping.signal.aborted) {
        return;
      }
      known.append(gathered);
      gathered = [];
      show({});
    };
    const take = (events: readonly Event[]) => {
      for (const event of events) {
        gathered.push(event);
      }
      timer ??= setTimeout(flush, GATHER_MS);
    };
    const fail = (error: ApiError | ConnectionLost) => {
      if (error instanceof ApiError && error.status === 401) {
        const { pathname, search, hash } = window.location;
        identity.signIn(`${pathname}${search}${hash}`).catch(() => {});
      }
      show({ status: { state: 'failed', error } });
    };
    const begin = async () => {
      show({ status: { state: 'connecting' }, error: null });
      await loadEvents(client, diagnosisId, known.events.length, take, stopping.signal);
      flush();
      if (stopping.signal.aborted) {
        return;
      }
      show({ loaded: true });
      if (FINAL_TYPES.has(known.events.at(-1)?.type ?? '')) {
        show({ status: { state: 'ended' } });
        return;
      }
      const following = new Follower(
        diagnosisSource(client, diagnosisId),
        connect ?? connectWith(),
        {
          items: (items) => take(items.filter((item): item is Event => 'seq' in item)),
          status: (status) => {
            flush();
            return status.state === 'failed' ? fail(status.error) : show({ status });
          },
        },
        { after: known.now.state.seq },
      );
      follower.current = following;
      await following.follow();
    };
    begin().catch((error: Error) => {
      if (stopping.signal.aborted) {
        return;
      }
      show({ error });
      if (error instanceof ApiError || error instanceof ConnectionLost) {
        fail(error);
      }
    });
    return () => {
      stopping.abort();
      clearTimeout(timer);
      follower.current?.stop();
      follower.current = null;
    };
  }, [client, identity, diagnosisId, connect, attempt]);

  const retryNow = useCallback(() => follower.current?.retryNow(), []);
  const restart = useCallback(() => setAttempt((before) => before + 1), []);
  const isThis = shown.history.now.state.diagnosisId === diagnosisId;
  return { ...(isThis ? shown : beginning(diagnosisId)), retryNow, restart };
}

type Shown = Omit<FollowedDiagnosis, 'retryNow' | 'restart'>;

function beginning(diagnosisId: string): Shown {
  const history = new DiagnosisHistory(diagnosisId);
  return { history, seq: 0, loaded: false, error: null, status: { state: 'connecting' } };
}
