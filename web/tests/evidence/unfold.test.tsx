// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test } from 'vitest';
import { Unfold } from '../../src/evidence/results/Unfold';

afterEach(cleanup);

const HOSTILE = '<img src=x onerror="window.__owned=1">\u202egnp';

test('a line of 100 KB is unfolded by key, as text, its long value in part', async () => {
  const user = userEvent.setup();
  const message = JSON.stringify({ [HOSTILE]: HOSTILE, stack: 'at x\n'.repeat(20_000) });
  const { container } = render(<Unfold message={message} />);
  expect(container.querySelector('dl')).toBeNull();

  await user.tab();
  await user.keyboard('{Enter}');

  expect(screen.getByRole('button', { name: 'Fold the fields' }).ariaExpanded).toBe('true');
  expect(container.querySelector('img')).toBeNull();
  expect(container.querySelector('dt')?.textContent).toContain('‹U+202E›gnp');
  expect(container.textContent?.length).toBeLessThan(5_000);

  await user.click(screen.getByRole('button', { name: 'Show the whole value' }));
  expect(container.textContent?.length).toBeGreaterThan(100_000);

  await user.click(screen.getByRole('button', { name: 'Fold the fields' }));
  expect(container.querySelector('dl')).toBeNull();
});

test('text that is not JSON has nothing to unfold', () => {
  const { container } = render(<Unfold message="Task timed out after 3.00 seconds" />);
  expect(container.textContent).toBe('');
});
