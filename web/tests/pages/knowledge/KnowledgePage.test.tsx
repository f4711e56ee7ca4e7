// @vitest-environment jsdom
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import type { TeamKnowledgePage } from '../../../src/api/types';
import KnowledgePage from '../../../src/pages/knowledge/KnowledgePage';
import ProjectsPage from '../../../src/pages/knowledge/ProjectsPage';
import type { Asked } from '../../api/server';
import { problem, showPage } from '../page';

const PATH = '/api/projects/shop/knowledge';
const CHECK = `POST ${PATH}/check`;
const FINE = { rows: [], problems: [] };
const WRONG = {
  rows: [],
  problems: [{ field: 'sign: row "declined": phrases[1]', error: 'fits 9% of the lines' }],
};

afterEach(() => {
  window.sessionStorage.clear();
});

function page(given: Partial<TeamKnowledgePage> = {}): TeamKnowledgePage {
  const version = given.version ?? 3;
  return {
    project: 'shop',
    version,
    newest: version,
    document: `# version ${version}\n[[sign]]\nname = "declined"\n`,
    writtenAt: '2026-11-30T12:00:00.000Z',
    writtenBy: 'ann',
    rows: [{ table: 'sign', name: 'declined', says: 'The partner \u202edeclines.' }],
    ...given,
  };
}

const NOTHING = page({ version: 0, document: '', rows: [], writtenAt: null, writtenBy: null });

function show(api: Record<string, unknown> = {}, at = '/projects/shop/knowledge') {
  return showPage(KnowledgePage, {
    at,
    params: { project: 'shop' },
    api: {
      'GET /api/me': { user: 'ann', projects: ['shop'] },
      [`GET ${PATH}`]: page(),
      [CHECK]: FINE,
      ...api,
    },
  });
}

const editor = () => screen.findByLabelText<HTMLTextAreaElement>('Document, in TOML');

async function write(text: string): Promise<HTMLTextAreaElement> {
  const field = await editor();
  fireEvent.change(field, { target: { value: text } });
  return field;
}

const press = (name: string) => userEvent.click(screen.getByRole('button', { name }));

const sent = (asked: readonly Asked[], method: string) =>
  asked.filter((request) => request.method === method).map(({ body }) => body);

test('rows are shown by table with who wrote them, and the other tables are explained', async () => {
  show();

  const rows = await screen.findByRole('region', { name: 'Rows of sign' });
  expect(within(rows).getByText('declined')).toBeTruthy();
  expect(within(rows).getByText('The partner ‹U+202E›declines.')).toBeTruthy();
  expect(screen.getByText(/^Written by ann/)).toBeTruthy();
  expect(screen.queryByRole('region', { name: 'Rows of metric' })).toBeNull();
  expect(screen.getByText('[[metric]]')).toBeTruthy();
});

test('where nothing was written an example can be put in and saved as the first version', async () => {
  let put: unknown;
  const { asked } = show({
    [`GET ${PATH}`]: NOTHING,
    [`PUT ${PATH}`]: ({ body }: Asked) => {
      put = body;
      return page({ version: 1, document: (body as { document: string }).document });
    },
  });
  const field = await editor();

  await press('Insert an example');
  expect(field.value).toContain('[[cause]]');
  await press('Save');

  await screen.findByText(/^Saved as version 1/);
  expect(put).toEqual({ document: field.value, version: 0 });
  expect(window.sessionStorage.length).toBe(0);
  expect(sent(asked, 'PUT')).toHaveLength(1);
});

test('a problem leads to the line of its row', async () => {
  const user = userEvent.setup({ delay: null });
  show({ [CHECK]: WRONG });
  const field = await editor();

  await user.click(await screen.findByRole('button', { name: /^Line 3, sign: row/ }));

  expect(document.activeElement).toBe(field);
  expect(field.value.slice(field.selectionStart, field.selectionEnd)).toBe('name = "declined"');
  expect(screen.getByText('fits 9% of the lines')).toBeTruthy();
  expect(field.getAttribute('aria-invalid')).toBe('true');
});

test('what is typed is checked after a pause, the last of it alone', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  try {
    const { asked } = show();
    await write('a');
    await act(() => vi.advanceTimersByTimeAsync(500));
    await write('ab');
    await act(() => vi.advanceTimersByTimeAsync(500));
    expect(sent(asked, 'POST')).toEqual([{ document: page().document }]);
    await act(() => vi.advanceTimersByTimeAsync(200));

    expect(sent(asked, 'POST').slice(1)).toEqual([{ document: 'ab' }]);
  } finally {
    vi.useRealTimers();
  }
});

test('an answer that comes late says nothing of what was typed since', async () => {
  const answers: ((answer: unknown) => void)[] = [];
  show({ [CHECK]: () => new Promise((resolve) => answers.push(resolve)) });
  await write('new');
  await press('Check');
  await waitFor(() => expect(answers).toHaveLength(2));

  answers[1]?.(FINE);
  await screen.findByText('Nothing is wrong: 0 rows');
  await act(async () => answers[0]?.(WRONG));

  expect(screen.getByText('Nothing is wrong: 0 rows')).toBeTruthy();
});

test('a refused document stays as it was typed, and its problems are listed', async () => {
  show({
    [`PUT ${PATH}`]: problem({
      status: 400,
      title: 'The request is not valid',
      errors: WRONG.problems,
    }),
  });
  const field = await write('[[sign]]\nname = "declined"\n');

  await press('Save');

  await screen.findByRole('button', { name: /^Line 2, sign: row/ });
  expect(field.value).toBe('[[sign]]\nname = "declined"\n');
  expect(screen.queryByRole('alert')).toBeNull();
});

test('when another has written, what was typed is kept, theirs is shown, and either can be chosen', async () => {
  let newest = page();
  const { asked } = show({
    [`GET ${PATH}`]: () => newest,
    [`PUT ${PATH}`]: ({ body }: Asked) => {
      const { version, document } = body as { version: number; document: string };
      if (version !== newest.version) {
        return problem({ status: 409, title: 'Not now', detail: 'another has written it' });
      }
      newest = page({ version: version + 1, document });
      return newest;
    },
  });
  const field = await write('# mine');
  newest = page({ version: 4, document: '# theirs', writtenBy: 'bob' });
  await press('Save');

  await screen.findByText(/^bob has written version 4 since you began with version 3/);
  expect(screen.getByText('# theirs')).toBeTruthy();
  expect(field.value).toBe('# mine');

  await press('Go on with mine');
  await press('Save');
  await screen.findByText(/^Saved as version 5/);
  expect(sent(asked, 'PUT')).toEqual([
    { document: '# mine', version: 3 },
    { document: '# mine', version: 4 },
  ]);
  expect(screen.queryByRole('alert')).toBeNull();
});

test('theirs can be loaded in the place of what was typed', async () => {
  window.sessionStorage.setItem(
    'casebook.draft.knowledge.shop',
    JSON.stringify({ text: '# mine', version: 2 }),
  );
  show();
  await screen.findByText(/since you began with version 2$/);
  const field = await editor();
  expect(field.value).toBe('# mine');

  await press('Load theirs, discard mine');

  expect(field.value).toBe(page().document);
  expect(screen.queryByText('Not saved yet.')).toBeNull();
});

test('what was typed is back after a reload, until it is discarded', async () => {
  const { unmount } = show();
  await write('# half a th');
  unmount();
  show();

  expect((await editor()).value).toBe('# half a th');
  expect(screen.getByText(/is back/)).toBeTruthy();
  await press('Discard changes');
  expect((await editor()).value).toBe(page().document);
  expect(window.sessionStorage.length).toBe(0);
});

test('an earlier version is shown beside the newest, and becomes an edit of it', async () => {
  const earlier = page({ version: 1, newest: 3, document: '# the first' });
  const { asked } = show(
    {
      [`GET ${PATH}`]: ({ search }: Asked) => (search === '?version=1' ? earlier : page()),
      [`PUT ${PATH}`]: page({ version: 4, document: '# the first' }),
    },
    '/projects/shop/knowledge?version=1',
  );
  await screen.findByText(/^This version is not in force/);
  expect((await editor()).value).toBe(page().document);

  await press('Edit from this version');
  expect((await editor()).value).toBe('# the first');
  expect(screen.queryByText(/^This version is not in force/)).toBeNull();
  await press('Save');

  await screen.findByText(/^Saved as version 4/);
  expect(sent(asked, 'PUT')).toEqual([{ document: '# the first', version: 3 }]);
});

test('a version that is kept no longer leaves the newest', async () => {
  const gone = problem({ status: 404, title: 'Not found', detail: 'version 1 is not kept' });
  show(
    { [`GET ${PATH}`]: ({ search }: Asked) => (search === '' ? page() : gone) },
    '/projects/shop/knowledge?version=1',
  );

  await screen.findByText('version 1 is not kept');
  expect((await editor()).value).toBe(page().document);
});

test('a document over the limit, in bytes, is neither checked nor saved', async () => {
  const { asked } = show();
  await write('é'.repeat(32 * 1024 + 1));

  await screen.findByText(/too large/);
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Save' }).disabled).toBe(true);
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Check' }).disabled).toBe(true);
  expect(sent(asked, 'POST')).toHaveLength(1);
});

test('a project of others is not found', async () => {
  show({ [`GET ${PATH}`]: problem({ status: 404, title: 'Not found' }) });

  await screen.findByText(/There is no such project/);
});

test.each([
  [['shop'], '/projects/shop/knowledge'],
  [['a b', 'shop'], '/knowledge'],
])('of the projects %j the page goes to %s', async (projects, address) => {
  const { went } = showPage(ProjectsPage, {
    at: '/knowledge',
    api: { 'GET /api/me': { user: 'ann', projects } },
  });

  await waitFor(() => expect(went.at(-1)).toBe(address));
  if (projects.length > 1) {
    const link = await screen.findByRole('link', { name: 'a b' });
    expect(link.getAttribute('href')).toBe('/projects/a%20b/knowledge');
  }
});
