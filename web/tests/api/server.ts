/** A fake of `fetch` that notes the requests and answers what it was given. */

import { Client } from '../../src/api/client';
import type { Setup } from '../../src/api/transport';

export interface Asked {
  method: string;
  path: string;
  search: string;
  headers: Headers;
  body: unknown;
}

export function clientOf(
  answer: (asked: Asked) => Response | Promise<Response> = () => Response.json({}),
  token: () => string | null | Promise<string | null> = () => 'token-1',
) {
  const asked: Asked[] = [];
  const setup: Setup = {
    url: 'https://api.example',
    token,
    async fetch(input, init) {
      const url = new URL(String(input));
      const request: Asked = {
        method: init?.method ?? 'GET',
        path: url.pathname,
        search: url.search,
        headers: new Headers(init?.headers),
        body: typeof init?.body === 'string' ? JSON.parse(init.body) : undefined,
      };
      asked.push(request);
      init?.signal?.throwIfAborted();
      return answer(request);
    },
  };
  return { client: new Client(setup), setup, asked };
}
