/** An ended diagnosis with the raw results behind it (tests/protocol/recordings/evidence.json). */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Diagnosis, Evidence, RawEvidence, Recheck } from '../../src/api/types';
import type { EvidenceSource } from '../../src/evidence/source';

const FILE = join(import.meta.dirname, '../../../tests/protocol/recordings/evidence.json');

export const recorded: { state: Diagnosis; evidence: Record<string, RawEvidence> } = JSON.parse(
  readFileSync(FILE, 'utf8'),
);

/** The first evidence of a tool that found something, of those that pass. */
export function foundBy(tool: string, which: (found: RawEvidence) => boolean = () => true) {
  const found = Object.values(recorded.evidence).find(
    (each) => each.evidence.tool === tool && each.evidence.outcome === 'success' && which(each),
  );
  if (found === undefined) {
    throw new Error(`nothing of ${tool} was recorded`);
  }
  return found;
}

/** Evidence of a tool with this raw result. */
export function evidenceOf(
  tool: string,
  raw: RawEvidence['raw'],
  more: Partial<Evidence> = {},
): RawEvidence {
  const evidence: Evidence = {
    id: 'evd_1',
    tool,
    query: {},
    window: { start: '2026-11-29T14:00:00.000Z', end: '2026-11-29T14:30:00.000Z' },
    outcome: 'success',
    sha256: 'ab'.repeat(32),
    excerpt: 'what was found',
    location: 'somewhere',
    takenAt: '2026-11-29T14:31:00.000Z',
    ...more,
  };
  return { evidence, raw, intact: true };
}

export function sourceOf(found: RawEvidence, recheck?: Recheck | Error): EvidenceSource {
  return {
    key: found.evidence.id,
    fetch: async () => found,
    recheck: async () => {
      if (recheck === undefined || recheck instanceof Error) {
        throw recheck ?? new Error('not asked for');
      }
      return recheck;
    },
  };
}
