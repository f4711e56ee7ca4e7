/** Taking evidence along: as text, or as a file. */

import type { Evidence, RawEvidence } from '../../api/types';

/** For a ticket or a message: what was asked, and the excerpt. */
export function asText(evidence: Evidence): string {
  return [
    `Evidence ${evidence.id}`,
    `Tool: ${evidence.tool}`,
    `Query: ${JSON.stringify(evidence.query)}`,
    `Window: ${evidence.window.start} to ${evidence.window.end}`,
    `Asked: ${evidence.takenAt}`,
    `SHA-256 of the raw result: ${evidence.sha256}`,
    '',
    evidence.excerpt,
    '',
  ].join('\n');
}

export function download(found: RawEvidence): void {
  const file = new Blob([JSON.stringify(found, null, 2)], { type: 'application/json' });
  const address = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = address;
  link.download = `${found.evidence.id}.json`;
  link.click();
  // Not at once: the browser has yet to begin with it.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
