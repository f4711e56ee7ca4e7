import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

test('the types say what docs/ says', async () => {
  const checked = await promisify(execFile)('node', ['types.mjs', '--check']).catch(
    (failure: { stderr: string }) => failure,
  );

  expect(checked.stderr).toBe('');
});
