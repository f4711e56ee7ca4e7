/** A raw result as it is stored. */

import { useMemo } from 'react';
import { plain, shortened } from '../../ui/plain';
import { Scrolled } from '../../ui/scrolled';

const LONGEST = 200_000;

export function JsonText({ value }: { value: unknown }) {
  const text = useMemo(() => plain(shortened(JSON.stringify(value, null, 2), LONGEST)), [value]);
  return (
    <Scrolled label="JSON" className="max-h-[32rem] rounded bg-sunken">
      <pre className="p-2 text-xs break-words whitespace-pre-wrap">{text}</pre>
    </Scrolled>
  );
}
