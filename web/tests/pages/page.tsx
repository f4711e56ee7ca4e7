/** A page as the console shows it, over a fake API. */

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render } from '@testing-library/react';
import type { ComponentType } from 'react';
import { afterEach } from 'vitest';
import { Router } from 'wouter';
import { memoryLocation } from 'wouter/memory-location';
import type { Problem } from '../../src/api/types';
import { type Services, ServicesProvider } from '../../src/app/services';
import { type Asked, clientOf } from '../api/server';

type Answer = unknown | ((asked: Asked) => unknown);

afterEach(cleanup);

/**
 * Shows a page. `api` has an answer, or what makes one of a request, for each `METHOD /path`;
 * what it throws is a lost connection. `went` are the addresses that the page went to.
 */
export function showPage(
  Page: ComponentType<{ params: Record<string, string> }>,
  options: {
    api: Record<string, Answer>;
    params?: Record<string, string>;
    at?: string;
    services?: Partial<Services>;
  },
) {
  const { client, asked } = clientOf(async (request) => {
    const answer = options.api[`${request.method} ${request.path}`];
    const given = typeof answer === 'function' ? await answer(request) : answer;
    if (given === undefined) {
      return problem({ status: 404, title: 'Not found', detail: `no ${request.path} here` });
    }
    return given instanceof Response ? given : Response.json(given);
  });
  const services = { client, config: {}, identity: {}, ...options.services } as unknown as Services;
  const [path = '/', search = ''] = (options.at ?? '/').split('?');
  const { hook, searchHook, history } = memoryLocation({
    path,
    searchPath: search,
    record: true,
  });
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const shown = render(
    <QueryClientProvider client={queries}>
      <ServicesProvider services={services}>
        <Router hook={hook} searchHook={searchHook}>
          <Page params={options.params ?? {}} />
        </Router>
      </ServicesProvider>
    </QueryClientProvider>,
  );
  return { ...shown, asked, went: history };
}

export function problem(body: Partial<Problem> & { status: number }): Response {
  return Response.json({ type: 'about:blank', retryable: false, ...body }, { status: body.status });
}
