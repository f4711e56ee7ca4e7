import { type CSSProperties, memo, useCallback, useId, useMemo, useState } from 'react';
import type { MapResource, Workload } from '../../../api/types';
import { Badge, type Tone } from '../../../ui/parts';
import { plain } from '../../../ui/plain';
import { Arrows } from './Arrows';
import type { Call } from './layers';
import { ResourceDetail } from './ResourceDetail';
import { BOX, drawingOf, type Point } from './routes';
import type { ShownMap } from './shown';

const STATES: Record<MapResource['state'], readonly [words: string, tone: Tone]> = {
  alarming: ['In alarm', 'bad'],
  changed: ['Changed', 'warn'],
  healthy: ['Healthy', 'good'],
  unknown: ['Unknown', 'neutral'],
};

/**
 * The resources of a workload and who calls whom: a drawing where there is room, a list where
 * there is none. It is one list of buttons in both; the arrows are also told in words.
 */
export function ResourceMap(props: { map: ShownMap; workload: Workload }) {
  const { resources, calls } = props.map;
  const [chosen, setChosen] = useState<string | null>(null);
  const choose = useCallback(
    (name: string) => setChosen((before) => (before === name ? null : name)),
    [],
  );
  const detail = useId();
  const shape = JSON.stringify([resources.map(({ name }) => name), calls]);
  // The map is read every half minute; what is drawn changes only with what is registered.
  const [drawing, calleesOf] = useMemo(() => {
    const [names, drawn]: [string[], Call[]] = JSON.parse(shape);
    return [drawingOf(names, drawn), calleesIn(drawn)];
  }, [shape]);
  const selected = resources.find(({ name }) => name === chosen);
  return (
    <>
      <div className="sm:overflow-auto">
        <ul
          className="relative space-y-2 sm:h-(--map-height) sm:w-(--map-width) sm:space-y-0"
          style={sized(drawing)}
        >
          <Arrows drawing={drawing} chosen={chosen} />
          {resources.map((resource) => (
            <Node
              key={resource.name}
              resource={resource}
              corner={drawing.corners.get(resource.name) ?? ORIGIN}
              callees={calleesOf.get(resource.name) ?? NOBODY}
              isChosen={resource.name === chosen}
              detail={detail}
              onChoose={choose}
            />
          ))}
        </ul>
      </div>
      {calls.length > 0 && (
        <p className="mt-2 text-sm text-muted">
          <span className="hidden sm:inline">
            An arrow leads from the caller to what it calls.{' '}
          </span>
          Shown are the calls that are registered with the workload; others may happen.
        </p>
      )}
      <div id={detail} aria-live="polite">
        {selected && (
          <ResourceDetail
            resource={selected}
            registered={props.workload.resources.find(({ name }) => name === chosen)}
            calls={calls}
          />
        )}
      </div>
    </>
  );
}

const Node = memo(function Node(props: {
  resource: MapResource;
  corner: Point;
  callees: readonly string[];
  isChosen: boolean;
  detail: string;
  onChoose: (name: string) => void;
}) {
  const { resource, callees } = props;
  const [words, tone] = STATES[resource.state];
  const { x, y } = props.corner;
  return (
    <li className="sm:absolute sm:h-(--box-height) sm:w-(--box-width)" style={{ left: x, top: y }}>
      <button
        type="button"
        aria-expanded={props.isChosen}
        aria-controls={props.detail}
        title={plain(resource.name)}
        onClick={() => props.onChoose(resource.name)}
        className="flex size-full flex-col items-start gap-0.5 rounded-md border border-line bg-surface px-2.5 py-1.5 text-left hover:bg-sunken aria-expanded:border-accent aria-expanded:bg-accent-soft"
      >
        <span className="w-full font-medium break-words sm:truncate">{plain(resource.name)}</span>
        <span className="flex w-full items-center gap-2 text-xs text-muted">
          <Badge tone={tone}>
            <span className="sr-only">State: </span>
            {words}
          </Badge>
          <span className="min-w-0 sm:truncate">{plain(resource.type)}</span>
        </span>
        {callees.length > 0 && (
          <span className="text-xs text-muted sm:sr-only">
            calls {callees.map(plain).join(', ')}
          </span>
        )}
      </button>
    </li>
  );
});

const ORIGIN: Point = { x: 0, y: 0 };
const NOBODY: readonly string[] = [];

/** Sizes as variables: they hold only where there is room for a drawing. */
function sized({ width, height }: { width: number; height: number }): CSSProperties {
  const sizes = { map: { width, height }, box: BOX };
  return Object.fromEntries(
    Object.entries(sizes).flatMap(([of, size]) => [
      [`--${of}-width`, `${size.width}px`],
      [`--${of}-height`, `${size.height}px`],
    ]),
  );
}

function calleesIn(calls: readonly Call[]): ReadonlyMap<string, readonly string[]> {
  const callees = new Map<string, string[]>();
  for (const { caller, callee } of calls) {
    callees.set(caller, [...(callees.get(caller) ?? []), callee]);
  }
  return callees;
}
