/** Text by code points, as the server counts it. */

/**
 * The text with a piece at its offset, as Casebook's own fold puts it.
 *
 * What was already there is not added twice, and what stands behind it stays; a piece that would
 * leave a hole is left out.
 */
export function placed(text: string, offset: number, piece: string): string {
  const points = Array.from(text);
  if (offset < 0 || offset > points.length) {
    return text;
  }
  const behind = points.slice(offset + Array.from(piece).length);
  return points.slice(0, offset).join('') + piece + behind.join('');
}
