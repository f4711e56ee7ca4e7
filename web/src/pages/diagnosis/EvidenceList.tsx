/** All evidence by its number. */

import type { Evidence } from '../../stream/events';
import { LongList } from '../../ui/LongList';
import { Panel } from '../../ui/parts';
import { plain } from '../../ui/plain';
import { Chips, useCited } from './claims';
import { Fold } from './Fold';
import { Outcome } from './Tools';
import { count, span } from './words';

export function EvidenceList(props: { evidence: readonly Evidence[] }) {
  return (
    <Panel title={`Evidence (${count(props.evidence.length)})`}>
      <Fold
        open={false}
        summary={<span className="text-sm">Every query that was asked, by its number</span>}
      >
        <LongList items={props.evidence} row={evidenceRow} rowHeight={32} />
      </Fold>
    </Panel>
  );
}

function evidenceRow(evidence: Evidence) {
  return <EvidenceRow key={evidence.id} evidence={evidence} />;
}

function EvidenceRow({ evidence }: { evidence: Evidence }) {
  const { day } = useCited();
  return (
    <li className="flex min-h-8 flex-wrap items-center gap-x-2 text-sm">
      <Chips ids={[evidence.id]} />
      <Outcome of={evidence.outcome} />
      <span className="font-medium">{plain(evidence.tool)}</span>
      <span className="text-muted tabular-nums">
        {span(evidence.window.start, evidence.window.end, day)}
      </span>
    </li>
  );
}
