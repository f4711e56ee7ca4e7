/** Server-sent events as the API's long poll answers them: the whole body at once. */

import type { Event } from '../stream/events';

/** The events of a body; comments and `retry:` say nothing that a client here needs. */
export function eventsOf(body: string): Event[] {
  return body
    .split(/\r?\n\r?\n/)
    .map((block) =>
      block
        .split(/\r?\n/)
        .filter((line) => line.startsWith('data:'))
        .map((line) => line.slice('data:'.length).trimStart())
        .join('\n'),
    )
    .filter((data) => data !== '')
    .map((data) => JSON.parse(data));
}
