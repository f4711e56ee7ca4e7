/**
 * What goes wrong between the page and the API.
 *
 *     Error
 *     ├── ApiError        the API answered, and not with what was asked
 *     └── ConnectionLost  nobody answered; trying again may help
 */

import type { FieldError, Problem } from './types';

const RETRYABLE_BY_GATEWAY: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/** A problem body (RFC 9457) of Casebook's API, or whatever came in its place. */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  constructor(
    readonly status: number,
    readonly title: string,
    /** What the server says to do about it, in its own words. */
    readonly detail: string,
    /** Whether the same request may succeed later. */
    readonly retryable: boolean,
    /** After how many seconds, where the server knows. */
    readonly retryAfter: number | null = null,
    /** Every field of the request that is wrong. */
    readonly fields: readonly FieldError[] = [],
    /** The diagnosis that is in the way. */
    readonly diagnosisId: string | null = null,
  ) {
    super(detail);
  }

  /** The error that a body tells of, whoever wrote it: Casebook, API Gateway or a proxy. */
  static of(status: number, body: unknown, retryAfterHeader: string | null = null): ApiError {
    const problem: Partial<Problem> & { message?: unknown } =
      typeof body === 'object' && body !== null ? body : {};
    const title = problem.title ?? `HTTP ${status}`;
    const said = [problem.detail, problem.title, problem.message].find(
      (words) => typeof words === 'string' && words !== '',
    );
    return new ApiError(
      status,
      title,
      String(said ?? 'The server gave no explanation.'),
      problem.retryable ?? RETRYABLE_BY_GATEWAY.has(status),
      problem.retryAfterSeconds ?? seconds(retryAfterHeader),
      problem.errors ?? [],
      problem.diagnosisId ?? null,
    );
  }
}

/** The connection broke, or could not be opened. */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost';
}

function seconds(header: string | null): number | null {
  return header !== null && /^\d+$/.test(header) ? Number(header) : null;
}
