/** Fields of failing requests against the others, as bars and as numbers. */

import { useMemo, useState } from 'react';
import { Badge, Button, Empty } from '../../ui/parts';
import { plain, shortened } from '../../ui/plain';
import type { Contrast } from './contrasts';
import { type FieldShares, sharesOf, type ValueShare } from './shares';

const FIRST = 6;
const LONGEST = 160;

export function ComparisonView({ contrast }: { contrast: Contrast }) {
  const [all, setAll] = useState(false);
  const fields = useMemo(() => sharesOf(contrast), [contrast]);
  const differing = fields.filter(({ onlyFailing }) => !onlyFailing);
  const own = fields.filter(({ onlyFailing }) => onlyFailing);
  const shown = all ? differing : differing.slice(0, FIRST);
  return (
    <div className="space-y-3">
      {differing.length === 0 ? (
        <Empty>No field that both have tells the failing {plural(contrast)} from the others.</Empty>
      ) : (
        <table className="w-full table-fixed text-sm">
          <caption className="sr-only">
            Values of fields by their share among failing {plural(contrast)} and among the others
          </caption>
          <thead className="sr-only">
            <tr>
              <th>Field and value</th>
              <th>Shares</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((field) => (
              <FieldRows key={field.name} field={field} />
            ))}
          </tbody>
        </table>
      )}
      {differing.length > shown.length && (
        <Button onClick={() => setAll(true)}>
          Show {differing.length - shown.length} more fields
        </Button>
      )}
      {own.length > 0 && <OnlyFailing fields={own} contrast={contrast} />}
      {contrast.leftOut.length > 0 && <LeftOut fields={contrast.leftOut} />}
    </div>
  );
}

export function plural({ by }: Contrast): string {
  return by === 'request' ? 'requests' : 'lines';
}

function FieldRows({ field }: { field: FieldShares }) {
  const [open, setOpen] = useState(false);
  const values = open ? field.values : field.values.slice(0, 1);
  return values.map((of, place) => (
    <tr key={of.value} className={place === 0 ? 'border-t border-line align-top' : 'align-top'}>
      <th scope="row" className="w-2/5 py-1.5 pr-2 text-left font-normal break-words">
        {place === 0 && <span className="block font-semibold">{plain(field.name)}</span>}
        <code className="text-xs">{plain(shortened(of.value, LONGEST))}</code>
        {place === 0 && field.values.length > 1 && (
          <Button
            kind="bare"
            className="ml-1 text-xs text-muted"
            aria-expanded={open}
            aria-label={`${open ? 'Fewer' : 'More'} values of ${plain(field.name)}`}
            onClick={() => setOpen(!open)}
          >
            {open ? 'fewer' : `${field.values.length - 1} more`}
          </Button>
        )}
        {open && place === values.length - 1 && field.more > 0 && (
          <span className="block text-xs text-muted">and {field.more} that say less</span>
        )}
      </th>
      <td className="py-1.5">
        <Bar share={of.failingShare} count={of.failing} kind="failing" />
        <Bar share={of.othersShare} count={of.others} kind="others" />
        {isDoubtful(of) && <Badge>may be chance</Badge>}
      </td>
    </tr>
  ));
}

function isDoubtful(of: ValueShare): boolean {
  return of.mayBeChance && of.difference > 0;
}

const KINDS = { failing: 'bg-bad', others: 'bg-muted' } as const;

function Bar(props: { share: number; count: number; kind: keyof typeof KINDS }) {
  return (
    <span className="flex items-center gap-2 text-xs tabular-nums">
      <span aria-hidden className="h-2.5 min-w-0 flex-1 bg-sunken">
        <span
          className={`block h-2.5 ${KINDS[props.kind]}`}
          style={{ width: `${props.share * 100}%` }}
        />
      </span>
      <span className="w-40 shrink-0">
        {Math.round(props.share * 100)} % of {props.kind === 'failing' ? 'failing' : 'the others'} (
        {props.count.toLocaleString('en')})
      </span>
    </span>
  );
}

/** What only failures log tells what failed, and nothing of whom it struck. */
function OnlyFailing(props: { fields: readonly FieldShares[]; contrast: Contrast }) {
  return (
    <div className="text-sm">
      <h3 className="text-xs text-muted">
        Only failing {plural(props.contrast)} have these fields
      </h3>
      <ul className="mt-1 space-y-1 text-xs">
        {props.fields.map(({ name, values }) => (
          <li key={name} className="break-words">
            <span className="font-semibold">{plain(name)}</span>:{' '}
            {values.slice(0, 3).map(({ value, failing }) => (
              <span key={value} className="mr-3">
                <code>{plain(shortened(value, LONGEST))}</code> ({failing.toLocaleString('en')} of{' '}
                {props.contrast.failing.toLocaleString('en')})
              </span>
            ))}
          </li>
        ))}
      </ul>
    </div>
  );
}

const REASONS: Readonly<Record<string, string>> = {
  time: 'times',
  grows: 'numbers that only grow',
  'mostly-unique': 'most values come only once',
};

function LeftOut({ fields }: { fields: Contrast['leftOut'] }) {
  return (
    <details className="text-sm">
      <summary className="text-xs text-muted">
        {fields.length} {fields.length === 1 ? 'field is' : 'fields are'} left out
      </summary>
      <p className="mt-1 text-xs text-muted">
        A field that is different every time, such as an id, sets nothing apart.
      </p>
      <ul className="mt-1 text-xs">
        {fields.map(({ name, reason }) => (
          <li key={name} className="break-words">
            <span className="font-semibold">{plain(name)}</span>: {REASONS[reason] ?? plain(reason)}
          </li>
        ))}
      </ul>
    </details>
  );
}
