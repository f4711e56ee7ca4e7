/** What is wrong with a draft, by the field in which it is: `resources.0.name`, `alarms`. */

import { ApiError } from '../../../api/errors';
import type { FieldError } from '../../../api/types';
import { descriptionOf } from './description';
import { type Draft, lines } from './draft';
import { ruleOf } from './rules';

export type Mistakes = ReadonlyMap<string, string>;

export const NO_MISTAKES: Mistakes = new Map();

/** What can be seen without asking the API, which would say it of the whole and not of a field. */
export function mistakesOf(draft: Draft): Mistakes {
  const found = new Map<string, string>();
  for (const field of ['name', 'project'] as const) {
    if (draft[field].trim() === '') {
      found.set(field, 'is needed');
    }
  }
  const seen = new Set<string>();
  draft.resources.forEach((resource, index) => {
    const name = resource.name.trim();
    if (name === '') {
      found.set(`resources.${index}.name`, 'is needed; remove the resource if it has none');
    } else if (seen.has(name)) {
      found.set(`resources.${index}.name`, 'another resource has this name already');
    }
    seen.add(name);
    resource.metrics.forEach((metric, at) => {
      const wrong = lines(metric.dimensions).find((line) => !/^[^=]+=./.test(line));
      if (wrong !== undefined) {
        found.set(
          `resources.${index}.metrics.${at}.dimensions`,
          `“${wrong}” is not a name and a value, like FunctionName=checkout-fn`,
        );
      }
    });
  });
  draft.calls.forEach(({ caller, callee }, index) => {
    for (const [side, chosen] of [caller, callee].entries()) {
      if (!draft.resources.some(({ key }) => key === chosen)) {
        found.set(`calls.${index}.${side}`, 'choose a resource; remove the call if there is none');
      }
    }
  });
  connectionMistakes(draft, found);
  return found;
}

function connectionMistakes({ search, database, mcp }: Draft, found: Map<string, string>) {
  if (search.kind !== 'none') {
    const needed = { none: null, sigv4: 'region' as const }[search.auth];
    const field = needed === undefined ? 'secret' : needed;
    if (field !== null && search[field].trim() === '') {
      found.set(`search.${field}`, `is needed with ${search.auth}`);
    }
  }
  if (database.kind === 'postgres' && !/^\d*$/.test(database.port.trim())) {
    found.set('database.port', 'is not a number');
  }
  const names = mcp.map(({ name }) => name.trim());
  names.forEach((name, index) => {
    if (names.indexOf(name) < index) {
      found.set(`mcp.${index}.name`, 'another server has this name already');
    }
  });
}

/** What the API found wrong, at the fields of the draft that it was sent. */
export function mistakesFrom(error: unknown, draft: Draft): Mistakes {
  if (!(error instanceof ApiError)) {
    return NO_MISTAKES;
  }
  if (error.status === 409) {
    return new Map([['name', error.detail]]);
  }
  const project = /^project: (.+)$/s.exec(error.detail)?.[1];
  if (error.status === 403 && project !== undefined) {
    return new Map([['project', project]]);
  }
  const found = new Map<string, string>();
  for (const wrong of error.fields) {
    const place = placeOf(wrong, draft);
    if (place !== null && !found.has(place.field)) {
      found.set(place.field, place.error);
    }
  }
  return found;
}

const LISTS = /^(.*\b(?:logGroups|alarms|indices|schemas|tables|tools))\.(\d+)$/;
const DIMENSIONS = /^(.*\.dimensions)\.(.+)$/;
const BRANCHES: Readonly<Record<string, string>> = {
  GitHubRepository: 'github',
  GitRepository: 'git',
  PostgresDatabase: 'postgres',
  DataApiDatabase: 'data-api',
};

/** Null for what the API says of the other kind of repository or database. */
function placeOf(wrong: FieldError, draft: Draft): FieldError | null {
  const branch = /^(repository|database)\.(\w+)\.(.+)$/.exec(wrong.field);
  let field = wrong.field;
  if (branch !== null) {
    const [, part, kind = '', rest] = branch;
    if (BRANCHES[kind] !== draft[part as 'repository' | 'database'].kind) {
      return null;
    }
    field = `${part}.${rest}`;
  }
  const about = /^Value error, (search|mcp|project|repository|database|tools): (.+)$/s.exec(
    wrong.error,
  );
  if (about !== null && field === 'body') {
    return { field: about[1] ?? '', error: about[2] ?? '' };
  }
  const listed = LISTS.exec(field);
  if (listed !== null) {
    const [, list = '', index = ''] = listed;
    const line = lineAt(draft, list, Number(index));
    return { field: list, error: `“${line}”: ${inWords(wrong.error, list)}` };
  }
  const dimension = DIMENSIONS.exec(field);
  if (dimension !== null) {
    const [, list = '', name] = dimension;
    return { field: list, error: `${name}: ${inWords(wrong.error, list)}` };
  }
  return { field, error: inWords(wrong.error, field) };
}

function lineAt(draft: Draft, list: string, index: number): string {
  let found: unknown = descriptionOf(draft);
  for (const part of [...list.split('.'), String(index)]) {
    found = (found as Record<string, unknown> | null | undefined)?.[part];
  }
  return typeof found === 'string' ? found : `line ${index + 1}`;
}

/** The checker's own words, but for those that only programmers read. */
function inWords(error: string, field: string): string {
  const rule = ruleOf(field);
  if (error.startsWith('String should match pattern')) {
    return rule === undefined ? 'has characters that are not allowed' : `is not allowed. ${rule}`;
  }
  if (error === 'Field required' || /at least 1 (character|item)/.test(error)) {
    return 'is needed';
  }
  return error.replace(/^Value error, /, '').replace(/^String should have /, 'must have ');
}
