import type { RowProblem } from '../../api/types';
import { plain } from '../../ui/plain';

/** What is wrong with the document; each leads to its line. */
export function Problems(props: {
  problems: readonly (RowProblem & { line: number | null })[];
  onGo: (line: number) => void;
}) {
  if (props.problems.length === 0) {
    return null;
  }
  return (
    <ul aria-label="Problems" className="divide-y divide-line border-y border-line text-sm">
      {props.problems.map(({ field, error, line }) => (
        <li key={`${field} ${error}`} className="py-1.5 break-words">
          {line === null ? (
            <span className="font-medium">{plain(field)}</span>
          ) : (
            <button
              type="button"
              onClick={() => props.onGo(line)}
              className="text-left font-medium text-accent underline decoration-accent/40 underline-offset-2 hover:decoration-accent"
            >
              Line {line}, {plain(field)}
            </button>
          )}
          <span className="block">{plain(error)}</span>
        </li>
      ))}
    </ul>
  );
}
