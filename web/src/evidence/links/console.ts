/**
 * How the address bar of CloudWatch's console writes what a page shows.
 *
 * The part behind `#` holds JSURL (https://github.com/Sage/jsurl): `~'` begins a text, `~(` a list or
 * an object, `*2f` is a sign by its code. What stands around it is percent-encoded with `$` for `%`.
 */

export type ConsoleValue =
  | string
  | number
  | boolean
  | readonly ConsoleValue[]
  | { readonly [key: string]: ConsoleValue };

/** A value in JSURL: `{ a: ['b/c', 1] }` is `~(a~(~'b*2fc~1))`. */
export function jsurl(value: ConsoleValue): string {
  if (typeof value === 'string') {
    return `~'${signs(value)}`;
  }
  if (typeof value !== 'object') {
    return `~${value}`;
  }
  if (isList(value)) {
    return `~(${value.length === 0 ? '~' : value.map(jsurl).join('')})`;
  }
  const entries = Object.entries(value).map(([key, of]) => signs(key) + jsurl(of));
  return `~(${entries.join('~')})`;
}

/** A part of a path or of a search behind `#`: percent-encoded twice, the second time with `$`. */
export function twice(text: string): string {
  return encodeURIComponent(encodeURIComponent(text)).replaceAll('%', '$');
}

/** `…/cloudwatch/home?region=…#`, in the partition that the region is of. */
export function consoleOf(region: string): string {
  const named = encodeURIComponent(region);
  return `https://${named}.${domainOf(region)}/cloudwatch/home?region=${named}#`;
}

function domainOf(region: string): string {
  if (region.startsWith('cn-')) {
    return 'console.amazonaws.cn';
  }
  return region.startsWith('us-gov-') ? 'console.amazonaws-us-gov.com' : 'console.aws.amazon.com';
}

function isList(value: object): value is readonly ConsoleValue[] {
  return Array.isArray(value);
}

/** JSURL goes by UTF-16 units, as the console's own code does. */
function signs(text: string): string {
  return text.replace(/[^\w.-]/g, (sign) => {
    if (sign === '$') {
      return '!';
    }
    const code = sign.charCodeAt(0).toString(16);
    return code.length > 2 ? `**${code.padStart(4, '0')}` : `*${code.padStart(2, '0')}`;
  });
}
