/** How pages ask the API: what is tried again, and what sends a person to the sign-in. */

import { QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiError } from '../api/errors';

const TRIES = 3;

/** Refusals are final; everything that may pass is tried again. */
export function isWorthRetrying(failures: number, error: Error): boolean {
  return failures < TRIES && (!(error instanceof ApiError) || error.retryable);
}

export function newQueries(onSignedOut: () => void): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({
      onError: (error) => {
        if (error instanceof ApiError && error.status === 401) {
          onSignedOut();
        }
      },
    }),
    defaultOptions: {
      queries: {
        retry: isWorthRetrying,
        retryDelay: (failures, error) => waitBefore(failures, error),
        staleTime: 5_000,
      },
    },
  });
}

function waitBefore(failures: number, error: Error): number {
  const asked = error instanceof ApiError ? error.retryAfter : null;
  return asked === null ? Math.min(1000 * 2 ** failures, 10_000) : asked * 1000;
}
