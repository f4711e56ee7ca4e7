// @vitest-environment jsdom
import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { HealthReport, ModelInForce, SettingsInForce } from '../../src/api/types';
import SettingsPage from '../../src/pages/settings/SettingsPage';
import { problem, showPage } from './page';

const HEALTHY: HealthReport = {
  status: 'ok',
  parts: { table: { status: 'ok', milliseconds: 4 } },
  models: {},
};

function model(given: Partial<ModelInForce> = {}): ModelInForce {
  return {
    model: 'anthropic/claude',
    state: 'asked',
    maxTokens: 8192,
    contextTokens: 200_000,
    timeoutSeconds: 60,
    attempts: 3,
    isPriced: true,
    ...given,
  };
}

function settings(given: Partial<SettingsInForce> = {}): SettingsInForce {
  return {
    engine: { engine: 'model', share: 12.5 },
    agents: [{ agent: 'log-agent', tools: ['search_logs'], allowed: [], forbidden: ['get_trace'] }],
    limits: {
      sessionsPerHour: 20,
      messagesPerSession: 100,
      messageCharacters: 8000,
      diagnosesPerDay: 200,
      diagnosesAtOnce: 40,
      projectDiagnosesAtOnce: 10,
      rechecksPerHour: 60,
      eventDays: 90,
      usageDays: 400,
      budgets: [{ kind: 'project-day', tokens: 20_000_000, dollars: 100 }],
    },
    models: [model()],
    runbooks: [],
    notes: [],
    ...given,
  };
}

function show(said: unknown = settings(), health: unknown = HEALTHY) {
  return showPage(SettingsPage, {
    api: { 'GET /api/health': health, 'GET /api/settings': said },
  });
}

test('a part that fails is told with its reason, though the API answers 503', async () => {
  const report = {
    status: 'failed',
    parts: { stateMachine: { status: 'failed', milliseconds: 9, error: 'it is \u202enot active' } },
    models: {},
  };
  show(settings(), Response.json(report, { status: 503 }));

  const failed = (await screen.findByText(/State machine/)).closest('li') as HTMLElement;
  expect(within(failed).getByText('Fails')).toBeTruthy();
  expect(within(failed).getByText('it is ‹U+202E›not active')).toBeTruthy();
});

test('the share of the engine is told, and rules where no model is set', async () => {
  const { unmount } = show();
  expect(await screen.findByText(/^Models answer 12.5 %/)).toBeTruthy();
  unmount();

  show(settings({ models: [] }));
  expect(await screen.findByText(/^Rules alone/)).toBeTruthy();
});

test('models keep the order in which they are asked, with breaker and check', async () => {
  show(
    settings({
      models: [
        model({ state: 'left-alone', until: '2030-01-02T12:00:00.000Z', reason: 'refused' }),
        model({ model: 'openai/gpt', isPriced: false }),
      ],
    }),
    {
      ...HEALTHY,
      models: { 'openai/gpt': { status: 'failed', milliseconds: 3, error: 'no such model' } },
    },
  );

  const names = await screen.findAllByText(/^(anthropic|openai)\//);
  expect(names.map((each) => each.textContent)).toEqual(['anthropic/claude', 'openai/gpt']);
  expect(screen.getByText('until 2030-01-02 12:00:00 UTC: refused')).toBeTruthy();
  expect(await screen.findByText('the check fails: no such model')).toBeTruthy();
  expect(screen.getByText(/its price is unknown/)).toBeTruthy();
});

test('what the team decided about tools, and the limits, are told', async () => {
  show();

  expect(await screen.findByText('(forbidden)')).toBeTruthy();
  const row = screen.getByRole('row', { name: /A project in a day/ });
  expect(row.textContent).toBe('A project in a day (UTC)20,000,000$100.00');
});

test('what cannot be read is a note and hides nothing else', async () => {
  show(settings({ notes: ['runbooks: S3 does not answer'] }));

  expect(await screen.findByText('runbooks: S3 does not answer')).toBeTruthy();
  expect(screen.getByText(/^Models answer/)).toBeTruthy();
});

test('settings that cannot be read leave the health', async () => {
  show(problem({ status: 503, title: 'Unavailable', detail: 'later' }));

  expect(await screen.findByText('later')).toBeTruthy();
  expect(await screen.findByText('Works')).toBeTruthy();
});
