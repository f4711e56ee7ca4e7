/** A list of the API that comes in pages, read page by page. */

import { type UseInfiniteQueryResult, useInfiniteQuery } from '@tanstack/react-query';

export interface Pages<Item> {
  items: Item[];
  /** Nothing has come yet. */
  isFirst: boolean;
  error: unknown;
  hasMore: boolean;
  isReading: boolean;
  readMore: () => void;
  readAgain: () => void;
}

/**
 * The items of all pages that were read so far. `read` is given the `next` of the page before,
 * undefined for the first; `seconds` reads them anew that often.
 */
export function usePages<Page extends { next?: string | null }, Item>(asked: {
  key: readonly unknown[];
  read: (next: string | undefined, signal: AbortSignal) => Promise<Page>;
  items: (page: Page) => Item[];
  seconds?: number;
}): Pages<Item> {
  const found: UseInfiniteQueryResult<{ pages: Page[] }> = useInfiniteQuery({
    queryKey: ['pages', ...asked.key],
    queryFn: ({ pageParam, signal }) => asked.read(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: Page) => page.next ?? undefined,
    ...(asked.seconds !== undefined && { refetchInterval: asked.seconds * 1000 }),
  });
  return {
    items: found.data?.pages.flatMap(asked.items) ?? [],
    isFirst: found.isPending,
    error: found.error,
    hasMore: found.hasNextPage,
    isReading: found.isFetchingNextPage,
    readMore: () => void found.fetchNextPage(),
    readAgain: () => void found.refetch(),
  };
}
