/**
 * Holds a build to its budget, as a part of the build.
 *
 * What a browser loads before it can show anything is the entry and all that it imports statically.
 * That may weigh 160 KB gzip. What only some pages need is no part of it, and the page has nothing
 * inline, which the console's Content-Security-Policy (infra/web_headers.py) would refuse.
 */

import { gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

export const LIMIT_KB = 160;

/** Packages that chat, evidence and charts need and the first page does not. */
export const LAZY = ['react-markdown', 'remark-gfm', 'react-syntax-highlighter', 'uplot'];

/** What the budget reads of a chunk, in Rollup's words: `moduleIds` are files with full paths. */
export interface Chunk {
  type: 'chunk';
  isEntry: boolean;
  code: string;
  imports: string[];
  moduleIds: string[];
}

/** A build's output by file name. */
export type Bundle = Record<string, Chunk | { type: 'asset'; source: string | Uint8Array }>;

/** The start of a build: its chunks' weight in KB (1000 bytes, gzip), and what is wrong with it. */
export function examine(bundle: Bundle): { kilobytes: number; problems: string[] } {
  const chunks = initialChunks(bundle);
  const bytes = chunks.reduce((sum, chunk) => sum + gzipSync(chunk.code).length, 0);
  const kilobytes = Math.round(bytes / 100) / 10;
  const modules = chunks.flatMap((chunk) => chunk.moduleIds);
  const problems = LAZY.filter((name) =>
    modules.some((id) => id.includes(`/node_modules/${name}/`)),
  ).map((name) => `${name} is loaded at the start: import it lazily, where it is shown.`);
  if (chunks.length === 0) {
    problems.push('The build has no entry.');
  }
  if (kilobytes > LIMIT_KB) {
    problems.push(`${kilobytes} KB are more than ${LIMIT_KB} KB: load some of it lazily.`);
  }
  const page = bundle['index.html'];
  if (page?.type === 'asset' && INLINE.test(page.source.toString())) {
    problems.push('index.html has something inline, which the Content-Security-Policy refuses.');
  }
  return { kilobytes, problems };
}

/** The Vite plugin: says what the start weighs, and fails the build that has a problem. */
export function budget(): Plugin {
  return {
    name: 'casebook-budget',
    apply: 'build',
    enforce: 'post',
    writeBundle(_, bundle) {
      const { kilobytes, problems } = examine(bundle);
      this.info(`initial JavaScript: ${kilobytes} KB gzip of ${LIMIT_KB} KB`);
      if (problems.length > 0) {
        this.error(problems.join('\n'));
      }
    },
  };
}

/** A script without an address, a style element, or an attribute with a style or a handler. */
const INLINE = /<script(?![^>]*\ssrc=)[^>]*>|<style[\s>]|<[a-z][^>]*\s(?:style|on[a-z]+)=/i;

function initialChunks(bundle: Bundle): Chunk[] {
  const found = new Set<Chunk>();
  const visit = (chunk: Bundle[string] | undefined) => {
    if (chunk?.type === 'chunk' && !found.has(chunk)) {
      found.add(chunk);
      for (const name of chunk.imports) {
        visit(bundle[name]);
      }
    }
  };
  for (const output of Object.values(bundle)) {
    if (output.type === 'chunk' && output.isEntry) {
      visit(output);
    }
  }
  return [...found];
}
