import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { type Bundle, type Chunk, examine, LAZY, LIMIT_KB } from '../budget';

const PAGE = '<script type="module" crossorigin src="/assets/index-1.js"></script>';

function chunk(parts: Partial<Chunk>): Chunk {
  return { type: 'chunk', isEntry: false, code: '', imports: [], moduleIds: [], ...parts };
}

/** Text that gzip makes no smaller than this. */
function weighing(kilobytes: number): string {
  return randomBytes(kilobytes * 1000).toString('latin1');
}

function page(source: string): Bundle {
  return { 'entry.js': chunk({ isEntry: true }), 'index.html': { type: 'asset', source } };
}

test('the start is the entry and what it imports statically, each counted once', () => {
  const { kilobytes, problems } = examine({
    'entry.js': chunk({ isEntry: true, code: weighing(20), imports: ['a.js', 'b.js'] }),
    'a.js': chunk({ code: weighing(20), imports: ['b.js', 'entry.js'] }),
    'b.js': chunk({ code: weighing(20) }),
    'lazy.js': chunk({ code: weighing(300) }),
  });

  expect(kilobytes).toBeGreaterThan(60);
  expect(kilobytes).toBeLessThan(130);
  expect(problems).toEqual([]);
});

test('a start that is too heavy fails, with the figure', () => {
  const { kilobytes, problems } = examine({
    'entry.js': chunk({ isEntry: true, imports: ['a.js'] }),
    'a.js': chunk({ code: weighing(200) }),
  });

  expect(kilobytes).toBeGreaterThan(LIMIT_KB);
  expect(problems).toEqual([expect.stringContaining(`${kilobytes} KB`)]);
});

test.each(LAZY)('%s may be loaded later and not at the start', (name) => {
  const moduleIds = [`/home/ann/casebook/web/node_modules/${name}/index.js`];

  const lazy = examine({ 'entry.js': chunk({ isEntry: true }), 'chat.js': chunk({ moduleIds }) });
  const eager = examine({
    'entry.js': chunk({ isEntry: true, imports: ['chat.js'] }),
    'chat.js': chunk({ moduleIds }),
  });

  expect(lazy.problems).toEqual([]);
  expect(eager.problems).toEqual([expect.stringContaining(name)]);
});

test.each([
  '<script>go()</script>',
  '<script type="module">go()</script>',
  '<style>body{}</style>',
  '<div style="color:red"></div>',
  '<body onload="go()">',
])('nothing inline: %s', (inline) => {
  expect(examine(page(PAGE)).problems).toEqual([]);
  expect(examine(page(PAGE + inline)).problems).toHaveLength(1);
});

test('a build without an entry is none', () => {
  expect(examine({}).problems).toEqual(['The build has no entry.']);
});
