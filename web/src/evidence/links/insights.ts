/**
 * The text of a Logs Insights query: the twin of casebook/adapters/insights_query.py, so that the link
 * asks what the tool asked.
 */

/** The newest `rows` lines that have every text and match the expression. */
export function insightsQuery(contains: readonly string[], regex: string, rows: number): string {
  const literals = [...contains.map(literal), ...(regex === '' ? [] : [withinSlashes(regex)])];
  return [
    'fields @timestamp, @message, @log, @logStream',
    ...literals.map((each) => `filter @message like /${each}/`),
    'sort @timestamp desc',
    `limit ${rows}`,
  ].join('\n| ');
}

/** A regular expression for this very text. */
function literal(text: string): string {
  return Array.from(text, (sign) => (/[A-Za-z0-9 _]/.test(sign) ? sign : escaped(sign))).join('');
}

/** The same expression in signs that may stand between slashes. */
function withinSlashes(regex: string): string {
  return regex.replace(/\\.|./gsu, (token) => {
    const last = Array.from(token).at(-1) ?? '';
    return /[/"'`#]|[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u.test(last) ? escaped(last) : token;
  });
}

function escaped(sign: string): string {
  const code = sign.codePointAt(0) ?? 0;
  const hex = code.toString(16).toUpperCase();
  return code < 0x100 ? `\\x${hex.padStart(2, '0')}` : `\\x{${hex}}`;
}
