// @vitest-environment jsdom
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { Routes } from '../../src/app/Routes';
import { showPage } from '../pages/page';

vi.mock('../../src/pages/alarms/AlarmsPage', () => ({
  default: () => {
    throw new Error('a field is missing');
  },
}));
vi.mock('../../src/pages/settings/SettingsPage', () => ({ default: () => <h1>All is set</h1> }));

test('a page that fails says so, and the next one is shown all the same', async () => {
  const logged = vi.spyOn(console, 'error').mockImplementation(() => {});
  vi.spyOn(window, 'scrollTo').mockImplementation(() => {});
  showPage(Routes, { api: {}, at: '/alarms' });
  await screen.findByText('This page has failed');
  screen.getByText('a field is missing');

  await userEvent.click(screen.getByRole('link', { name: 'Settings' }));

  await screen.findByRole('heading', { name: 'All is set' });
  expect(screen.queryByText('This page has failed')).toBeNull();
  logged.mockRestore();
});
