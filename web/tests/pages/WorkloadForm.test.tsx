// @vitest-environment jsdom
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import EditPage from '../../src/pages/workloads/EditPage';
import RegisterPage from '../../src/pages/workloads/RegisterPage';
import type { Asked } from '../api/server';
import { problem, showPage } from './page';
import { workload } from './workloads';

// A whole form is filled, on machines that have other things to do.
vi.setConfig({ testTimeout: 30_000 });

const ME = { user: 'ada', projects: ['web', 'payments'] };

afterEach(() => window.sessionStorage.clear());

function register(api: Record<string, unknown> = {}, at = '/workloads/new') {
  return showPage(RegisterPage, {
    at,
    api: { 'GET /api/me': ME, 'POST /api/workloads': workload(), ...api },
  });
}

function edit(api: Record<string, unknown> = {}) {
  return showPage(EditPage, {
    at: '/workloads/wl_shop/edit',
    params: { workloadId: 'wl_shop' },
    api: {
      'GET /api/me': ME,
      'GET /api/workloads/wl_shop': workload(),
      'PUT /api/workloads/wl_shop': workload(),
      ...api,
    },
  });
}

/** As a person who pastes: one change instead of one for each key. */
async function put(user: ReturnType<typeof userEvent.setup>, field: Element, text: string) {
  await user.click(field);
  await user.paste(text);
}

async function fill(user: ReturnType<typeof userEvent.setup>) {
  await screen.findByRole('option', { name: 'payments' });
  await user.selectOptions(screen.getByLabelText('Project'), 'web');
  await put(user, screen.getByLabelText('Name'), 'shop');
  await put(user, screen.getByLabelText('Name or ARN'), 'checkout-fn');
}

function bodyOf(asked: Asked[], method: string): unknown {
  return asked.find((request) => request.method === method)?.body;
}

function errorOf(field: HTMLElement): string | undefined {
  const ids = field.getAttribute('aria-describedby')?.split(' ') ?? [];
  return ids.map((id) => document.getElementById(id)?.textContent).find(Boolean) ?? undefined;
}

test('what is typed is registered, and the page of the workload is next', async () => {
  const user = userEvent.setup({ delay: null });
  const { asked, went } = register();
  await fill(user);
  await user.click(screen.getByRole('button', { name: 'Add a resource' }));
  await put(user, screen.getAllByLabelText('Name or ARN')[1] as Element, 'orders');
  await user.click(screen.getByRole('button', { name: 'Add a call' }));
  await user.selectOptions(screen.getByLabelText('Caller'), 'checkout-fn');
  await user.selectOptions(screen.getByLabelText('Calls'), 'orders');
  await put(user, screen.getByLabelText('Alarms by name'), 'one\ntwo');

  await user.click(screen.getByRole('button', { name: 'Register' }));

  await waitFor(() => expect(went.at(-1)).toBe('/workloads/wl_shop'));
  expect(bodyOf(asked, 'POST')).toEqual({
    name: 'shop',
    project: 'web',
    resources: [
      { name: 'checkout-fn', type: 'lambda', logGroups: [], metrics: [] },
      { name: 'orders', type: 'lambda', logGroups: [], metrics: [] },
    ],
    calls: [['checkout-fn', 'orders']],
    alarms: ['one', 'two'],
    repository: null,
    search: null,
    database: null,
    mcp: [],
  });
  expect(window.sessionStorage.length).toBe(0);
});

test('what is missing is said at its field without asking, and the first gets the focus', async () => {
  const user = userEvent.setup({ delay: null });
  const { asked } = register();
  await screen.findByLabelText('Project');

  await user.click(screen.getByRole('button', { name: 'Register' }));

  const name = screen.getByLabelText('Name');
  expect(errorOf(name)).toBe('is needed');
  expect(document.activeElement).toBe(name);
  expect(errorOf(screen.getByLabelText('Name or ARN'))).toMatch(/is needed/);
  expect(asked.every(({ method }) => method === 'GET')).toBe(true);
});

test('each mistake that the API names stands at its field, in words', async () => {
  const user = userEvent.setup({ delay: null });
  register({
    'POST /api/workloads': problem({
      status: 400,
      title: 'The request is not valid',
      errors: [
        { field: 'resources.0.name', error: 'String should have at most 2048 characters' },
        { field: 'alarms.1', error: 'String should have at most 255 characters' },
        { field: 'repository.GitHubRepository.github', error: "String should match pattern '^x$'" },
        { field: 'repository.GitRepository.git', error: 'Field required' },
        { field: 'repository.GitRepository.github', error: 'Extra inputs are not permitted' },
        { field: 'resources', error: 'Something about all of them' },
        { field: 'body', error: 'Value error, calls name unknown resources: x' },
      ],
    }),
  });
  await fill(user);
  await put(user, screen.getByLabelText('Alarms by name'), 'fine\nwrong');
  await user.selectOptions(screen.getByLabelText('Where the code is'), 'GitHub');
  await put(user, screen.getByLabelText('Repository'), 'nonsense');

  await user.click(screen.getByRole('button', { name: 'Register' }));

  const resource = screen.getByLabelText('Name or ARN');
  await waitFor(() => expect(errorOf(resource)).toBe('must have at most 2048 characters'));
  expect(document.activeElement).toBe(resource);
  expect(errorOf(screen.getByLabelText('Alarms by name'))).toBe(
    '“wrong”: must have at most 255 characters',
  );
  expect(errorOf(screen.getByLabelText('Repository'))).toBe('is not allowed. Like owner/name.');
  const notice = screen.getByRole('alert');
  expect(within(notice).getByText(/3 fields need a correction/)).toBeTruthy();
  expect(within(notice).getByText('calls name unknown resources: x')).toBeTruthy();
  expect(notice.textContent).not.toContain('Extra inputs');
  expect((resource as HTMLInputElement).value).toBe('checkout-fn');
});

test('a name that is taken, and a foreign project, are said at their fields', async () => {
  const user = userEvent.setup({ delay: null });
  let answer = problem({ status: 409, title: 'It exists already', detail: 'taken' });
  register({ 'POST /api/workloads': () => answer });
  await fill(user);

  await user.click(screen.getByRole('button', { name: 'Register' }));
  await waitFor(() => expect(errorOf(screen.getByLabelText('Name'))).toBe('taken'));

  answer = problem({ status: 403, title: 'Not allowed', detail: 'project: you are not in it' });
  await user.click(screen.getByRole('button', { name: 'Register' }));
  const project = screen.getByLabelText('Project');
  await waitFor(() => expect(errorOf(project)).toBe('you are not in it'));
});

test('a lost connection loses nothing, and the same can be sent again', async () => {
  const user = userEvent.setup({ delay: null });
  let isDown = true;
  const { asked, went } = register({
    'POST /api/workloads': () => {
      if (isDown) {
        throw new TypeError('fetch failed');
      }
      return workload();
    },
  });
  await fill(user);

  await user.click(screen.getByRole('button', { name: 'Register' }));

  expect(await screen.findByText(/What you typed is kept/)).toBeTruthy();
  expect((screen.getByLabelText('Name') as HTMLInputElement).value).toBe('shop');
  isDown = false;
  await user.click(screen.getByRole('button', { name: 'Register' }));
  await waitFor(() => expect(went.at(-1)).toBe('/workloads/wl_shop'));
  const sent = asked.filter(({ method }) => method === 'POST');
  expect(sent).toHaveLength(2);
  expect(sent[1]?.body).toEqual(sent[0]?.body);
});

test('what was typed is back after a reload, and can be discarded', async () => {
  const user = userEvent.setup({ delay: null });
  const first = edit();
  const name = await screen.findByLabelText('Name');
  await put(user, name, '-two');
  first.unmount();

  edit();

  await screen.findByText(/What you typed here before/);
  const again = screen.getByLabelText('Name') as HTMLInputElement;
  expect(again.value).toBe('shop-two');
  await user.click(screen.getByRole('button', { name: 'Discard it' }));
  expect(again.value).toBe('shop');
  expect(window.sessionStorage.length).toBe(0);
});

test('a link does not lead away from what is not saved before it is asked', async () => {
  const user = userEvent.setup({ delay: null });
  const { went } = edit();
  await put(user, await screen.findByLabelText('Name'), '!');

  await user.click(screen.getByRole('link', { name: 'Cancel' }));

  expect(await screen.findByRole('dialog', { name: 'Leave without saving?' })).toBeTruthy();
  expect(went.at(-1)).toBe('/workloads/wl_shop/edit');
  await user.click(screen.getByRole('button', { name: 'Stay' }));
  expect(went.at(-1)).toBe('/workloads/wl_shop/edit');

  await user.click(screen.getByRole('link', { name: 'Cancel' }));
  await user.click(await screen.findByRole('button', { name: 'Leave without saving' }));
  expect(went.at(-1)).toBe('/workloads/wl_shop');
  expect(window.sessionStorage.length).toBe(0);
});

test('closing the tab is asked about while something is not saved, and only then', async () => {
  const user = userEvent.setup({ delay: null });
  edit();
  const name = await screen.findByLabelText('Name');
  const isHeld = () => !window.dispatchEvent(new Event('beforeunload', { cancelable: true }));

  expect(isHeld()).toBe(false);
  await put(user, name, 'x');
  expect(isHeld()).toBe(true);
  await user.keyboard('{backspace}');
  expect(isHeld()).toBe(false);
});

test('a resource that is renamed stays in its calls, one that is removed leaves them', async () => {
  const user = userEvent.setup({ delay: null });
  const { asked } = edit();
  const names = await screen.findAllByLabelText('Name or ARN');
  await user.clear(names[1] as Element);
  await put(user, names[1] as Element, 'orders-v2');

  await user.click(screen.getByRole('button', { name: 'Save' }));

  await waitFor(() =>
    expect(bodyOf(asked, 'PUT')).toMatchObject({ calls: [['checkout-fn', 'orders-v2']] }),
  );
  await user.click(screen.getByRole('button', { name: 'Remove resource 2' }));
  expect(screen.queryByLabelText('Caller')).toBeNull();
});

test('a whole workload comes back from the form as it was', async () => {
  const whole = workload({
    resources: [
      {
        name: 'svc',
        type: 'ecs',
        logGroups: ['/ecs/a', '/ecs/b'],
        metrics: [
          { namespace: 'AWS/ECS', name: 'CPUUtilization', dimensions: { ServiceName: 'a=b' } },
        ],
      },
    ],
    calls: [['svc', 'svc']],
    alarms: ['x'],
    repository: { git: 'shop.git', branch: 'main' },
    search: {
      endpoint: 'https://search.example',
      indices: ['logs-*'],
      auth: 'sigv4',
      region: 'us-east-1',
      timeField: '@timestamp',
    },
    database: {
      host: 'db.example',
      port: 5433,
      database: 'shop',
      schemas: ['public'],
      tables: ['public.orders'],
      secret: 'db',
    },
    mcp: [
      {
        name: 'wiki',
        endpoint: 'https://wiki.example/mcp',
        tools: ['search', 'read'],
        secret: 'wiki',
        header: 'X-Token',
      },
    ],
  });
  const { asked } = edit({
    'GET /api/workloads/wl_shop': whole,
    'PUT /api/workloads/wl_shop': whole,
  });

  await userEvent.click(await screen.findByRole('button', { name: 'Save' }));

  const { workloadId: _, createdAt: __, updatedAt: ___, ...described } = whole;
  await waitFor(() => expect(bodyOf(asked, 'PUT')).toEqual(described));
});

test('of many calls a hundred are shown, and all up to one that is wrong', async () => {
  const many = workload({ calls: Array(150).fill(['checkout-fn', 'orders']) });
  const { container } = edit({
    'GET /api/workloads/wl_shop': many,
    'PUT /api/workloads/wl_shop': problem({
      status: 400,
      errors: [{ field: 'calls.120.1', error: 'Value error, is no resource' }],
    }),
  });
  // Searching by role or label takes jsdom minutes here.
  const save = await screen.findByText('Save');
  const callers = () => container.querySelectorAll('[name^="calls."][name$=".0"]').length;
  expect(callers()).toBe(100);
  expect(screen.getByText('Show more of the 150 calls')).toBeTruthy();

  fireEvent.click(save);

  await waitFor(() => expect(callers()).toBe(121));
  expect(document.activeElement?.getAttribute('name')).toBe('calls.120.1');
});

test('JSON fills the form; one that is wrong says where, and changes nothing', async () => {
  const user = userEvent.setup({ delay: null });
  register();
  await fill(user);
  await user.click(screen.getByRole('button', { name: 'Paste JSON' }));
  const text = screen.getByLabelText('JSON');

  await user.click(text);
  await user.paste('{"name": "billing", "resources": [{"name": "a"}], "calls": [["a", "b"]]}');
  await user.click(screen.getByRole('button', { name: 'Fill the form' }));
  expect(errorOf(text)).toBe('calls.0: “b” is not among the resources.');

  await user.clear(text);
  await user.paste('{"name": "billing", "resources": [{"name": "a"}], "calls": [["a", "a"]]}');
  await user.click(screen.getByRole('button', { name: 'Fill the form' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect((screen.getByLabelText('Name') as HTMLInputElement).value).toBe('billing');
});

test('an unmatched alarm brings its name and the resource of its metric', async () => {
  register(
    {
      'GET /api/alarms/unmatched': {
        alarms: [
          {
            alarm: {
              name: 'cart-errors',
              namespace: 'AWS/Lambda',
              metric: 'Errors',
              dimensions: { FunctionName: 'cart-fn' },
              queries: [],
            },
            receivedAt: '2026-11-29T12:00:00.000Z',
            why: 'no workload lists it',
          },
        ],
      },
    },
    '/workloads/new?alarm=cart-errors',
  );

  const resource = await screen.findByLabelText('Name or ARN');
  expect((resource as HTMLInputElement).value).toBe('cart-fn');
  const alarms = screen.getByLabelText('Alarms by name') as HTMLTextAreaElement;
  expect(alarms.value).toBe('cart-errors');
});

test('a workload of others is not found', async () => {
  edit({ 'GET /api/workloads/wl_shop': problem({ status: 404, title: 'Not found' }) });

  expect(await screen.findByText(/There is no such workload/)).toBeTruthy();
});
