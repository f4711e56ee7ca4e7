import { expect, test } from 'vitest';
import { ConnectionLost } from '../../src/api/errors';
import type { Clock } from '../../src/stream/ports';
import { connectWith, OPEN_SECONDS, type RawSocket } from '../../src/stream/socket';

/** A browser's WebSocket whose events the test fires. */
class FakeRaw extends EventTarget {
  readonly sent: string[] = [];
  closed = false;

  send(text: string): void {
    this.sent.push(text);
  }

  close(): void {
    this.closed = true;
  }

  says(frame: string): void {
    this.dispatchEvent(new MessageEvent('message', { data: frame }));
  }

  breaks(code: number, reason = ''): void {
    this.dispatchEvent(Object.assign(new Event('close'), { code, reason }));
  }
}

/** Alarms that go off when the test says so. */
class ManualClock implements Clock {
  readonly alarms = new Map<object, { seconds: number; callback: () => void }>();

  now(): number {
    return 0;
  }

  after(seconds: number, callback: () => void): () => void {
    const key = {};
    this.alarms.set(key, { seconds, callback });
    return () => this.alarms.delete(key);
  }

  pass(): void {
    const due = [...this.alarms.values()];
    this.alarms.clear();
    for (const { callback } of due) {
      callback();
    }
  }

  get waiting(): number[] {
    return [...this.alarms.values()].map(({ seconds }) => seconds);
  }
}

function connecting() {
  const raw = new FakeRaw();
  const clock = new ManualClock();
  const stopping = new AbortController();
  const connect = connectWith(() => raw as unknown as RawSocket, clock);
  return { raw, clock, stopping, socket: connect('wss://here?ticket=1', stopping.signal) };
}

async function connected() {
  const parts = connecting();
  parts.raw.dispatchEvent(new Event('open'));
  return { ...parts, socket: await parts.socket };
}

test('frames come in the order in which they were said, whether waited for or not', async () => {
  const { raw, socket, clock } = await connected();

  raw.says('one');
  raw.says('two');
  expect(await socket.receive(5)).toBe('one');
  expect(await socket.receive(5)).toBe('two');
  const third = socket.receive(5);
  expect(clock.waiting).toEqual([5]);
  raw.says('three');

  expect(await third).toBe('three');
  expect(clock.waiting).toEqual([]);
});

test('nothing in time is null, and what comes later is not lost', async () => {
  const { raw, socket, clock } = await connected();

  const first = socket.receive(0.25);
  clock.pass();
  expect(await first).toBeNull();
  raw.says('late');

  expect(await socket.receive(5)).toBe('late');
});

test('what had come before it broke is still handed out', async () => {
  const { raw, socket } = await connected();
  raw.says('last words');
  raw.breaks(1006);

  expect(await socket.receive(5)).toBe('last words');
  await expect(socket.receive(5)).rejects.toThrow(ConnectionLost);
  expect(() => socket.send('anything')).toThrow(ConnectionLost);
});

test('who waits for a frame hears that the connection broke, and why', async () => {
  const { raw, socket } = await connected();

  const frame = socket.receive(5);
  raw.breaks(1001, 'Going away');

  await expect(frame).rejects.toThrow('Going away');
});

test('closing it ends the waiting', async () => {
  const { raw, socket } = await connected();

  const frame = socket.receive(5);
  socket.close();

  await expect(frame).rejects.toThrow(ConnectionLost);
  expect(raw.closed).toBe(true);
});

test('a handshake that is refused is a lost connection', async () => {
  const { raw, socket } = connecting();

  raw.breaks(1006);

  await expect(socket).rejects.toThrow(ConnectionLost);
});

test('an error is a lost connection, whether or not a close follows it', async () => {
  const { raw, socket } = connecting();

  raw.dispatchEvent(new Event('error'));

  await expect(socket).rejects.toThrow('the WebSocket failed');
});

test('a handshake that takes too long is given up', async () => {
  const { raw, socket, clock } = connecting();
  expect(clock.waiting).toEqual([OPEN_SECONDS]);

  clock.pass();

  await expect(socket).rejects.toThrow('the WebSocket did not open');
  expect(raw.closed).toBe(true);
});

test('a handshake can be stopped', async () => {
  const { raw, socket, stopping } = connecting();

  stopping.abort();

  await expect(socket).rejects.toThrow();
  expect(raw.closed).toBe(true);
});
