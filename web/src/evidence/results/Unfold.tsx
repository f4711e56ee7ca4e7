/** A log line that is JSON, unfolded into its fields when a reader asks. Nothing for other lines. */

import { useMemo, useState } from 'react';
import { Button } from '../../ui/parts';
import { plain, shortened } from '../../ui/plain';
import { Scrolled } from '../../ui/scrolled';
import { type LineField, looksLikeJson, unfolded } from '../text/jsonLine';

const FIRST_FIELDS = 60;
const LONGEST = 2_000;

export function Unfold({ message }: { message: string }) {
  const [isOpen, setOpen] = useState(false);
  if (!looksLikeJson(message)) {
    return null;
  }
  return (
    <div className="font-sans">
      <Button
        kind="bare"
        className="text-accent"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        {isOpen ? 'Fold the fields' : 'Unfold the fields'}
      </Button>
      {isOpen && <Fields message={message} />}
    </div>
  );
}

/** Only rendered when it is open: a line of 100 KB is not taken apart before. */
function Fields({ message }: { message: string }) {
  const line = useMemo(() => unfolded(message), [message]);
  const [all, setAll] = useState(false);
  if (line === null) {
    return <p className="text-sm text-muted">This line is not JSON after all.</p>;
  }
  const { fields, isPart } = line;
  const hidden = fields.length - FIRST_FIELDS;
  return (
    <>
      <Scrolled
        label="Fields of the log line"
        className="max-h-96 rounded border border-line bg-surface"
      >
        <dl className="divide-y divide-line text-xs">
          {fields.slice(0, all ? undefined : FIRST_FIELDS).map((field, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a path may come twice, and none moves
            <Field key={place} field={field} />
          ))}
        </dl>
      </Scrolled>
      {hidden > 0 && !all && (
        <Button onClick={() => setAll(true)}>Show {hidden} more fields</Button>
      )}
      {isPart && (
        <p className="text-xs text-muted">
          The line goes on: it was cut, or has more fields than are shown here.
        </p>
      )}
    </>
  );
}

function Field({ field: [path, value] }: { field: LineField }) {
  const [whole, setWhole] = useState(false);
  const isLong = value.length > LONGEST;
  return (
    <div className="grid gap-x-3 px-2 py-1 sm:grid-cols-[9rem_minmax(0,1fr)]">
      <dt className="break-all text-accent">{plain(path)}</dt>
      <dd className="min-w-0 font-mono break-words whitespace-pre-wrap">
        <bdi>{plain(whole ? value : shortened(value, LONGEST))}</bdi>
        {isLong && (
          <Button kind="bare" aria-expanded={whole} onClick={() => setWhole(!whole)}>
            {whole ? 'Show its beginning only' : 'Show the whole value'}
          </Button>
        )}
      </dd>
    </div>
  );
}
