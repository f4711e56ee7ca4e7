import { ChevronLeft, ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Row, TeamKnowledgePage } from '../../api/types';
import { Button, Panel } from '../../ui/parts';
import { plain } from '../../ui/plain';
import { Time } from '../../ui/times';
import { TABLES } from './tables';

/** A version: when and by whom it was written, and what it says. */
export function RowsPanel(props: {
  page: TeamKnowledgePage;
  onShow: (version: number) => void;
  children?: ReactNode;
}) {
  const { page, onShow } = props;
  return (
    <Panel
      title={page.version === 0 ? 'Rows' : `Rows of version ${page.version}`}
      actions={page.newest > 1 && <Versions {...page} onShow={onShow} />}
    >
      {page.writtenAt && (
        <p className="mb-2 text-sm text-muted">
          Written by {plain(page.writtenBy ?? 'someone')}, <Time at={page.writtenAt} />
        </p>
      )}
      {props.children}
      <Rows rows={page.rows} />
    </Panel>
  );
}

export function Versions(props: {
  version: number;
  newest: number;
  onShow: (version: number) => void;
}) {
  const { version, newest, onShow } = props;
  return (
    <div className="flex gap-1">
      <Button
        kind="bare"
        aria-label="Show the version before"
        title="Show the version before"
        disabled={version <= 1}
        onClick={() => onShow(version - 1)}
      >
        <ChevronLeft aria-hidden size={16} />
      </Button>
      <Button
        kind="bare"
        aria-label="Show the version after"
        title="Show the version after"
        disabled={version >= newest}
        onClick={() => onShow(version + 1)}
      >
        <ChevronRight aria-hidden size={16} />
      </Button>
    </div>
  );
}

/** By table; those without a row are explained below. */
function Rows({ rows }: { rows: readonly Row[] }) {
  const tables = Object.entries(TABLES) as [Row['table'], string][];
  const used = tables.filter(([table]) => rows.some((row) => row.table === table));
  const unused = tables.filter(([table]) => rows.every((row) => row.table !== table));
  return (
    <div className="space-y-4">
      {rows.length === 0 && <p className="text-muted">There are no rows.</p>}
      {used.map(([table, meaning]) => (
        <section key={table} aria-label={`Rows of ${table}`}>
          <Heading table={table} meaning={meaning} />
          <ul className="mt-1 divide-y divide-line border-y border-line">
            {rows
              .filter((row) => row.table === table)
              .map(({ name, says }) => (
                <li key={name} className="py-1.5 break-words">
                  <code className="text-[0.9em] font-semibold">{plain(name)}</code>
                  <span className="ml-2 text-sm">{plain(says)}</span>
                </li>
              ))}
          </ul>
        </section>
      ))}
      {unused.length > 0 && (
        <details open={rows.length === 0}>
          <summary className="text-sm font-medium">
            {used.length === 0 ? 'What can be written' : 'What else can be written'}
          </summary>
          <div className="mt-2 space-y-2">
            {unused.map(([table, meaning]) => (
              <Heading key={table} table={table} meaning={meaning} />
            ))}
          </div>
        </details>
      )}
    </div>
  );
}

function Heading(props: { table: string; meaning: string }) {
  return (
    <div>
      <h3 className="text-sm font-semibold">
        <code>[[{props.table}]]</code>
      </h3>
      <p className="text-sm text-muted">{props.meaning}</p>
    </div>
  );
}
