// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ApiError } from '../../src/api/errors';
import type { Status } from '../../src/stream/ports';
import { ConnectionBanner } from '../../src/ui/ConnectionBanner';

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const LOST: Status = { state: 'reconnecting', at: 1_007_000, reason: 'the socket closed' };

function shown(status: Status, retryNow = () => {}, restart?: () => void): string {
  const { container } = render(
    <ConnectionBanner status={status} retryNow={retryNow} restart={restart} />,
  );
  return container.textContent ?? '';
}

test.each<Status>([
  { state: 'connecting' },
  { state: 'live', polling: false },
  { state: 'ended' },
  { state: 'stopped' },
])('it says nothing while the stream is $state', (status) => {
  expect(shown(status)).toBe('');
});

test('a lost connection counts down to the next try, which can be made at once', () => {
  const retryNow = vi.fn();
  expect(shown(LOST, retryNow)).toContain('Next try in 7 s.');

  act(() => vi.advanceTimersByTime(4_000));
  expect(screen.getByText('Next try in 3 s.')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Try now' }));
  expect(retryNow).toHaveBeenCalledOnce();

  act(() => vi.advanceTimersByTime(4_000));
  expect(screen.getByText('It is being tried again…')).toBeTruthy();
});

test('a screen reader hears once that it is tried again, and no countdown', () => {
  shown(LOST);

  expect(screen.getByText(/Next try/).getAttribute('aria-hidden')).toBe('true');
  expect(screen.getByRole('status').textContent).toContain('It is tried again by itself.');
});

test('it tries at once when the network is back', () => {
  const retryNow = vi.fn();
  shown(LOST, retryNow);

  window.dispatchEvent(new Event('online'));

  expect(retryNow).toHaveBeenCalledOnce();
});

test('what failed is told, with a way on where there is one', () => {
  const restart = vi.fn();
  const error = new ApiError(403, 'Forbidden', 'You are not in the project \u202eshop.', false);

  const text = shown({ state: 'failed', error }, () => {}, restart);

  expect(text).toContain('You are not in the project ‹U+202E›shop.');
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(restart).toHaveBeenCalledOnce();
});

test('that what is new comes in pieces is told', () => {
  expect(shown({ state: 'live', polling: true })).toContain('no WebSocket');
});
