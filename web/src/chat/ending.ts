/** Ending an answer or a session, and knowing one that is over. */

import { ApiError } from '../api/errors';
import type { Clock } from '../stream/ports';

const TRIES = 4;

/** Does it; the error if it cannot be done. While the agent writes it takes some tries. */
export async function insistently(
  act: () => Promise<unknown>,
  clock: Clock,
): Promise<Error | null> {
  for (let tries = 1; ; tries++) {
    try {
      await act();
      return null;
    } catch (error) {
      const isBusy = error instanceof ApiError && error.status === 409 && error.retryable;
      if (!isBusy || tries === TRIES) {
        return error as Error;
      }
      await new Promise<void>((resolve) => void clock.after(error.retryAfter ?? 1, resolve));
    }
  }
}

/** Whether a refusal says that the session takes nothing more, now or ever. */
export function isGone(error: Error | null): boolean {
  return (
    error instanceof ApiError &&
    (error.status === 404 || error.status === 410 || (error.status === 429 && !error.retryable))
  );
}
