// @vitest-environment jsdom
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import postcss from 'postcss';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { FakeAgent, WORKLOAD } from '../chat/agent';
import { type Installed, installed } from './installing';

let page: Installed;
beforeAll(() => {
  page = installed();
}, 120_000);
afterAll(() => page?.remove());
afterEach(cleanup);

const home = () => `${page.folder}/node_modules/@casebook/chat`;

test('the tarball has what a page needs, and no source', () => {
  expect(page.files).toEqual(
    expect.arrayContaining([
      'README.md',
      'dist/index.js',
      'dist/styles.css',
      'dist/licenses.md',
      'dist/types/packages/chat/index.d.ts',
    ]),
  );
  expect(page.files.filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts'))).toEqual([]);
  expect(existsSync(`${page.folder}/node_modules/react`)).toBe(false);
});

test('it brings all but React', () => {
  const imported = readdirSync(`${home()}/dist`)
    .filter((file) => file.endsWith('.js'))
    .flatMap((file) => [
      ...readFileSync(`${home()}/dist/${file}`, 'utf8').matchAll(
        /(?:from|import)\s*["']([^."'][^"']*)["']/g,
      ),
    ])
    .map(([, name]) => name);

  expect([...new Set(imported)].sort()).toEqual(['react', 'react-dom', 'react/jsx-runtime']);
});

test('its styles reach nothing outside of its root', () => {
  const sheet = postcss.parse(readFileSync(`${home()}/dist/styles.css`, 'utf8'));
  const global: string[] = [];
  sheet.walkAtRules((rule) => {
    if (['property', 'layer', 'font-face', 'import'].includes(rule.name)) {
      global.push(rule.toString());
    } else if (rule.name === 'keyframes' && !rule.params.startsWith('casebook-')) {
      global.push(rule.params);
    }
  });
  sheet.walkRules((rule) => {
    const isStep =
      rule.parent?.type === 'atrule' && 'name' in rule.parent && rule.parent.name === 'keyframes';
    if (!isStep && rule.parent?.type !== 'rule') {
      global.push(
        ...rule.selectors.filter((selector) => !/^\.casebook-chat(?=$|[ [:])/.test(selector)),
      );
    }
  });

  expect(global).toEqual([]);
  expect(sheet.toString()).toContain('.casebook-chat .chat-prose');
});

test('the example builds and its types are right', () => {
  page.run('npm', 'run', 'build');

  const built = readdirSync(`${page.folder}/dist/assets`);
  expect(built.some((file) => file.endsWith('.css'))).toBe(true);
  expect(built.filter((file) => file.endsWith('.js')).length).toBeGreaterThan(2); // lazy parts stay so

  writeFileSync(`${page.folder}/main.tsx`, WRONG);
  expect(() => page.run('../node_modules/.bin/tsc', '--noEmit')).toThrow();
});

const WRONG = 'import { AgentChatModal } from "@casebook/chat"; AgentChatModal({ open: 1 });';

test('what was installed chats', async () => {
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      disconnect() {}
    },
  );
  vi.stubGlobal('matchMedia', () => ({
    matches: true,
    addEventListener() {},
    removeEventListener() {},
  }));
  const { AgentChatModal, Client } = await import(
    /* @vite-ignore */ pathToFileURL(`${home()}/dist/index.js`).href
  );
  const agent = new FakeAgent();
  const user = userEvent.setup();
  render(
    <AgentChatModal
      open
      onClose={() => {}}
      client={new Client(agent.setup)}
      connect={agent.connect}
      workloadId={WORKLOAD}
      projectId="shop"
    />,
  );

  await user.click(await screen.findByRole('button', { name: 'What is wrong right now?' }));

  expect((await screen.findByRole('article', { name: 'You' })).textContent).toContain(
    'What is wrong',
  );
  expect(screen.getByRole('dialog').closest('.casebook-chat')?.getAttribute('data-theme')).toBe(
    'dark',
  );
  expect(agent.taken('What is wrong right now?')).toBe(1);
});
