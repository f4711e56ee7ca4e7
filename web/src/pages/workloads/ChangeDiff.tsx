import type { FieldChange } from '../../stream/events';
import { plain, shortened } from '../../ui/plain';

const CHARACTERS = 2_000;
const LINES = 200;

/**
 * What a change did to each setting, before and after; or its patch, line by line, which is folded
 * unless it is `isOpen`. Nothing where neither is known.
 */
export function ChangeDiff(props: {
  change: { diff?: readonly FieldChange[]; patch?: string | null };
  isOpen?: boolean;
}) {
  const { diff = [], patch } = props.change;
  if (diff.length > 0) {
    return (
      <ul className="mt-1 space-y-1 text-sm">
        {diff.map((field) => (
          <li key={field.path} className="min-w-0">
            <code className="break-all">{plain(field.path)}</code>
            <Value sign="−" word="before" className="bg-bad-soft text-bad" value={field.before} />
            <Value sign="+" word="after" className="bg-good-soft text-good" value={field.after} />
          </li>
        ))}
      </ul>
    );
  }
  return patch ? <Patch text={patch} isOpen={props.isOpen ?? false} /> : null;
}

function Value(props: { sign: string; word: string; className: string; value: unknown }) {
  const { value } = props;
  const isThere = value !== null && value !== undefined;
  const words = typeof value === 'string' ? value : JSON.stringify(value);
  return (
    <div className={`flex gap-2 rounded px-2 font-mono text-xs leading-5 ${props.className}`}>
      <span aria-hidden>{props.sign}</span>
      <span className="sr-only">{props.word}:</span>
      <span className="min-w-0 break-all whitespace-pre-wrap">
        {isThere ? plain(shortened(words, CHARACTERS)) : <i>not set</i>}
      </span>
    </div>
  );
}

function Patch(props: { text: string; isOpen: boolean }) {
  const lines = props.text.split('\n');
  return (
    <details className="mt-1" open={props.isOpen}>
      <summary className="py-0.5 text-sm">Patch ({lines.length} lines)</summary>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
        tabIndex={0}
        className="max-h-96 overflow-auto rounded bg-sunken py-1 text-xs"
      >
        {lines.slice(0, LINES).map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a patch never changes
          <div key={index} className={`min-h-4 px-2 ${colour(line)}`}>
            {plain(shortened(line, CHARACTERS))}
          </div>
        ))}
        {lines.length > LINES && <div className="px-2">… {lines.length - LINES} more lines</div>}
      </pre>
    </details>
  );
}

function colour(line: string): string {
  if (line.startsWith('+')) {
    return 'bg-good-soft text-good';
  }
  return line.startsWith('-') ? 'bg-bad-soft text-bad' : '';
}
