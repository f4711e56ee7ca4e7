// @vitest-environment jsdom
import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import SettingsPage from '../../src/pages/settings/SettingsPage';
import { showPage } from './page';

test('a part that fails is told with its reason, though the API answers 503', async () => {
  showPage(SettingsPage, {
    api: {
      'GET /api/health': Response.json(
        {
          status: 'failed',
          parts: {
            table: { status: 'ok', milliseconds: 4 },
            stateMachine: { status: 'failed', milliseconds: 9, error: 'it is \u202enot active' },
          },
          models: {},
        },
        { status: 503 },
      ),
    },
  });

  const failed = (await screen.findByText(/State machine/)).closest('li') as HTMLElement;
  expect(within(failed).getByText('Fails')).toBeTruthy();
  expect(within(failed).getByText('it is ‹U+202E›not active')).toBeTruthy();
  expect(screen.getByText(/None is set/)).toBeTruthy();
});

test('models are told in the order in which they are asked', async () => {
  showPage(SettingsPage, {
    api: {
      'GET /api/health': {
        status: 'ok',
        parts: {},
        models: {
          'anthropic/claude': { status: 'failed', milliseconds: 1, error: 'no key' },
          'openai/gpt': { status: 'ok', milliseconds: 300 },
        },
      },
    },
  });

  const names = await screen.findAllByText(/^(anthropic|openai)\//);
  expect(names.map((each) => each.textContent)).toEqual(['anthropic/claude', 'openai/gpt']);
  expect(screen.getByText('no key')).toBeTruthy();
});
