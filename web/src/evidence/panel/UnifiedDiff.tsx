/** A diff, its lines coloured by their first sign, which stays where it is. */

import { plain } from '../../ui/plain';
import { Scrolled } from '../../ui/scrolled';

const KINDS: readonly (readonly [RegExp, string])[] = [
  [/^(\+\+\+|---|diff |index )/, 'text-muted'],
  [/^@@/, 'text-accent'],
  [/^\+/, 'bg-good-soft text-good'],
  [/^-/, 'bg-bad-soft text-bad'],
  [/^… /, 'text-muted italic'],
];

export function UnifiedDiff({ text }: { text: string }) {
  return (
    <Scrolled label="Differences" className="max-h-96 rounded border border-line">
      <pre className="w-fit min-w-full text-xs">
        {plain(text)
          .split('\n')
          .map((line, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line is known by its place alone
            <span key={place} className={`block px-2 ${kindOf(line)}`}>
              {line || ' '}
            </span>
          ))}
      </pre>
    </Scrolled>
  );
}

function kindOf(line: string): string {
  return KINDS.find(([begin]) => begin.test(line))?.[1] ?? '';
}
