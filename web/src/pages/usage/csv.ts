/** The usage as comma-separated values (RFC 4180), for a spreadsheet. */

import type { UsagePage } from '../../api/types';

const COLUMNS = [
  ['calls', 'calls'],
  ['input tokens', 'inputTokens'],
  ['output tokens', 'outputTokens'],
  ['cached tokens', 'cachedTokens'],
  ['cost (USD)', 'costUsd'],
  ['known cost (USD)', 'knownCostUsd'],
  ['calls of unknown price', 'unpricedCalls'],
  ['requests to AWS', 'awsRequests'],
  ['bytes scanned', 'bytesScanned'],
] as const;

/** `name` says what a line's key means to people. An unknown cost is an empty cell. */
export function usageCsv(usage: UsagePage, name: (key: string) => string): string {
  const head = [usage.by, 'name', ...COLUMNS.map(([title]) => title)];
  const rows = usage.lines.map((line) => [
    line.key,
    name(line.key),
    ...COLUMNS.map(([, field]) => line[field] ?? ''),
  ]);
  return [head, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

/**
 * A text that a spreadsheet would take for a formula gets an apostrophe before it: names come from
 * outside. https://owasp.org/www-community/attacks/CSV_Injection
 */
function cell(value: string | number): string {
  if (typeof value === 'number') {
    return String(value);
  }
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Has the browser save a text as a file. */
export function save(text: string, fileName: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
