/** Tool runs: what was asked, how it went, and the evidence that it brought. */

import {
  CircleCheck,
  CircleDashed,
  CircleDot,
  CirclePause,
  CirclePlay,
  CircleSlash,
  CircleX,
  LoaderCircle,
  type LucideIcon,
} from 'lucide-react';
import type { ToolRun } from '../../fold/tools';
import { LongList } from '../../ui/LongList';
import { plain, shortened } from '../../ui/plain';
import { duration } from '../../ui/times';
import { Chips, Permalink, useCited } from './claims';
import { spaced } from './words';

const ICONS: Record<string, [icon: LucideIcon, colour: string, words: string]> = {
  running: [LoaderCircle, 'text-accent animate-spin', 'running'],
  waiting: [CircleDashed, 'text-muted', 'waiting'],
  completed: [CircleCheck, 'text-good', 'done'],
  success: [CircleCheck, 'text-good', 'found data'],
  'no-data': [CircleDot, 'text-muted', 'found nothing'],
  error: [CircleX, 'text-bad', 'failed'],
  failed: [CircleX, 'text-bad', 'failed'],
  paused: [CirclePause, 'text-warn', 'paused'],
  resumed: [CirclePlay, 'text-accent', 'resumed'],
  cancelled: [CircleX, 'text-muted', 'cancelled'],
  stopped: [CircleSlash, 'text-muted', 'stopped'],
};

/** A sign for how something went; its words are read out. */
export function Outcome(props: { of: string }) {
  const [Icon, colour, words] = ICONS[props.of] ?? [CircleX, 'text-warn', spaced(props.of)];
  return (
    <>
      <Icon aria-hidden size={16} className={`shrink-0 ${colour}`} />
      <span className="sr-only">{words}:</span>
    </>
  );
}

export function ToolRows(props: { tools: readonly ToolRun[] }) {
  const { marked } = useCited();
  const shows = props.tools.findIndex(({ seq }) => marked === `seq-${seq}`);
  return <LongList items={props.tools} row={toolRow} rowHeight={32} shows={shows} />;
}

function toolRow(tool: ToolRun) {
  return <ToolRow key={tool.callId} tool={tool} />;
}

function ToolRow({ tool }: { tool: ToolRun }) {
  const { marked, point } = useCited();
  const anchor = `seq-${tool.seq}`;
  const asked = parametersOf(tool);
  const ids = tool.evidenceId === null ? [] : [tool.evidenceId];
  return (
    <li
      id={anchor}
      onMouseEnter={() => point(ids)}
      onMouseLeave={() => point([])}
      onFocus={() => point(ids)}
      onBlur={() => point([])}
      className={`group/claim relative flex min-h-8 items-center gap-1.5 text-sm ${marked === anchor ? 'rounded bg-mark/40 outline outline-mark' : ''}`}
    >
      <Outcome of={tool.outcome} />
      <span className="min-w-0 flex-1 truncate" title={plain(`${tool.tool} ${asked}`)}>
        <span className="font-medium">{plain(tool.tool)}</span>{' '}
        <bdi className="text-muted">{plain(shortened(asked, 160))}</bdi>
      </span>
      {tool.durationMs !== null && (
        <span className="text-xs text-muted tabular-nums">{short(tool.durationMs)}</span>
      )}
      <Chips ids={ids} />
      <Permalink anchor={anchor} what="this step" />
    </li>
  );
}

/** `pattern=timeout, limit=100`: what was given, and not what was left open. */
function parametersOf(tool: ToolRun): string {
  return Object.entries(tool.parameters)
    .filter(([, value]) => !isLeftOpen(value))
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');
}

function isLeftOpen(value: unknown): boolean {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

function short(milliseconds: number): string {
  return milliseconds < 1000 ? `${milliseconds} ms` : duration(milliseconds);
}
