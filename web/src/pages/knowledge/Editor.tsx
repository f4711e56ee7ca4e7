import type { ReactNode, RefObject } from 'react';
import { useRef } from 'react';

/** A text with the numbers of its lines, those of `wrong` marked. */
export function Editor(props: {
  label: string;
  text: string;
  wrong: ReadonlySet<number>;
  field: RefObject<HTMLTextAreaElement | null>;
  isReadOnly: boolean;
  describedBy: string;
  onChange: (text: string) => void;
}) {
  const { text, wrong, field } = props;
  const numbers = useRef<HTMLPreElement>(null);
  return (
    <div className="flex h-[min(36rem,65dvh)] min-h-40 resize-y overflow-hidden rounded-md border border-line bg-surface font-mono text-[0.8125rem] leading-5 focus-within:outline-2 focus-within:outline-accent">
      <pre
        ref={numbers}
        aria-hidden
        className="shrink-0 overflow-hidden bg-sunken px-2 pt-2 pb-10 text-right font-mono text-muted select-none"
      >
        {numbered(text.split('\n').length, wrong)}
      </pre>
      <textarea
        ref={field}
        aria-label={props.label}
        aria-describedby={props.describedBy}
        aria-invalid={wrong.size > 0 ? true : undefined}
        value={text}
        readOnly={props.isReadOnly}
        wrap="off"
        spellCheck={false}
        autoCapitalize="off"
        autoComplete="off"
        onChange={(event) => props.onChange(event.target.value)}
        onScroll={({ currentTarget }) => {
          if (numbers.current) {
            numbers.current.scrollTop = currentTarget.scrollTop;
          }
        }}
        className="min-w-0 flex-1 resize-none overflow-auto p-2 outline-none"
      />
    </div>
  );
}

/** One text but for the marked numbers: a document may have thousands of lines. */
function numbered(lines: number, wrong: ReadonlySet<number>): ReactNode[] {
  const parts: ReactNode[] = [];
  let run = '';
  for (let line = 1; line <= lines; line++) {
    if (wrong.has(line)) {
      parts.push(
        run,
        <b key={line} className="text-bad">
          {line}
        </b>,
      );
      run = '\n';
    } else {
      run += `${line}\n`;
    }
  }
  return [...parts, run];
}

/** Selects a line, and brings it into view. */
export function goToLine(field: HTMLTextAreaElement, line: number): void {
  const lines = field.value.split('\n');
  const start = lines.slice(0, line - 1).join('\n').length + (line > 1 ? 1 : 0);
  field.focus();
  field.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
  const top = (field.scrollHeight * (line - 1)) / lines.length;
  field.scrollTo?.(0, top - field.clientHeight / 3);
}
