/** What agents and people read of the result, with the words marked that a claim quotes. */

import { plain } from '../../ui/plain';
import { Scrolled } from '../../ui/scrolled';
import { markQuoted } from '../text/quoting';

export function Excerpt({ text, quoted }: { text: string; quoted: readonly string[] }) {
  const parts = markQuoted(plain(text), quoted.map(plain));
  return (
    <Scrolled label="Excerpt" className="max-h-80 rounded bg-sunken">
      <pre className="p-2 text-xs break-words whitespace-pre-wrap">
        {parts.map(({ text: part, marked }, place) =>
          // biome-ignore lint/suspicious/noArrayIndexKey: parts have no id, and their order stays
          marked ? <mark key={place}>{part}</mark> : part,
        )}
      </pre>
    </Scrolled>
  );
}
