/** What the agent looked at for an answer, a row each, as it happens. */

import type { ToolRun } from '../fold/tools';
import { Badge, Button, type Tone } from '../ui/parts';
import { plain } from '../ui/plain';
import { parameterWords, toolWords } from './words';

const STATES: Record<string, [tone: Tone, words: string]> = {
  running: ['accent', 'running'],
  success: ['good', 'done'],
  'no-data': ['neutral', 'no data'],
  error: ['bad', 'error'],
  stopped: ['neutral', 'stopped'],
};
/** More rows than these are folded, oldest first. */
const SHOWN = 5;

interface Props {
  tools: readonly ToolRun[];
  /** Nothing is running any more, whatever the rows say. */
  hasEnded: boolean;
  onOpenEvidence: (evidenceId: string) => void;
}

export function ToolRows(props: Props) {
  const { tools } = props;
  const earlier = tools.length > SHOWN ? tools.slice(0, tools.length - SHOWN) : [];
  return tools.length === 0 ? null : (
    <div className="mb-2 text-sm">
      {earlier.length > 0 && (
        <details>
          <summary className="py-1 text-muted">{earlier.length} steps before</summary>
          <Rows {...props} tools={earlier} />
        </details>
      )}
      <Rows {...props} tools={tools.slice(earlier.length)} />
    </div>
  );
}

function Rows({ tools, ...rest }: Props) {
  return (
    <ul>
      {tools.map((tool) => (
        <li key={tool.callId}>
          <Row tool={tool} {...rest} />
        </li>
      ))}
    </ul>
  );
}

function Row({ tool, hasEnded, onOpenEvidence }: Omit<Props, 'tools'> & { tool: ToolRun }) {
  const { evidenceId } = tool;
  const outcome = tool.outcome === 'running' && hasEnded ? 'stopped' : tool.outcome;
  const [tone, words] = STATES[outcome] ?? (['warn', plain(outcome)] as const);
  return (
    <details className="rounded hover:bg-sunken">
      <summary className="flex min-h-7 items-center gap-2 px-1">
        <Badge tone={tone}>{words}</Badge>
        <span className="min-w-0 flex-1 truncate">
          {toolWords(tool.tool)}{' '}
          <span className="text-muted">{parameterWords(tool.parameters)}</span>
        </span>
        {tool.durationMs !== null && (
          <span className="text-xs text-muted tabular-nums">{seconds(tool.durationMs)}</span>
        )}
      </summary>
      <div className="space-y-2 px-1 pb-2">
        <pre
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
          tabIndex={0}
          className="max-h-48 overflow-auto rounded bg-sunken p-2 text-xs whitespace-pre-wrap break-all"
        >
          {plain(JSON.stringify(tool.parameters, null, 2))}
        </pre>
        {evidenceId !== null && (
          <Button onClick={() => onOpenEvidence(evidenceId)}>Show what it found</Button>
        )}
      </div>
    </details>
  );
}

function seconds(milliseconds: number): string {
  return milliseconds < 100 ? `${milliseconds} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}
