/**
 * Text from logs, models and people, made harmless to look at: signs that would reorder, hide or
 * control what stands around them are shown as what they are.
 */

// C0 and C1 controls but tab and line feed, bidi controls, zero-width and tag characters.
const HIDDEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

export function plain(text: string): string {
  return text.replaceAll('\r\n', '\n').replace(HIDDEN, (sign) => `\u2039U+${code(sign)}\u203a`);
}

/** At most so many characters, and how many were left out is said. */
export function shortened(text: string, characters: number): string {
  const signs = Array.from(text);
  return signs.length <= characters
    ? text
    : `${signs.slice(0, characters).join('')}… (${(signs.length - characters).toLocaleString('en')} more characters)`;
}

/** The first sentence, and what follows it. No sentence ends within backquotes. */
export function firstSentence(text: string): [first: string, rest: string] {
  const end = /^(?:`[^`]*`|[^`])*?[.!?](?=\s)/.exec(text)?.[0].length ?? text.length;
  return [text.slice(0, end), text.slice(end).trim()];
}

function code(sign: string): string {
  return (sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
}
