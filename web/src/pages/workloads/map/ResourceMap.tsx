import { memo, useCallback, useId, useMemo, useState } from 'react';
import type { MapResource, Workload } from '../../../api/types';
import { Badge, type Tone } from '../../../ui/parts';
import { plain } from '../../../ui/plain';
import { type Call, type Place, placesOf } from './layers';
import { ResourceDetail } from './ResourceDetail';
import type { ShownMap } from './shown';

const WIDTH = 184;
const HEIGHT = 64;
const GAP_X = 56;
const GAP_Y = 20;

const STATES: Record<MapResource['state'], readonly [words: string, tone: Tone]> = {
  alarming: ['In alarm', 'bad'],
  changed: ['Changed', 'warn'],
  healthy: ['Healthy', 'good'],
  unknown: ['State unknown', 'neutral'],
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
  const { places, size, calleesOf } = useMemo(() => laidOut(JSON.parse(shape)), [shape]);
  const selected = resources.find(({ name }) => name === chosen);
  return (
    <>
      <div className="sm:overflow-auto">
        <ul
          className="relative space-y-2 sm:h-(--map-height) sm:w-(--map-width) sm:space-y-0"
          style={{ '--map-height': `${size.height}px`, '--map-width': `${size.width}px` } as object}
        >
          <Arrows calls={calls} places={places} size={size} chosen={chosen} />
          {resources.map((resource) => (
            <Node
              key={resource.name}
              resource={resource}
              place={places.get(resource.name) ?? { column: 0, row: 0 }}
              callees={calleesOf.get(resource.name) ?? NOBODY}
              isChosen={resource.name === chosen}
              detail={detail}
              onChoose={choose}
            />
          ))}
        </ul>
      </div>
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
  place: Place;
  callees: readonly string[];
  isChosen: boolean;
  detail: string;
  onChoose: (name: string) => void;
}) {
  const { resource, callees } = props;
  const [words, tone] = STATES[resource.state];
  const { x, y } = corner(props.place);
  return (
    <li className="sm:absolute sm:h-16 sm:w-46" style={{ left: x, top: y }}>
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
          <Badge tone={tone}>{words}</Badge>
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

function Arrows(props: {
  calls: readonly Call[];
  places: ReadonlyMap<string, Place>;
  size: { width: number; height: number };
  chosen: string | null;
}) {
  const { calls, places, size, chosen } = props;
  const head = useId();
  const touched = calls.filter(({ caller, callee }) => chosen === caller || chosen === callee);
  return (
    <svg
      aria-hidden="true"
      width={size.width}
      height={size.height}
      className="pointer-events-none absolute inset-0 hidden sm:block"
    >
      <defs>
        <marker
          id={head}
          viewBox="0 0 8 8"
          refX="7"
          refY="4"
          markerUnits="userSpaceOnUse"
          markerWidth="9"
          markerHeight="9"
          orient="auto"
        >
          <path d="M0 0 L8 4 L0 8 z" className="fill-muted" />
        </marker>
      </defs>
      <Lines calls={calls} places={places} head={head} className="stroke-muted" />
      <Lines calls={touched} places={places} head={head} className="stroke-accent stroke-[2.5px]" />
    </svg>
  );
}

const Lines = memo(function Lines(props: {
  calls: readonly Call[];
  places: ReadonlyMap<string, Place>;
  head: string;
  className: string;
}) {
  return props.calls.map(({ caller, callee }) => {
    const [from, to] = [props.places.get(caller), props.places.get(callee)];
    return (
      from &&
      to && (
        <path
          key={`${caller}\n${callee}`}
          d={curve(from, to)}
          markerEnd={`url(#${props.head})`}
          fill="none"
          className={props.className}
        />
      )
    );
  });
});

const NOBODY: readonly string[] = [];

function laidOut([names, calls]: [string[], Call[]]) {
  const places = placesOf(names, calls);
  const calleesOf = new Map<string, string[]>();
  for (const { caller, callee } of calls) {
    calleesOf.set(caller, [...(calleesOf.get(caller) ?? []), callee]);
  }
  return { places, size: sizeOf([...places.values()]), calleesOf };
}

function corner({ column, row }: Place): { x: number; y: number } {
  return { x: 2 + column * (WIDTH + GAP_X), y: 2 + row * (HEIGHT + GAP_Y) };
}

function sizeOf(places: Place[]): { width: number; height: number } {
  const end = corner({
    column: Math.max(0, ...places.map(({ column }) => column)),
    row: Math.max(0, ...places.map(({ row }) => row)),
  });
  // Room below for calls that lead back.
  return { width: end.x + WIDTH + GAP_X / 2, height: end.y + HEIGHT + GAP_Y };
}

/** From the right side of the caller to the left side of the callee; back and down for a circle. */
function curve(from: Place, to: Place): string {
  const [a, b] = [corner(from), corner(to)];
  const [y1, y2] = [a.y + HEIGHT / 2, b.y + HEIGHT / 2];
  if (to.column > from.column) {
    const [x1, x2] = [a.x + WIDTH, b.x - 2];
    const bend = Math.min((x2 - x1) / 2, 60);
    return `M${x1} ${y1} C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
  }
  const [x1, x2] = [a.x + WIDTH * 0.7, b.x + WIDTH * 0.3];
  const low = Math.max(a.y, b.y) + HEIGHT + GAP_Y;
  return `M${x1} ${a.y + HEIGHT} C${x1} ${low} ${x2} ${low} ${x2} ${b.y + HEIGHT + 2}`;
}
