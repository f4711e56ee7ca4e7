/**
 * The map as it is drawn: a box for each resource, and each call as a way around all boxes.
 *
 * Boxes stand on a grid, so the space between two rows is free through all columns. A call between
 * neighbouring columns is a curve in the space between them. One that skips columns runs past them
 * in a lane of its own: between two rows, or through a row where no box is in its way.
 */

import { type Call, type Place, placesOf } from './layers';

export const BOX = { width: 184, height: 64 };
const GAP_X = 56;
const GAP_Y = 20;
const EDGE = 2;
const LANE = 6;
/** Those that keep within the height of a box. */
const LANES_THROUGH_A_ROW = 9;
/** A call that leads back leaves and arrives so far below one that leads on. */
const BACK = 14;
/** The head of an arrow ends so far before its box. */
const HEAD = 2;

export interface Point {
  x: number;
  y: number;
}

export interface Drawing {
  /** The upper left corner of each box. */
  corners: ReadonlyMap<string, Point>;
  /** Each call once, as the path of an SVG. */
  routes: readonly { call: Call; path: string }[];
  width: number;
  height: number;
}

interface Edge {
  call: Call;
  from: Place;
  to: Place;
}

/** Where a call runs past the columns that it skips: above a row or through it. */
interface Channel {
  kind: 'above' | 'through';
  row: number;
  lane: number;
}

export function drawingOf(names: readonly string[], calls: readonly Call[]): Drawing {
  const places = placesOf(names, calls);
  const edges = edgesOf(calls, places);
  const rows = 1 + Math.max(-1, ...[...places.values()].map(({ row }) => row));
  const columns = 1 + Math.max(-1, ...[...places.values()].map(({ column }) => column));
  const channels = channelsOf(edges, places, rows);
  const { gaps, tops, height } = heightsOf(rows, [...channels.values()]);
  const corner = ({ column, row }: Place): Point => ({
    x: EDGE + column * (BOX.width + GAP_X),
    y: tops[row] ?? 0,
  });
  const levelOf = ({ kind, row, lane }: Channel): number =>
    kind === 'above'
      ? (gaps[row] ?? 0) + LANE * (lane + 1)
      : (tops[row] ?? 0) + BOX.height / 2 + LANE * spread(lane);
  return {
    corners: new Map([...places].map(([name, place]) => [name, corner(place)])),
    routes: edges.map((edge) => {
      const channel = channels.get(edge);
      return { call: edge.call, path: pathOf(edge, corner, channel && levelOf(channel)) };
    }),
    width: EDGE + columns * (BOX.width + GAP_X),
    height,
  };
}

function edgesOf(calls: readonly Call[], places: ReadonlyMap<string, Place>): Edge[] {
  const once = new Map(calls.map((call) => [JSON.stringify([call.caller, call.callee]), call]));
  return [...once.values()].flatMap((call) => {
    const [from, to] = [places.get(call.caller), places.get(call.callee)];
    return from && to ? [{ call, from, to }] : [];
  });
}

/** A channel for each call that skips columns: the nearest that is free, each in a lane of its own. */
function channelsOf(
  edges: readonly Edge[],
  places: ReadonlyMap<string, Place>,
  rows: number,
): Map<Edge, Channel> {
  const boxes = new Set([...places.values()].map(({ column, row }) => `${column} ${row}`));
  const lanes = new Lanes();
  const channels = new Map<Edge, Channel>();
  for (const edge of edges) {
    const skipped = skippedBy(edge);
    if (skipped.length === 0) {
      continue;
    }
    const through = Array.from({ length: rows }, (_, row) => row)
      .filter((row) => skipped.every((column) => !boxes.has(`${column} ${row}`)))
      .map((row): Channel => ({ kind: 'through', row, lane: lanes.free('through', row, skipped) }))
      .filter(({ lane }) => lane < LANES_THROUGH_A_ROW);
    const above = Array.from(
      { length: rows + 1 },
      (_, row): Channel => ({ kind: 'above', row, lane: lanes.free('above', row, skipped) }),
    );
    const channel = nearest([...through, ...above], edge);
    lanes.take(channel, skipped);
    channels.set(edge, channel);
  }
  return channels;
}

/** Which lanes of each channel are taken, by column. */
class Lanes {
  readonly #taken = new Set<string>();

  free(kind: Channel['kind'], row: number, columns: readonly number[]): number {
    let lane = 0;
    while (columns.some((column) => this.#taken.has(`${kind} ${row} ${lane} ${column}`))) {
      lane++;
    }
    return lane;
  }

  take({ kind, row, lane }: Channel, columns: readonly number[]): void {
    for (const column of columns) {
      this.#taken.add(`${kind} ${row} ${lane} ${column}`);
    }
  }
}

/** The columns that lie between both ends. */
function skippedBy({ from, to }: Edge): number[] {
  const first = Math.min(from.column, to.column) + 1;
  const count = Math.max(0, Math.abs(to.column - from.column) - 1);
  return Array.from({ length: count }, (_, index) => first + index);
}

/** The one with the shortest way up and down, in rows; the first of those that are as near. */
function nearest(channels: readonly Channel[], { from, to }: Edge): Channel {
  const way = ({ kind, row }: Channel) => {
    const level = kind === 'above' ? row - 0.5 : row;
    return Math.abs(level - from.row) + Math.abs(level - to.row);
  };
  return channels.reduce((best, channel) => (way(channel) < way(best) ? channel : best));
}

/** From top to bottom: where the space above each row begins, and where its boxes begin. */
function heightsOf(rows: number, channels: readonly Channel[]) {
  const gaps: number[] = [];
  const tops: number[] = [];
  let y = 0;
  for (let row = 0; row <= rows; row++) {
    gaps[row] = y;
    const lanes = channels.filter(({ kind, row: of }) => kind === 'above' && of === row);
    const needed = lanes.length === 0 ? 0 : LANE * (2 + Math.max(...lanes.map(({ lane }) => lane)));
    y += Math.max(needed, row === 0 || row === rows ? EDGE : GAP_Y);
    tops[row] = y;
    y += row === rows ? 0 : BOX.height;
  }
  return { gaps, tops, height: y };
}

/** 0, 1, -1, 2, -2, …: lanes through a row lie around its middle. */
function spread(lane: number): number {
  return lane % 2 === 0 ? -lane / 2 : (lane + 1) / 2;
}

/**
 * Out of the caller's side that faces the callee, into the callee's side that faces the caller.
 * `level` is the height at which it runs past the columns between them.
 */
function pathOf(edge: Edge, corner: (place: Place) => Point, level: number | undefined): string {
  const { from, to } = edge;
  const ahead = Math.sign(to.column - from.column);
  const offset = BOX.height / 2 + (ahead > 0 ? 0 : BACK);
  const right = (place: Place) => corner(place).x + BOX.width;
  const start = { x: ahead < 0 ? corner(from).x : right(from), y: corner(from).y + offset };
  const end = {
    x: ahead > 0 ? corner(to).x - HEAD : right(to) + HEAD,
    y: corner(to).y + (ahead === 0 ? BOX.height / 2 - BACK : offset),
  };
  if (ahead === 0) {
    const bulge = Math.max(start.x, end.x) + GAP_X / 2;
    return `M${start.x} ${start.y} C${bulge} ${start.y} ${bulge} ${end.y} ${end.x} ${end.y}`;
  }
  if (level === undefined) {
    return `M${start.x} ${start.y} ${curve(start, end)}`;
  }
  const first = { x: start.x + ahead * GAP_X, y: level };
  const last = { x: end.x - ahead * (GAP_X - HEAD), y: level };
  return `M${start.x} ${start.y} ${curve(start, first)} L${last.x} ${last.y} ${curve(last, end)}`;
}

/** A curve that begins and ends level. */
function curve(from: Point, to: Point): string {
  const middle = (from.x + to.x) / 2;
  return `C${middle} ${from.y} ${middle} ${to.y} ${to.x} ${to.y}`;
}
