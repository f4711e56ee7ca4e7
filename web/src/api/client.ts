/** The client of Casebook's HTTP API (docs/openapi.json). Its methods throw ApiError and ConnectionLost. */

import type { Event } from '../stream/events';
import { eventsOf } from './server-sent';
import { path, type Request, type Setup, send } from './transport';
import type * as types from './types';

/** An event over HTTP is the event of the stream; only its type is looser in openapi.json. */
type Typed<Page extends { events: unknown }> = Omit<Page, 'events'> & { events: Event[] };

/** A page of a list, newest first: those before an item of it. */
export interface PageQuery {
  limit?: number;
  before?: string | null;
}

export interface DiagnosesQuery extends PageQuery {
  state?: 'open' | 'ended';
  workload?: string;
  verdict?: types.DiagnosisSummary['verdict'];
}

/** `types` are names of events with commas between them. */
export interface EventsQuery {
  after?: number;
  before?: number;
  limit?: number;
  types?: string;
  order?: 'oldest' | 'newest';
}

/** `start` and `end` are instants; with one of them CloudWatch is read again. */
export interface SeriesQuery {
  resource?: string;
  metric?: string;
  start?: string;
  end?: string;
  limit?: number;
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

  /** Who calls, their projects, and what is left of their limits. */
  readMe = (signal?: AbortSignal) => this.#get<types.Me>('/api/me', { signal });

  // Workloads

  /** All of them, or a page of `limit`; `next` of a page asks for the one after it. */
  listWorkloads = (query: { limit?: number; next?: string } = {}, signal?: AbortSignal) =>
    this.#get<types.WorkloadPage>('/api/workloads', { query, signal });

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

  /** Its resources, who calls whom, and how each is now. */
  readWorkloadMap = (workloadId: string, signal?: AbortSignal) =>
    this.#get<types.WorkloadMap>(path`/api/workloads/${workloadId}/map`, { signal });

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

  /** Ends the answer that is under way; what was said of it stays. */
  stopAgentAnswer = (workloadId: string, sessionId: string) =>
    this.#post<types.StoppedAnswer>(path`/api/workloads/${workloadId}/agent/stop`, { sessionId });

  endAgentSession = (workloadId: string, sessionId: string) =>
    this.#nothing({
      method: 'DELETE',
      path: path`/api/workloads/${workloadId}/agent`,
      query: { sessionId },
    });

  /** The caller's sessions about all workloads, newest first. */
  listSessions = (query: PageQuery = {}, signal?: AbortSignal) =>
    this.#get<types.SessionPage>('/api/sessions', { query: { ...query }, signal });

  listWorkloadSessions = (workloadId: string, query: PageQuery = {}, signal?: AbortSignal) =>
    this.#get<types.SessionPage>(path`/api/workloads/${workloadId}/agent/sessions`, {
      query: { ...query },
      signal,
    });

  /** What stands behind a claim of an answer. */
  fetchSessionEvidence = (
    workloadId: string,
    sessionId: string,
    evidenceId: string,
    signal?: AbortSignal,
  ) =>
    this.#get<types.RawEvidence>(path`/api/workloads/${workloadId}/agent/evidence/${evidenceId}`, {
      query: { sessionId },
      signal,
    });

  recheckSessionEvidence = (workloadId: string, sessionId: string, evidenceId: string) =>
    this.#json<types.Recheck>({
      method: 'POST',
      path: path`/api/workloads/${workloadId}/agent/evidence/${evidenceId}/recheck`,
      query: { sessionId },
      body: {},
    });

  /** The numbers behind metrics of an answer, as `readSeries` has those of a diagnosis. */
  readSessionSeries = (
    workloadId: string,
    sessionId: string,
    evidenceId: string,
    query: SeriesQuery = {},
    signal?: AbortSignal,
  ) =>
    this.#get<types.EvidenceSeries>(
      path`/api/workloads/${workloadId}/agent/evidence/${evidenceId}/series`,
      { query: { sessionId, ...query }, signal },
    );

  // Streams

  /** A session's events so far, and a ticket for the WebSocket. */
  openAgentStream = (workloadId: string, sessionId: string, after: number, signal?: AbortSignal) =>
    this.#get<Typed<types.SessionStream>>(path`/api/workloads/${workloadId}/agent/stream`, {
      query: { sessionId, after },
      signal,
    });

  /** A session's events after a seq; waits up to 20 seconds for one. Null: there will be none. */
  pollAgentStream = async (
    workloadId: string,
    sessionId: string,
    after: number,
    signal?: AbortSignal,
  ): Promise<Event[] | null> => {
    const text = await send(this.#setup, {
      method: 'GET',
      path: path`/api/workloads/${workloadId}/agent/stream`,
      query: { sessionId, after },
      headers: { Accept: 'text/event-stream' },
      signal,
    });
    return text === '' ? null : eventsOf(text);
  };

  /** A ticket that lets its caller connect once. */
  issueTicket = (signal?: AbortSignal) =>
    this.#json<types.Ticket>({ method: 'POST', path: '/api/tickets', body: {}, signal });

  // Diagnoses

  startDiagnosis = (workloadId: string, asked: types.StartDiagnosis = {}) =>
    this.#post<types.StartedDiagnosis>(path`/api/workloads/${workloadId}/diagnoses`, asked);

  /** A workload's diagnoses, newest first. */
  listDiagnoses = (workloadId: string, query: PageQuery = {}, signal?: AbortSignal) =>
    this.#get<types.DiagnosisPage>(path`/api/workloads/${workloadId}/diagnoses`, {
      query: { ...query },
      signal,
    });

  /** The diagnoses of all workloads, newest first. */
  listAllDiagnoses = (query: DiagnosesQuery = {}, signal?: AbortSignal) =>
    this.#get<types.DiagnosisPage>('/api/diagnoses', { query: { ...query }, signal });

  getDiagnosis = (diagnosisId: string, signal?: AbortSignal) =>
    this.#get<types.DiagnosisStatus>(path`/api/diagnoses/${diagnosisId}`, { signal });

  readEvents = (diagnosisId: string, query: EventsQuery = {}, signal?: AbortSignal) =>
    this.#get<Typed<types.EventPage>>(path`/api/diagnoses/${diagnosisId}/events`, {
      query: { ...query },
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

  /** The numbers behind evidence of metrics, as it holds them; or a stretch of CloudWatch's. */
  readSeries = (
    diagnosisId: string,
    evidenceId: string,
    query: SeriesQuery = {},
    signal?: AbortSignal,
  ) =>
    this.#get<types.EvidenceSeries>(
      path`/api/diagnoses/${diagnosisId}/evidence/${evidenceId}/series`,
      { query: { ...query }, signal },
    );

  /**
   * Runs an ended diagnosis again, from the beginning or from a step, as a new one. `joined`: the
   * very same rerun was open already. Another open one of the workload is a 409 that names it
   * (`ApiError.diagnosisId`).
   */
  rerunDiagnosis = (diagnosisId: string, asked: types.RerunDiagnosis = {}) =>
    this.#post<types.StartedDiagnosis>(path`/api/diagnoses/${diagnosisId}/rerun`, asked);

  pauseDiagnosis = (diagnosisId: string) =>
    this.#control(path`/api/diagnoses/${diagnosisId}/pause`);

  resumeDiagnosis = (diagnosisId: string) =>
    this.#control(path`/api/diagnoses/${diagnosisId}/resume`);

  cancelDiagnosis = (diagnosisId: string) =>
    this.#control(path`/api/diagnoses/${diagnosisId}/cancel`);

  /** Whether the report was useful or wrong; said again, it replaces what was said. */
  giveFeedback = (diagnosisId: string, feedback: types.GiveFeedback) =>
    this.#post<types.FeedbackView>(path`/api/diagnoses/${diagnosisId}/feedback`, feedback);

  // A team's own knowledge

  /** The document in force and its rows, or those of an earlier `version`. */
  readTeamKnowledge = (project: string, version?: number, signal?: AbortSignal) =>
    this.#get<types.TeamKnowledgePage>(path`/api/projects/${project}/knowledge`, {
      query: { version },
      signal,
    });

  /**
   * Replaces the document. A 400 names every row and field that is wrong; a 409 says that another
   * has replaced the version that was seen.
   */
  replaceTeamKnowledge = (project: string, put: types.PutDocument) =>
    this.#json<types.TeamKnowledgePage>({
      method: 'PUT',
      path: path`/api/projects/${project}/knowledge`,
      body: put,
    });

  /** What a document comes to, and what is wrong with it. Nothing is kept. */
  checkTeamKnowledge = (project: string, asked: types.CheckDocument, signal?: AbortSignal) =>
    this.#json<types.CheckedDocument>({
      method: 'POST',
      path: path`/api/projects/${project}/knowledge/check`,
      body: asked,
      signal,
    });

  // Ownership

  /** What each of the caller's projects may watch; every project, for an operator. */
  listProjects = (signal?: AbortSignal) =>
    this.#get<types.OwnershipPage>('/api/projects', { signal });

  readOwnership = (project: string, signal?: AbortSignal) =>
    this.#get<types.OwnershipView>(path`/api/projects/${project}/ownership`, { signal });

  /** Says what a project may watch, for operators. A 409 says that another version is in force. */
  replaceOwnership = (project: string, put: types.PutOwnership) =>
    this.#json<types.OwnershipView>({
      method: 'PUT',
      path: path`/api/projects/${project}/ownership`,
      body: put,
    });

  // Alarms, usage, health

  /** Every alarm that was heard, newest first, with what became of it. */
  listAlarms = (query: PageQuery = {}, signal?: AbortSignal) =>
    this.#get<types.HeardAlarmPage>('/api/alarms', { query: { ...query }, signal });

  listUnmatchedAlarms = (signal?: AbortSignal) =>
    this.#get<types.UnmatchedAlarmPage>('/api/alarms/unmatched', { signal });

  readUsage = (query: UsageQuery = {}, signal?: AbortSignal) =>
    this.#get<types.UsagePage>('/api/usage', { query: { ...query }, signal });

  /** What is set at this moment: the engine, agents' tools, limits, models, runbooks. */
  readSettings = (signal?: AbortSignal) =>
    this.#get<types.SettingsInForce>('/api/settings', { signal });

  /** Whether Casebook works; a part that does not answer is an answer too. */
  checkHealth = (signal?: AbortSignal) =>
    this.#json<types.HealthReport>({
      method: 'GET',
      path: '/api/health',
      answers: [503],
      isOpen: true,
      signal,
    });

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
