/** Packs `@casebook/chat` and installs it in a copy of the example, without any network. */

import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const WEB = `${resolve(fileURLToPath(import.meta.url), '../../..')}/`;

export interface Installed {
  /** Where the example is; React is found in the folders above. */
  folder: string;
  /** What is in the tarball. */
  files: string[];
  run(command: string, ...parameters: string[]): string;
  remove(): void;
}

export function installed(): Installed {
  const folder = mkdtempSync(`${WEB}.package-`);
  const run = (command: string, ...parameters: string[]) =>
    execFileSync(command, parameters, { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
  const packed = JSON.parse(
    execFileSync(
      'npm',
      ['pack', '--json', '--foreground-scripts=false', '--pack-destination', folder],
      {
        cwd: `${WEB}packages/chat`,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    ).replace(/^[^[]*/, ''),
  );
  const [{ filename, files }] = packed;
  cpSync(`${WEB}examples/chat`, folder, { recursive: true });
  const manifest = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
  // React and the tools are those of this project: nothing is asked of a registry.
  manifest.dependencies = { '@casebook/chat': `file:${filename}` };
  delete manifest.devDependencies;
  writeFileSync(`${folder}/package.json`, JSON.stringify(manifest));
  run('npm', 'install', '--offline', '--legacy-peer-deps', '--no-audit', '--no-fund');
  return {
    folder,
    files: files.map(({ path }: { path: string }) => path),
    run,
    remove: () => rmSync(folder, { recursive: true }),
  };
}
