import { plain } from '../../ui/plain';
import { Scrolled } from '../../ui/scrolled';

/** A document, to be read. */
export function SourceText(props: { label: string; text: string }) {
  return (
    <Scrolled
      label={props.label}
      className="mt-1 max-h-80 rounded border border-line bg-surface text-text"
    >
      <pre className="w-max min-w-full p-2 font-mono text-[0.8125rem] leading-5">
        {plain(props.text)}
      </pre>
    </Scrolled>
  );
}
