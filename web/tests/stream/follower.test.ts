import { expect, test } from 'vitest';
import { ApiError, ConnectionLost } from '../../src/api/errors';
import { Follower, POLL_PAUSE_SECONDS, POLLING_SECONDS } from '../../src/stream/follower';
import type { Connect, Source, Status } from '../../src/stream/ports';
import type { Item } from '../../src/stream/reading';
import { event, type Step } from './cases';
import { FakeClock, FakeLog, FakeNetwork } from './world';

const LOG = [
  { seq: 1, type: 'tool-started' },
  { seq: 2, type: 'tool-started' },
  { seq: 3, type: 'diagnosis-concluded' },
];
const ALL: Step[] = [{ event: 1 }, { event: 2 }, { event: 3 }];
const KEEP_ALIVE: Step = { frame: { type: 'keep-alive', at: '2026-11-21T12:00:00.000Z' } };

function following(source: Source, connect: Connect, clock = new FakeClock(), tries = 8) {
  const out: Item[] = [];
  const statuses: Status[] = [];
  const listener = {
    items: (items: readonly Item[]) => out.push(...items),
    status: (status: Status) => statuses.push(status),
  };
  const follower = new Follower(source, connect, listener, { clock, tries, dice: () => 1 });
  return { follower, out, statuses, clock };
}

const seqs = (items: readonly Item[]) => items.flatMap((item) => ('seq' in item ? item.seq : []));

test('the banner hears of each turn, and when the next try begins', async () => {
  const log = new FakeLog(LOG);
  const network = new FakeNetwork(log, [[{ event: 1 }], 'refused', [{ event: 2 }, { event: 3 }]]);
  const { follower, statuses } = following(log, network.connect);

  await follower.follow();

  expect(statuses).toEqual([
    { state: 'connecting' },
    { state: 'live', polling: false },
    { state: 'reconnecting', at: 250, reason: 'broken' },
    { state: 'reconnecting', at: 250 + 500, reason: 'refused' },
    { state: 'live', polling: false },
    { state: 'ended' },
  ]);
});

test('what the API refuses for good fails, and what passes is tried again when it says', async () => {
  const log = new FakeLog(LOG, 3);
  const busy = new ApiError(429, 'A limit is reached', 'wait', true, 30);
  const answers = [busy, new ApiError(401, 'Unauthorized', 'sign in again', false)];
  const refusing: Source = {
    stream: log.stream,
    open: () => Promise.reject(answers.shift()),
    events: (after) => log.events(after),
  };
  const { follower, statuses, clock } = following(refusing, new FakeNetwork(log, []).connect);

  await follower.follow();

  expect(clock.pauses).toEqual([30]);
  expect(statuses.at(-1)).toMatchObject({ state: 'failed', error: { status: 401 } });
});

test('a page that is open never gives up by itself', async () => {
  const log = new FakeLog(LOG);
  const network = new FakeNetwork(log, [...Array(50).fill('refused'), ALL]);
  const { follower, out } = following(log, network.connect, new FakeClock(), Infinity);

  await follower.follow();

  expect(seqs(out)).toEqual([1, 2, 3]);
});

test('a silent socket is pinged, and asked about less and less often while it answers', async () => {
  const log = new FakeLog(LOG);
  const quiet: Step[] = Array(6)
    .fill([{ quiet: true }, KEEP_ALIVE])
    .flat();
  const network = new FakeNetwork(log, [[...quiet, { event: 1 }, { quiet: true }, ...ALL]]);
  const { follower } = following(log, network.connect);

  await follower.follow();

  const [socket] = network.sockets;
  expect(socket?.waited).toEqual([5, 10, 20, 40, 60, 60, 5]);
  expect(socket?.sent.filter(({ action }) => action === 'ping')).toHaveLength(7);
  expect(log.asked).toHaveLength(7);
});

test('a ping without an answer means that the connection is dead', async () => {
  const log = new FakeLog(LOG);
  const network = new FakeNetwork(log, [[{ quiet: true }, { quiet: true }, ...ALL], ALL]);
  const { follower, statuses } = following(log, network.connect);

  await follower.follow();

  expect(network.sockets).toHaveLength(2);
  expect(network.sockets[0]?.closed).toBe(true);
  expect(statuses[2]).toMatchObject({ reason: 'the connection does not answer' });
});

test('where no WebSocket can be had, the log is polled until the end', async () => {
  const log = new FakeLog(LOG);
  const polled: number[] = [];
  const source: Source = {
    stream: log.stream,
    open: (after) => log.open(after),
    events: (after) => log.events(after),
    async poll(after) {
      polled.push(after);
      log.written = polled.length - 1; // nothing at first, then one more each time
      return log.since(after);
    },
  };
  const { follower, out, statuses, clock } = following(source, new FakeNetwork(log, []).connect);

  await follower.follow();

  expect(seqs(out)).toEqual([1, 2, 3]);
  expect(polled).toEqual([0, 0, 1, 2]);
  expect(statuses.filter(({ state }) => state === 'live')).toEqual([
    { state: 'live', polling: true },
  ]);
  expect(clock.pauses.slice(3)).toEqual([POLL_PAUSE_SECONDS]);
});

test('polling ends when there will be nothing more', async () => {
  const log = new FakeLog(LOG);
  const source = Object.assign(log, { poll: async () => null });
  const { follower, out, statuses } = following(source, new FakeNetwork(log, []).connect);

  await follower.follow();

  expect(out).toEqual([]);
  expect(statuses.at(-1)).toEqual({ state: 'ended' });
});

test('sockets that open and never say a word are none', async () => {
  const log = new FakeLog(LOG);
  const source = Object.assign(log, { poll: async () => ALL_EVENTS });
  const { follower, statuses } = following(source, new FakeNetwork(log, [[], [], []]).connect);

  await follower.follow();

  expect(statuses.at(-2)).toEqual({ state: 'live', polling: true });
  expect(statuses.at(-1)).toEqual({ state: 'ended' });
});

test('a socket that speaks is one, however many were refused before and after', async () => {
  const log = new FakeLog(LOG);
  const source = Object.assign(log, { poll: async () => ALL_EVENTS });
  const twice = ['refused', 'refused'] as const;
  const network = new FakeNetwork(log, [...twice, [{ event: 1 }], ...twice, ALL]);
  const { follower, statuses } = following(source, network.connect);

  await follower.follow();

  expect(statuses).not.toContainEqual({ state: 'live', polling: true });
});

test('pauses are as random as the dice', async () => {
  const log = new FakeLog(LOG);
  const clock = new FakeClock();
  const rolls = [0, 0.5, 1];
  const { connect } = new FakeNetwork(log, ['refused', 'refused', 'refused', ALL]);
  const dice = () => rolls.shift() ?? 1;

  await new Follower(log, connect, { items: () => {} }, { clock, dice }).follow();

  expect(clock.pauses).toEqual([0, 0.25, 1]);
});

test('polling is not for ever: a WebSocket is tried again, and kept if it works', async () => {
  const log = new FakeLog(LOG);
  const source = Object.assign(log, { poll: async () => [] });
  const network = new FakeNetwork(log, ['refused', 'refused', 'refused', 'refused', ALL]);
  const { follower, statuses, clock } = following(source, network.connect);

  await follower.follow();

  expect(statuses.filter(({ state }) => state === 'live')).toEqual([
    { state: 'live', polling: true },
    { state: 'live', polling: true },
    { state: 'live', polling: false },
  ]);
  expect(clock.milliseconds).toBeGreaterThanOrEqual(2 * POLLING_SECONDS * 1000);
});

test('after it is stopped it closes the socket and says nothing more', async () => {
  const log = new FakeLog(LOG);
  const network = new FakeNetwork(log, [ALL]);
  const { follower, out, statuses } = following(log, network.connect);
  const items = out.push.bind(out);
  out.push = (...added) => {
    follower.stop();
    return items(...added);
  };

  await follower.follow();

  expect(seqs(out)).toEqual([1]);
  expect(network.sockets[0]?.closed).toBe(true);
  expect(statuses.at(-1)).toEqual({ state: 'live', polling: false });
});

test('what the log answers after it was stopped is not handed on', async () => {
  const log = new FakeLog(LOG, 3);
  const source: Source = {
    stream: log.stream,
    async open(after) {
      follower.stop();
      return log.open(after);
    },
    events: (after) => log.events(after),
  };
  const { follower, out, statuses } = following(source, new FakeNetwork(log, []).connect);

  await follower.follow();

  expect(out).toEqual([]);
  expect(statuses).toEqual([{ state: 'connecting' }]);
});

test('it can be stopped while it waits for an answer', async () => {
  const waiting: Source = {
    stream: 'dgn_1',
    open: (_, signal) =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
      }),
    events: async () => [],
  };
  const { follower, statuses } = following(waiting, async () => {
    throw new ConnectionLost('refused');
  });

  const followed = follower.follow();
  follower.stop();
  await followed;

  expect(statuses).toEqual([{ state: 'connecting' }]);
});

test('a pause can be cut short, and a stop ends it', async () => {
  const log = new FakeLog(LOG);
  const patient = Object.assign(new FakeClock(), { after: () => () => {} }); // no time passes
  const network = new FakeNetwork(log, ['refused', 'refused']);
  const { follower, statuses } = following(log, network.connect, patient);
  const turns = () => new Promise((resolve) => setImmediate(resolve));

  const followed = follower.follow();
  await turns();
  follower.retryNow();
  await turns();
  expect(network.addresses).toHaveLength(2);
  follower.stop();
  await followed;

  expect(statuses.map(({ state }) => state)).toEqual([
    'connecting',
    'reconnecting',
    'reconnecting',
  ]);
});

const ALL_EVENTS = LOG.map(event);
