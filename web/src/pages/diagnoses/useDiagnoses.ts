/** The list of diagnoses, newest first. */

import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { DiagnosesQuery } from '../../api/client';
import type { DiagnosisSummary } from '../../api/types';
import { useClient } from '../../app/services';
import { isOpen } from '../diagnosis/words';

const PAGE = 30;
const WHILE_OPEN_MS = 4_000;
const ELSE_MS = 20_000;

export interface Diagnoses {
  /** Null until the first page is there. */
  rows: readonly DiagnosisSummary[] | null;
  error: Error | null;
  /** How many have begun since; they are shown when asked for, as rows that are read do not move. */
  fresh: number;
  showFresh: () => void;
  hasMore: boolean;
  showMore: () => void;
  isLoadingMore: boolean;
}

/** Those that match, page by page. What is known of a row is kept up to date while it is open. */
export function useDiagnoses(filter: Omit<DiagnosesQuery, 'limit' | 'before'>): Diagnoses {
  const client = useClient();
  const pages = useInfiniteQuery({
    queryKey: ['diagnoses', 'list', filter],
    queryFn: ({ pageParam, signal }) =>
      client.listAllDiagnoses({ ...filter, limit: PAGE, before: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next ?? null,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  const known = useMemo(
    () => pages.data?.pages.flatMap((page) => page.diagnoses) ?? null,
    [pages.data],
  );
  // Of every state: what was open has ended by now, perhaps.
  const { state: _, ...wide } = filter;
  const newest = useQuery({
    queryKey: ['diagnoses', 'list', 'newest', wide],
    queryFn: ({ signal }) => client.listAllDiagnoses({ ...wide, limit: PAGE }, signal),
    enabled: known !== null,
    refetchInterval: (query) =>
      query.state.data?.diagnoses.some(({ status }) => isOpen(status)) ? WHILE_OPEN_MS : ELSE_MS,
  });
  const lately = newest.data?.diagnoses ?? [];
  const shown = new Map(known?.map((row) => [row.diagnosisId, row]));
  const first = known?.[0]?.startedAt ?? '';
  const fresh = lately.filter(
    (each) => !shown.has(each.diagnosisId) && each.startedAt > first && matches(each, filter.state),
  );
  for (const each of lately) {
    if (shown.has(each.diagnosisId)) {
      shown.set(each.diagnosisId, each);
    }
  }
  // Where nothing is shown, nothing can move.
  const rows = known === null ? null : known.length === 0 ? fresh : [...shown.values()];
  return {
    rows,
    error: pages.error,
    fresh: known === null || known.length === 0 ? 0 : fresh.length,
    showFresh: () => void pages.refetch(),
    hasMore: pages.hasNextPage,
    showMore: () => void pages.fetchNextPage(),
    isLoadingMore: pages.isFetchingNextPage,
  };
}

function matches({ status }: DiagnosisSummary, state: DiagnosesQuery['state']): boolean {
  return state === undefined || isOpen(status) === (state === 'open');
}
