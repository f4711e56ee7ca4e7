/** One HTTP request to the API: the token goes out, JSON or a typed error comes back. */

import { ApiError, ConnectionLost } from './errors';

export const ANSWER_SECONDS = 35;

export interface Setup {
  /** The address of the API, without a slash at its end. */
  url: string;
  /** The token of whoever is signed in; null before they are. Asked for at every request. */
  token: () => string | null | Promise<string | null>;
  fetch?: typeof fetch;
}

export interface Request {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  path: string;
  query?: Record<string, string | number | null | undefined>;
  body?: unknown;
  headers?: Record<string, string>;
  /** Statuses whose body is an answer though they tell of a failure. */
  answers?: readonly number[];
  /** It is answered to anybody, without a token too. */
  isOpen?: boolean;
  signal?: AbortSignal | undefined;
}

/** A path whose parts are escaped: path`/api/workloads/${id}`. */
export function path(parts: TemplateStringsArray, ...ids: string[]): string {
  return String.raw({ raw: parts }, ...ids.map(encodeURIComponent));
}

/**
 * The body of the answer as text.
 *
 * Throws ApiError when the API refuses, ConnectionLost when nobody answers in time, and what the
 * signal was aborted with. Without a token nothing is sent that needs one: API Gateway's refusal has
 * no CORS headers, so a page could not tell it from a lost network.
 */
export async function send(setup: Setup, request: Request): Promise<string> {
  const token = await setup.token();
  if (token === null && !request.isOpen) {
    throw new ApiError(401, 'Not signed in', 'Sign in again to go on.', false);
  }
  const headers = new Headers({ Accept: 'application/json', ...request.headers });
  if (token !== null) {
    headers.set('Authorization', `Bearer ${token}`);
  }
  const init: RequestInit = { method: request.method, headers, cache: 'no-store' };
  if (request.body !== undefined) {
    headers.set('Content-Type', 'application/json');
    init.body = JSON.stringify(request.body);
  }
  const patience = AbortSignal.timeout(ANSWER_SECONDS * 1000);
  init.signal = request.signal ? AbortSignal.any([request.signal, patience]) : patience;
  let response: Response;
  let text: string;
  try {
    response = await (setup.fetch ?? fetch)(`${setup.url}${target(request)}`, init);
    text = await response.text();
  } catch (error) {
    request.signal?.throwIfAborted();
    throw new ConnectionLost('Casebook does not answer.', { cause: error });
  }
  if (!response.ok && !request.answers?.includes(response.status)) {
    throw ApiError.of(response.status, problem(text), response.headers.get('Retry-After'));
  }
  return text;
}

function target({ path, query = {} }: Request): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== null);
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
  return given.length === 0 ? path : `${path}?${search}`;
}

function problem(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // a proxy's page says nothing to a person
  }
}
