import { expect, test } from 'vitest';
import type { Source } from '../../src/stream/ports';
import { diagnosisSource, sessionSource } from '../../src/stream/sources';
import { type Asked, clientOf } from '../api/server';
import { event } from './cases';

const NEVER = new AbortController().signal;
const TICKET = { webSocketUrl: 'wss://live.example/live', ticket: 'a+b/c=', expiresInSeconds: 60 };
const EVENTS = [event({ seq: 4 }), event({ seq: 5 })];

function serverSent(): string {
  const blocks = EVENTS.map(
    (each) => `id: ${each.seq}\nevent: x\ndata: ${JSON.stringify(each)}\n\n`,
  );
  return `retry: 1000\n\n${blocks.join('')}`;
}

function answer({ path, headers }: Asked): Response {
  if (headers.get('Accept') === 'text/event-stream') {
    return new Response(serverSent());
  }
  return Response.json(path.endsWith('/tickets') ? TICKET : { ...TICKET, events: EVENTS });
}

const SOURCES: [string, (client: Parameters<typeof diagnosisSource>[0]) => Source][] = [
  ['a session', (client) => sessionSource(client, 'wkl_1', 'ses_1')],
  ['a diagnosis', (client) => diagnosisSource(client, 'dgn_1')],
];

test.each(SOURCES)('%s opens with a ticket and what is known after a seq', async (_, sourceOf) => {
  const { client, asked } = clientOf(answer);

  const opening = await sourceOf(client).open(3, NEVER);

  expect(opening).toEqual({
    address: 'wss://live.example/live?ticket=a%2Bb%2Fc%3D',
    events: EVENTS,
  });
  expect(asked.some(({ search }) => search.includes('after=3'))).toBe(true);
});

test.each(SOURCES)('%s is read and polled after a seq', async (_, sourceOf) => {
  const { client, asked } = clientOf(answer);
  const source = sourceOf(client);

  expect(await source.events(3, NEVER)).toEqual(EVENTS);
  expect(await source.poll?.(3, NEVER)).toEqual(EVENTS);
  expect(asked.every(({ search }) => search.includes('after=3'))).toBe(true);
});

test('a long poll without news says nothing', async () => {
  const { client } = clientOf(() => new Response('retry: 1000\n: keep-alive\n\n'));

  expect(await sessionSource(client, 'wkl_1', 'ses_1').poll?.(3, NEVER)).toEqual([]);
});

test('a long poll of a stream that has ended says that nothing will come', async () => {
  const { client } = clientOf(() => new Response(null, { status: 204 }));

  expect(await sessionSource(client, 'wkl_1', 'ses_1').poll?.(3, NEVER)).toBeNull();
});

test.each(SOURCES)('%s is read over as many pages as there are', async (_, sourceOf) => {
  const pages: Record<string, object> = {
    '3': { events: [event({ seq: 4 })], next: 4 },
    '4': { events: [], next: 5 },
    '5': { events: [event({ seq: 6 })] },
  };
  const paged = ({ path, search }: Asked) => {
    const page = pages[new URLSearchParams(search).get('after') ?? ''];
    return Response.json(path.endsWith('/tickets') ? TICKET : { ...TICKET, ...page });
  };
  const { client } = clientOf(paged);

  const opening = await sourceOf(client).open(3, NEVER);
  const events = await sourceOf(client).events(3, NEVER);

  expect(opening.events.map(({ seq }) => seq)).toEqual([4, 6]);
  expect(events.map(({ seq }) => seq)).toEqual([4, 6]);
});
