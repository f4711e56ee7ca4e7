import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Client } from '../../src/api/client';
import { ApiError, ConnectionLost } from '../../src/api/errors';
import { clientOf } from './server';

const OPENAPI = JSON.parse(
  readFileSync(new URL('../../../docs/openapi.json', import.meta.url), 'utf8'),
);

const CALLS: Record<string, (client: Client) => Promise<unknown>> = {
  listWorkloads: (client) => client.listWorkloads(),
  registerWorkload: (client) => client.registerWorkload(described()),
  getWorkload: (client) => client.getWorkload('{workloadId}'),
  replaceWorkload: (client) => client.replaceWorkload('{workloadId}', described()),
  removeWorkload: (client) => client.removeWorkload('{workloadId}'),
  readMe: (client) => client.readMe(),
  readWorkloadMap: (client) => client.readWorkloadMap('{workloadId}'),
  listChanges: (client) => client.listChanges('{workloadId}'),
  reportChange: (client) =>
    client.reportChange('{workloadId}', {
      at: '2026-11-21T12:00:00.000Z',
      kind: 'deployment',
      resource: 'checkout-fn',
      summary: 'v2',
    }),
  startSession: (client) => client.startAgentSession('{workloadId}'),
  sendMessage: (client) =>
    client.sendAgentMessage('{workloadId}', {
      sessionId: 'ses_1',
      message: 'why?',
      clientMessageId: 'tab-1',
    }),
  readHistory: (client) => client.getAgentHistory('{workloadId}'),
  stopAnswer: (client) => client.stopAgentAnswer('{workloadId}', 'ses_1'),
  endSession: (client) => client.endAgentSession('{workloadId}', 'ses_1'),
  listSessions: (client) => client.listSessions(),
  listWorkloadSessions: (client) => client.listWorkloadSessions('{workloadId}'),
  fetchSessionEvidence: (client) =>
    client.fetchSessionEvidence('{workloadId}', 'ses_1', '{evidenceId}'),
  recheckSessionEvidence: (client) =>
    client.recheckSessionEvidence('{workloadId}', 'ses_1', '{evidenceId}'),
  readSessionSeries: (client) => client.readSessionSeries('{workloadId}', 'ses_1', '{evidenceId}'),
  openStream: (client) => client.openAgentStream('{workloadId}', 'ses_1', 0),
  issueTicket: (client) => client.issueTicket(),
  startDiagnosis: (client) => client.startDiagnosis('{workloadId}'),
  listDiagnoses: (client) => client.listDiagnoses('{workloadId}'),
  listAllDiagnoses: (client) => client.listAllDiagnoses({ state: 'open' }),
  giveFeedback: (client) => client.giveFeedback('{diagnosisId}', { rating: 'useful' }),
  getDiagnosis: (client) => client.getDiagnosis('{diagnosisId}'),
  readEvents: (client) => client.readEvents('{diagnosisId}'),
  readState: (client) => client.readState('{diagnosisId}'),
  fetchEvidence: (client) => client.fetchEvidence('{diagnosisId}', '{evidenceId}'),
  recheckEvidence: (client) => client.recheckEvidence('{diagnosisId}', '{evidenceId}'),
  readSeries: (client) => client.readSeries('{diagnosisId}', '{evidenceId}', { metric: 'Errors' }),
  rerunDiagnosis: (client) =>
    client.rerunDiagnosis('{diagnosisId}', { fromSeq: 7, hint: 'PAYMENTS_URL' }),
  pauseDiagnosis: (client) => client.pauseDiagnosis('{diagnosisId}'),
  resumeDiagnosis: (client) => client.resumeDiagnosis('{diagnosisId}'),
  cancelDiagnosis: (client) => client.cancelDiagnosis('{diagnosisId}'),
  readTeamKnowledge: (client) => client.readTeamKnowledge('{project}'),
  replaceTeamKnowledge: (client) =>
    client.replaceTeamKnowledge('{project}', { document: '', version: 0 }),
  checkTeamKnowledge: (client) => client.checkTeamKnowledge('{project}', { document: '' }),
  listProjects: (client) => client.listProjects(),
  readOwnership: (client) => client.readOwnership('{project}'),
  replaceOwnership: (client) => client.replaceOwnership('{project}', { version: 0 }),
  listAlarms: (client) => client.listAlarms(),
  listUnmatchedAlarms: (client) => client.listUnmatchedAlarms(),
  readUsage: (client) => client.readUsage(),
  readSettings: (client) => client.readSettings(),
  checkHealth: (client) => client.checkHealth(),
};

function described() {
  return { name: 'shop', project: 'demo', resources: [] };
}

test.each(Object.entries(CALLS))('%s asks what openapi.json says', async (operation, call) => {
  const { client, asked } = clientOf();

  await call(client);

  const [request] = asked;
  const path = decodeURIComponent(request?.path ?? '');
  const documented = OPENAPI.paths[path]?.[request?.method.toLowerCase() ?? ''];
  expect(documented?.operationId).toBe(operation);
  expect(request?.body !== undefined).toBe(request?.method === 'POST' || request?.method === 'PUT');
});

test('whatever openapi.json has, the client has', () => {
  const operations = Object.values(OPENAPI.paths).flatMap((path) =>
    Object.values(path as object).flatMap(({ operationId }) => operationId ?? []),
  );

  expect(Object.keys(CALLS).sort()).toEqual(operations.sort());
});

test('the token is asked for at every request, as it may have been renewed', async () => {
  const tokens = ['old', 'new', null];
  const { client, asked } = clientOf(undefined, async () => tokens.shift() ?? null);

  await client.listWorkloads();
  await client.listWorkloads();
  await client.checkHealth();

  const sent = asked.map(({ headers }) => headers.get('Authorization'));
  expect(sent).toEqual(['Bearer old', 'Bearer new', null]);
});

test('without a token nothing is sent that needs one', async () => {
  const { client, asked } = clientOf(undefined, async () => null);

  await expect(client.listWorkloads()).rejects.toMatchObject({ status: 401, retryable: false });
  await expect(client.readMe()).rejects.toMatchObject({ status: 401 });
  await client.checkHealth();

  expect(asked.map(({ path }) => path)).toEqual(['/api/health']);
});

test('ids are escaped and what was not asked for is left out', async () => {
  const { client, asked } = clientOf();

  await client.listDiagnoses('../a?b', { limit: 5, before: null });
  await client.readState('dgn_1');
  await client.readState('dgn_1', 0);

  expect(asked.map(({ path, search }) => path + search)).toEqual([
    '/api/workloads/..%2Fa%3Fb/diagnoses?limit=5',
    '/api/diagnoses/dgn_1/state',
    '/api/diagnoses/dgn_1/state?seq=0',
  ]);
});

test('a problem body becomes an error that says what to do and when', async () => {
  const problem = {
    type: 'about:blank',
    title: 'A limit is reached',
    status: 429,
    detail: 'the limit of 20 sessions is used up',
    retryable: true,
    retryAfterSeconds: 1260,
  };
  const { client } = clientOf(() => Response.json(problem, { status: 429 }));

  const error = await client.startAgentSession('wkl_1').catch((caught) => caught);

  expect(error).toBeInstanceOf(ApiError);
  expect(error).toMatchObject({
    status: 429,
    title: 'A limit is reached',
    detail: 'the limit of 20 sessions is used up',
    retryable: true,
    retryAfter: 1260,
    fields: [],
  });
});

test('an error that is about another diagnosis names it', async () => {
  const problem = { title: 'Another diagnosis is open', status: 409, diagnosisId: 'dgn_2' };
  const { client } = clientOf(() => Response.json(problem, { status: 409 }));

  const error = await client.rerunDiagnosis('dgn_1').catch((caught) => caught);

  expect(error).toMatchObject({ status: 409, diagnosisId: 'dgn_2', retryable: false });
});

test('a 400 names every field that is wrong', async () => {
  const errors = [{ field: 'name', error: 'is missing' }];
  const { client } = clientOf(() =>
    Response.json(
      { title: 'The request is not valid', status: 400, retryable: false, errors },
      { status: 400 },
    ),
  );

  const error = await client.registerWorkload(described()).catch((caught) => caught);

  expect(error.fields).toEqual(errors);
  expect(error.detail).toBe('The request is not valid');
});

test.each([
  [401, '{"message": "Unauthorized"}', 'Unauthorized', false, null],
  [429, '{"message": "Too Many Requests"}', 'Too Many Requests', true, null],
  [503, '{"message": "Service Unavailable"}', 'Service Unavailable', true, 7],
  [502, '<html>Bad gateway</html>', 'The server gave no explanation.', true, 7],
  [500, '"a text"', 'The server gave no explanation.', false, null],
])('what others than Casebook answer is an error too: %i %s', async (...row) => {
  const [status, body, detail, retryable, retryAfter] = row;
  const headers = new Headers();
  if (retryAfter !== null) {
    headers.set('Retry-After', String(retryAfter));
  }
  const { client } = clientOf(() => new Response(body, { status, headers }));

  const error = await client.listWorkloads().catch((caught) => caught);

  expect(error).toMatchObject({ status, detail, retryable, retryAfter });
});

test('when nobody answers the connection is lost', async () => {
  const { client } = clientOf(() => Promise.reject(new TypeError('Failed to fetch')));

  await expect(client.listWorkloads()).rejects.toThrow(ConnectionLost);
});

test('a request that was given up is no lost connection', async () => {
  const { client } = clientOf();

  const error = await client.listWorkloads({}, AbortSignal.abort()).catch((caught) => caught);

  expect(error.name).toBe('AbortError');
});

test('a part that does not answer is what was asked of the health, not an error', async () => {
  const report = { status: 'failed', parts: { table: { status: 'failed' } }, models: {} };
  const { client } = clientOf(() => Response.json(report, { status: 503 }));

  expect(await client.checkHealth()).toEqual(report);
});

test('ending a session has no body to read', async () => {
  const { client, asked } = clientOf(() => new Response(null, { status: 204 }));

  expect(await client.endAgentSession('wkl_1', 'ses_1')).toBeUndefined();
  expect(asked[0]?.search).toBe('?sessionId=ses_1');
});
