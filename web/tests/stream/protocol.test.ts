import { describe, expect, test } from 'vitest';
import { Follower } from '../../src/stream/follower';
import { EventOrder, Transcript } from '../../src/stream/ordering';
import type { Status } from '../../src/stream/ports';
import type { Item } from '../../src/stream/reading';
import { event, orderCases, type StreamCase, streamCases, transcriptCases } from './cases';
import { FakeClock, FakeLog, FakeNetwork } from './world';

const TRIES = 8;

/** What happened when the client followed the stream of a case, in the words of the cases. */
async function run(recorded: StreamCase) {
  const log = new FakeLog(recorded.log, recorded.written);
  const clock = new FakeClock();
  const network = new FakeNetwork(log, recorded.connections, clock);
  const out: Item[] = [];
  const statuses: Status[] = [];
  const follower = new Follower(
    log,
    network.connect,
    { items: (items) => out.push(...items), status: (status) => statuses.push(status) },
    { tries: TRIES, clock, dice: () => 1 },
  );

  await follower.follow();

  return { log, network, clock, out, statuses };
}

function ending(status: Status | undefined): unknown {
  if (status?.state !== 'failed') {
    return status?.state;
  }
  const { error } = status;
  return 'status' in error ? { status: error.status, detail: error.detail } : 'lost';
}

describe('a recorded stream comes out as it must', () => {
  test.each(streamCases())('%s', async (_, recorded) => {
    const { log, network, clock, out, statuses } = await run(recorded);

    const { sockets, addresses } = network;
    const sent = sockets.flatMap((socket) => socket.sent);
    const seen: Record<string, unknown> = {
      out: out.map((item) => ('seq' in item ? item.seq : item)),
      opened: log.opened,
      asked: log.asked,
      subscribed: sent.filter(({ action }) => action === 'subscribe').map(({ after }) => after),
      waited: sockets.flatMap((socket) => socket.waited),
      pauses: clock.pauses,
      ends: ending(statuses.at(-1)),
      // The page hears of every connection; that the first one stands is said once in a terminal.
      listens: Math.min(1, statuses.filter(({ state }) => state === 'live').length),
    };
    const expected = { ends: 'ended', listens: sockets.length > 0 ? 1 : 0, ...recorded.expect };
    const looked = Object.fromEntries(Object.keys(expected).map((field) => [field, seen[field]]));
    expect(looked).toEqual(expected);
    expect(sockets.every((socket) => socket.closed)).toBe(true);
    expect(new Set(addresses).size).toBe(addresses.length); // a ticket works once
  });
});

describe('events are ready when those before them are', () => {
  test.each(orderCases())('$about', ({ after, steps }) => {
    const order = new EventOrder(after);

    for (const step of steps) {
      order.announce(step.announce ?? 0);
      const ready = [
        ...order.add((step.add ?? []).map((seq) => event({ seq }))),
        ...order.addFromLog((step.addFromLog ?? []).map((seq) => event({ seq }))),
      ];
      expect(ready.map(({ seq }) => seq)).toEqual(step.ready);
      expect(order.hasHole).toBe(step.hole);
    }
  });
});

describe('text comes out as soon as it can be read on', () => {
  test.each(transcriptCases())('$about', ({ steps, text }) => {
    const transcript = new Transcript();

    for (const { place, complete, reset, out } of steps) {
      const texts = [
        ...(place ? transcript.place(...place) : []),
        ...(complete ? transcript.complete(...complete) : []),
        ...(reset ? transcript.reset(reset) : []),
      ];
      expect(texts).toEqual(out);
    }
    for (const [message, whole] of Object.entries(text)) {
      expect(transcript.text(message)).toBe(whole);
    }
  });
});
