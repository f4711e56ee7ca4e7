/** Where each resource of a workload stands on its map: callers at the left of what they call. */

export interface Call {
  caller: string;
  callee: string;
}

export interface Place {
  column: number;
  row: number;
}

/**
 * A column and a row for each name. A column is the longest way from a resource that nobody calls,
 * calls that close a circle left out. Rows are chosen so that few calls cross (barycentres, as in
 * Sugiyama, Tagawa and Toda 1981).
 */
export function placesOf(names: readonly string[], calls: readonly Call[]): Map<string, Place> {
  const known = new Set(names);
  const forward = withoutCircles(
    names,
    calls.filter(({ caller, callee }) => known.has(caller) && known.has(callee)),
  );
  const columnOf = columnsOf(names, forward);
  const columns: string[][] = [];
  for (const name of names) {
    const column = columnOf.get(name) ?? 0;
    columns[column] ??= [];
    columns[column].push(name);
  }
  straighten(columns, forward);
  const places = new Map<string, Place>();
  columns.forEach((column, index) => {
    column.forEach((name, row) => {
      places.set(name, { column: index, row });
    });
  });
  return places;
}

function withoutCircles(names: readonly string[], calls: readonly Call[]): Call[] {
  const callees = grouped(calls, ({ caller }) => caller);
  const left = new Set<string>();
  const entered = new Set<string>();
  const kept: Call[] = [];
  // By hand instead of by recursion: two hundred resources may stand in one chain.
  for (const first of inOrderOfCalls(names, calls)) {
    const way: { name: string; rest: Call[] }[] = [];
    const enter = (name: string) => {
      entered.add(name);
      way.push({ name, rest: [...(callees.get(name) ?? [])] });
    };
    if (!entered.has(first)) {
      enter(first);
    }
    for (let here = way.at(-1); here !== undefined; here = way.at(-1)) {
      const call = here.rest.shift();
      if (call === undefined) {
        left.add(here.name);
        way.pop();
      } else if (!entered.has(call.callee)) {
        kept.push(call);
        enter(call.callee);
      } else if (left.has(call.callee)) {
        kept.push(call);
      }
    }
  }
  return kept;
}

/** Those that nobody calls come first, so that a circle is entered where the workload is. */
function inOrderOfCalls(names: readonly string[], calls: readonly Call[]): string[] {
  const called = new Set(calls.map(({ callee }) => callee));
  return [...names].sort((a, b) => Number(called.has(a)) - Number(called.has(b)));
}

function columnsOf(names: readonly string[], calls: readonly Call[]): Map<string, number> {
  const columns = new Map(names.map((name) => [name, 0]));
  const waiting = new Map(names.map((name) => [name, 0]));
  for (const { callee } of calls) {
    waiting.set(callee, (waiting.get(callee) ?? 0) + 1);
  }
  const callees = grouped(calls, ({ caller }) => caller);
  const ready = names.filter((name) => waiting.get(name) === 0);
  for (let name = ready.shift(); name !== undefined; name = ready.shift()) {
    for (const { callee } of callees.get(name) ?? []) {
      columns.set(callee, Math.max(columns.get(callee) ?? 0, (columns.get(name) ?? 0) + 1));
      const rest = (waiting.get(callee) ?? 0) - 1;
      waiting.set(callee, rest);
      if (rest === 0) {
        ready.push(callee);
      }
    }
  }
  return columns;
}

const SWEEPS = 4;

function straighten(columns: string[][], calls: readonly Call[]): void {
  const callers = grouped(calls, ({ callee }) => callee);
  const callees = grouped(calls, ({ caller }) => caller);
  const rowOf = new Map<string, number>();
  const note = (column: string[]) => {
    column.forEach((name, row) => {
      rowOf.set(name, row);
    });
  };
  columns.forEach(note);
  const settle = (column: string[], neighbours: (name: string) => string[]) => {
    const weight = new Map(
      column.map((name, row) => {
        const rows = neighbours(name).map((neighbour) => rowOf.get(neighbour) ?? 0);
        return [name, rows.length === 0 ? row : rows.reduce((a, b) => a + b) / rows.length];
      }),
    );
    column.sort((a, b) => (weight.get(a) ?? 0) - (weight.get(b) ?? 0));
    note(column);
  };
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (const column of columns) {
      settle(column, (name) => (callers.get(name) ?? []).map(({ caller }) => caller));
    }
    for (const column of columns.toReversed()) {
      settle(column, (name) => (callees.get(name) ?? []).map(({ callee }) => callee));
    }
  }
}

function grouped(calls: readonly Call[], by: (call: Call) => string): Map<string, Call[]> {
  const groups = new Map<string, Call[]>();
  for (const call of calls) {
    const group = groups.get(by(call));
    if (group === undefined) {
      groups.set(by(call), [call]);
    } else {
      group.push(call);
    }
  }
  return groups;
}
