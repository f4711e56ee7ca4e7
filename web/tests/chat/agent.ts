/**
 * A fake of Casebook's chat: sessions with their logs over HTTP, and sockets that push what is
 * written. It keeps the promises of docs/api.md: events are in the log before they are sent, the
 * same clientMessageId is taken once, an ended session answers 410.
 */

import { ConnectionLost } from '../../src/api/errors';
import type { Event } from '../../src/stream/events';
import type { Connect, Socket } from '../../src/stream/ports';
import { type Asked, clientOf } from '../api/server';

export const WORKLOAD = 'wkl_1';
export const AT = '2026-11-21T12:00:00.000Z';

type Answer = () => Response | Promise<Response>;

export class FakeAgent {
  readonly logs = new Map<string, Event[]>();
  readonly sockets: PushedSocket[] = [];
  /** What the next requests of a kind answer in the place of the real thing, or after it. */
  readonly instead: { path: RegExp; answer: Answer; happens: boolean }[] = [];
  offline = false;
  readonly client;
  /** For a client of another build. */
  readonly setup;
  readonly asked: Asked[];
  #count = 0;

  constructor() {
    const { client, setup, asked } = clientOf((request) => this.#answer(request));
    this.client = client;
    this.setup = setup;
    this.asked = asked;
  }

  readonly connect: Connect = async () => {
    if (this.offline) {
      throw new ConnectionLost('no network');
    }
    const socket = new PushedSocket(this);
    this.sockets.push(socket);
    return socket;
  };

  /** The next request to a path answers this; with `happens` it does its work all the same. */
  next(path: RegExp, answer: Answer, happens = false): void {
    this.instead.push({ path, answer, happens });
  }

  start(): string {
    const id = `ses_${++this.#count}`;
    this.logs.set(id, []);
    this.append(id, 'session-started', { workloadId: WORKLOAD, project: 'shop', user: 'ann' });
    return id;
  }

  log(session: string): Event[] {
    return this.logs.get(session) ?? [];
  }

  append(session: string, type: Event['type'], data: object): Event {
    const log = this.log(session);
    const event = {
      stream: session,
      seq: log.length + 1,
      type,
      at: AT,
      actor: 'agent',
      parent: null,
      data,
    };
    log.push(event as Event);
    this.push(event);
    return event as Event;
  }

  /** Words that have no event yet. */
  words(session: string, message: string, offset: number, text: string): void {
    this.push({ type: 'content-delta', stream: session, message, offset, text });
  }

  push(frame: object): void {
    for (const socket of this.sockets) {
      socket.push(frame);
    }
  }

  /** Every connection breaks, and none can be opened until the network is back. */
  cut(): void {
    this.offline = true;
    for (const socket of this.sockets) {
      socket.break();
    }
  }

  begin(session: string, answer = 'msg_answer', inReplyTo = this.lastQuestion(session)): void {
    this.append(session, 'message-start', {
      message: answer,
      inReplyTo,
      attempt: 1,
      engine: 'model',
    });
  }

  complete(session: string, text: string, rest: object = {}, message = 'msg_answer'): void {
    this.append(session, 'message-complete', { message, text, ...rest });
  }

  /** How often a message of that text was taken. */
  taken(text: string): number {
    return [...this.logs.values()]
      .flat()
      .filter((event) => event.type === 'message-accepted' && event.data.text === text).length;
  }

  lastQuestion(session: string): string {
    const asked = this.log(session).findLast(({ type }) => type === 'message-accepted');
    return asked?.type === 'message-accepted' ? asked.data.message : '';
  }

  #answer(request: Asked): Response | Promise<Response> {
    if (this.offline) {
      throw new TypeError('Failed to fetch');
    }
    const index = this.instead.findIndex(({ path }) =>
      path.test(`${request.method} ${request.path}`),
    );
    const [instead] = index < 0 ? [] : this.instead.splice(index, 1);
    if (instead === undefined) {
      return this.#reallyAnswer(request);
    }
    if (instead.happens) {
      this.#reallyAnswer(request);
    }
    return instead.answer();
  }

  #reallyAnswer({ method, path, search, body }: Asked): Response {
    const query = new URLSearchParams(search);
    const session = query.get('sessionId') ?? '';
    switch (`${method} ${path.replace(`/api/workloads/${WORKLOAD}/agent`, '')}`) {
      case 'POST /start':
        return Response.json({ sessionId: this.start(), workloadId: WORKLOAD }, { status: 201 });
      case 'POST /message':
        return this.#take(body as { sessionId: string; message: string; clientMessageId: string });
      case 'GET /stream':
        return this.#stream(session, Number(query.get('after')));
      case 'GET /sessions':
        return Response.json({ sessions: [...this.logs].reverse().map(summary) });
      case 'POST /stop':
        return this.#stop((body as { sessionId: string }).sessionId);
      case 'DELETE ':
        this.append(session, 'session-ended', { reason: 'user' });
        return new Response(null, { status: 204 });
      default:
        return problem(404, 'Not found');
    }
  }

  #take(message: { sessionId: string; message: string; clientMessageId: string }): Response {
    const log = this.logs.get(message.sessionId);
    if (log === undefined) {
      return problem(404, 'Not found');
    }
    const earlier = log.find(
      (event) =>
        event.type === 'message-accepted' && event.data.clientMessageId === message.clientMessageId,
    );
    if (earlier === undefined && log.at(-1)?.type === 'session-ended') {
      return problem(410, 'the session has ended; start a new one');
    }
    const { seq } =
      earlier ??
      this.append(message.sessionId, 'message-accepted', {
        message: `msg_${message.sessionId}_${log.length}`,
        clientMessageId: message.clientMessageId,
        user: 'ann',
        text: message.message,
      });
    return Response.json({ sessionId: message.sessionId, messageId: 'msg', seq }, { status: 202 });
  }

  #stop(session: string): Response {
    const answer = this.log(session).findLast(({ type }) => type === 'message-start');
    const message =
      answer?.type === 'message-start' ? answer.data.message : this.lastQuestion(session);
    const reason = 'you stopped this answer';
    const { seq } = this.append(session, 'message-failed', { message, reason, retryable: true });
    return Response.json({ sessionId: session, messageId: message, seq });
  }

  #stream(session: string, after: number): Response {
    const log = this.logs.get(session);
    return log === undefined
      ? problem(404, 'Not found')
      : Response.json({
          webSocketUrl: 'wss://live.example',
          ticket: 't',
          expiresInSeconds: 60,
          events: log.filter(({ seq }) => seq > after),
        });
  }
}

/** Gives what was pushed to it, waits for more, and breaks when it is told to. */
class PushedSocket implements Socket {
  readonly #agent: FakeAgent;
  readonly #frames: string[] = [];
  #isBroken = false;
  #wake: () => void = () => {};

  constructor(agent: FakeAgent) {
    this.#agent = agent;
  }

  send(text: string): void {
    const { action, stream, after } = JSON.parse(text);
    if (action === 'subscribe') {
      const log = this.#agent.log(stream);
      for (const event of log.filter(({ seq }) => seq > after)) {
        this.push(event);
      }
      this.push({ type: 'subscribed', stream, seq: log.length, ended: false });
    } else {
      this.push({ type: 'keep-alive', at: AT });
    }
  }

  async receive(): Promise<string | null> {
    while (this.#frames.length === 0) {
      if (this.#isBroken) {
        throw new ConnectionLost('broken');
      }
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return this.#frames.shift() ?? null;
  }

  push(frame: object): void {
    this.#frames.push(JSON.stringify(frame));
    this.#wake();
  }

  break(): void {
    this.#isBroken = true;
    this.#wake();
  }

  close(): void {
    this.break();
  }
}

export function problem(status: number, detail: string, rest: object = {}): Response {
  return Response.json({ type: 'about:blank', title: detail, status, detail, ...rest }, { status });
}

function summary([sessionId, log]: [string, Event[]]) {
  return {
    sessionId,
    workloadId: WORKLOAD,
    title: `Talk ${sessionId}`,
    status: log.at(-1)?.type === 'session-ended' ? 'ended' : 'open',
    startedAt: AT,
    activeAt: AT,
    messages: 1,
    messagesLeft: 99,
  };
}

/** What a tab remembers. */
export class FakeStorage {
  readonly kept = new Map<string, string>();

  getItem(key: string): string | null {
    return this.kept.get(key) ?? null;
  }

  setItem(key: string, value: string): void {
    this.kept.set(key, value);
  }

  removeItem(key: string): void {
    this.kept.delete(key);
  }
}
