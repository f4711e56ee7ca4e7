// Writes the types of the API and of its events from docs/: `npm run types`.
//
// With `--check` it writes nothing and fails when a written file differs.

import { readFile, writeFile } from 'node:fs/promises';
import { compile } from 'json-schema-to-typescript';

const DOCS = new URL('../docs/', import.meta.url);
const SOURCES = new URL('src/', import.meta.url);
const OPTIONS = {
  additionalProperties: false,
  bannerComment: '// Written by `npm run types` from docs/; do not edit.',
  format: true,
  ignoreMinAndMaxItems: true,
  style: { singleQuote: true, printWidth: 100 },
  unreachableDefinitions: true,
};

/** A schema's text as an object, with what the generator cannot read said in TypeScript. */
function parse(text) {
  return JSON.parse(text, (key, value) => {
    if (key === 'JsonValue') return undefined;
    if (value?.$ref === '#/$defs/JsonValue') return { tsType: 'unknown' };
    return value?.prefixItems ? { tsType: tuple(value.prefixItems) } : value;
  });
}

function tuple(items) {
  const types = items.map(({ type }) => (type === 'integer' ? 'number' : type));
  return `[${types.join(', ')}]`;
}

// What the generator says of every type that no other one leads to.
const REFERENCE =
  /(\/\*\*\n)? \* This interface was referenced by `Root`'s JSON-Schema\n \* via the `definition` ".*"\.\n/g;

/** The request and response bodies of docs/openapi.json, each an interface of its own name. */
async function apiTypes() {
  const openapi = await readFile(new URL('openapi.json', DOCS), 'utf8');
  const { components } = parse(openapi.replaceAll('#/components/schemas/', '#/$defs/'));
  // The name in the document is the type's name: two schemas may share a title.
  const named = Object.entries(components.schemas).map(([name, schema]) => [
    name,
    { ...schema, title: name },
  ]);
  const root = { title: 'Root', type: 'object', properties: {}, $defs: Object.fromEntries(named) };
  const text = await compile(root, 'Root', OPTIONS);
  return text
    .replace('export interface Root {}\n', '')
    .replaceAll(REFERENCE, '$1')
    .replaceAll('/**\n */\n', '');
}

/** The events as a union told apart by `type`. */
async function eventTypes() {
  const schema = parse(await readFile(new URL('events.schema.json', DOCS), 'utf8'));
  for (const variant of schema.oneOf) {
    // `AgentStarted` is what `data` holds; the whole event is `AgentStartedEvent`.
    variant.title = `${variant.title} event`;
  }
  return compile(schema, 'Event', OPTIONS);
}

const written = { 'api/types.ts': await apiTypes(), 'stream/events.ts': await eventTypes() };
const check = process.argv.includes('--check');
for (const [name, text] of Object.entries(written)) {
  const file = new URL(name, SOURCES);
  if (!check) {
    await writeFile(file, text);
  } else if ((await readFile(file, 'utf8')) !== text) {
    process.stderr.write(`web/src/${name} is stale; run \`npm run types\`\n`);
    process.exitCode = 1;
  }
}
