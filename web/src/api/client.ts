/** The client of Casebook's HTTP API (docs/openapi.json). Its methods throw ApiError and ConnectionLost. */

import type { Event } from '../stream/events';
import { eventsOf } from './server-sent';
import { path, type Request, type Setup, send } from './transport';
import type * as types from './types';

/** An event over HTTP is the event of the stream; only its type is looser in openapi.json. */
type Typed<Page extends { events: unknown }> = Omit<Page, 'events'> & { events: Event[] };

export interface DiagnosesQuery {
  limit?: number;
  before?: string | null;
}

export interface UsageQuery {
  by?: 'day' | 'workload' | 'user' | 'model';
  /** Days as `2026-11-29`. */
  from?: string;
  to?: string;
}

export class Client {
  readonly #setup: Setup;

  constructor(setup: Setup) {
    this.#setup = setup;
  }

  // Workloads

  listWorkloads = (signal?: AbortSignal) =>
    this.#get<types.WorkloadPage>('/api/workloads', { signal });

  registerWorkload = (workload: types.DescribeWorkload) =>
    this.#post<types.Workload>('/api/workloads', workload);

  getWorkload = (workloadId: string, signal?: AbortSignal) =>
    this.#get<types.Workload>(path`/api/workloads/${workloadId}`, { signal });

  replaceWorkload = (workloadId: string, workload: types.DescribeWorkload) =>
    this.#json<types.Workload>({
      method: 'PUT',
      path: path`/api/workloads/${workloadId}`,
      body: workload,
    });

  removeWorkload = (workloadId: string) =>
    this.#nothing({ method: 'DELETE', path: path`/api/workloads/${workloadId}` });

  listChanges = (workloadId: string, signal?: AbortSignal) =>
    this.#get<types.ChangePage>(path`/api/workloads/${workloadId}/changes`, { signal });

  reportChange = (workloadId: string, change: types.ReportChange) =>
    this.#post<types.Change>(path`/api/workloads/${workloadId}/changes`, change);

  // Chat

  startAgentSession = (workloadId: string) =>
    this.#post<types.StartedSession>(path`/api/workloads/${workloadId}/agent/start`, {});

  /** Says something. Safe to repeat with the same `clientMessageId`. */
  sendAgentMessage = (workloadId: string, message: types.SendMessage) =>
    this.#post<types.AcceptedMessage>(path`/api/workloads/${workloadId}/agent/message`, message);

  /** The messages of a session, oldest first; of the caller's last open one if none is named. */
  getAgentHistory = (
    workloadId: string,
    query: { sessionId?: string; after?: string | null; limit?: number } = {},
    signal?: AbortSignal,
  ) =>
    this.#get<types.History>(path`/api/workloads/${workloadId}/agent/history`, { query, signal });

  endAgentSession = (workloadId: string, sessionId: string) =>
    this.#nothing({
      method: 'DELETE',
      path: path`/api/workloads/${workloadId}/agent`,
      query: { sessionId },
    });

  // Streams

  /** A session's events so far, and a ticket for the WebSocket. */
  openAgentStream = (workloadId: string, sessionId: string, after: number, signal?: AbortSignal) =>
    this.#get<Typed<types.SessionStream>>(path`/api/workloads/${workloadId}/agent/stream`, {
      query: { sessionId, after },
      signal,
    });

  /** A session's events after a seq; waits up to 20 seconds for one. */
  pollAgentStream = async (
    workloadId: string,
    sessionId: string,
    after: number,
    signal?: AbortSignal,
  ): Promise<Event[]> => {
    const text = await send(this.#setup, {
      method: 'GET',
      path: path`/api/workloads/${workloadId}/agent/stream`,
      query: { sessionId, after },
      headers: { Accept: 'text/event-stream' },
      signal,
    });
    return eventsOf(text);
  };

  /** A ticket that lets its caller connect once. */
  issueTicket = (signal?: AbortSignal) =>
    this.#json<types.Ticket>({ method: 'POST', path: '/api/tickets', body: {}, signal });

  // Diagnoses

  startDiagnosis = (workloadId: string, asked: types.StartDiagnosis = {}) =>
    this.#post<types.StartedDiagnosis>(path`/api/workloads/${workloadId}/diagnoses`, asked);

  /** A workload's diagnoses, newest first. */
  listDiagnoses = (workloadId: string, query: DiagnosesQuery = {}, signal?: AbortSignal) =>
    this.#get<types.DiagnosisPage>(path`/api/workloads/${workloadId}/diagnoses`, {
      query: { ...query },
      signal,
    });

  getDiagnosis = (diagnosisId: string, signal?: AbortSignal) =>
    this.#get<types.DiagnosisStatus>(path`/api/diagnoses/${diagnosisId}`, { signal });

  readEvents = (
    diagnosisId: string,
    query: { after?: number; limit?: number } = {},
    signal?: AbortSignal,
  ) =>
    this.#get<Typed<types.EventPage>>(path`/api/diagnoses/${diagnosisId}/events`, {
      query,
      signal,
    });

  /** Everything that was known after the event `seq`, or is known now. */
  readState = (diagnosisId: string, seq?: number, signal?: AbortSignal) =>
    this.#get<types.Diagnosis>(path`/api/diagnoses/${diagnosisId}/state`, {
      query: { seq },
      signal,
    });

  fetchEvidence = (diagnosisId: string, evidenceId: string, signal?: AbortSignal) =>
    this.#get<types.RawEvidence>(path`/api/diagnoses/${diagnosisId}/evidence/${evidenceId}`, {
      signal,
    });

  /** Runs the query behind a piece of evidence again and compares. */
  recheckEvidence = (diagnosisId: string, evidenceId: string) =>
    this.#post<types.Recheck>(
      path`/api/diagnoses/${diagnosisId}/evidence/${evidenceId}/recheck`,
      {},
    );

  pauseDiagnosis = (diagnosisId: string) =>
    this.#control(path`/api/diagnoses/${diagnosisId}/pause`);

  resumeDiagnosis = (diagnosisId: string) =>
    this.#control(path`/api/diagnoses/${diagnosisId}/resume`);

  cancelDiagnosis = (diagnosisId: string) =>
    this.#control(path`/api/diagnoses/${diagnosisId}/cancel`);

  // Alarms, usage, health

  listUnmatchedAlarms = (signal?: AbortSignal) =>
    this.#get<types.UnmatchedAlarmPage>('/api/alarms/unmatched', { signal });

  readUsage = (query: UsageQuery = {}, signal?: AbortSignal) =>
    this.#get<types.UsagePage>('/api/usage', { query: { ...query }, signal });

  /** Whether Casebook works; a part that does not answer is an answer too. */
  checkHealth = (signal?: AbortSignal) =>
    this.#json<types.HealthReport>({ method: 'GET', path: '/api/health', answers: [503], signal });

  #get<Answer>(path: string, options: Pick<Request, 'query' | 'signal'>): Promise<Answer> {
    return this.#json({ method: 'GET', path, ...options });
  }

  #post<Answer>(path: string, body: unknown): Promise<Answer> {
    return this.#json({ method: 'POST', path, body });
  }

  #control(path: string): Promise<types.ControlledDiagnosis> {
    return this.#post(path, {});
  }

  async #json<Answer>(request: Request): Promise<Answer> {
    return JSON.parse(await send(this.#setup, request));
  }

  async #nothing(request: Request): Promise<void> {
    await send(this.#setup, request);
  }
}
