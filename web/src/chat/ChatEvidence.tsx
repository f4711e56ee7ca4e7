/** What a citation of an answer rests on, over the chat. */

import { useMemo, useState } from 'react';
import type { Client } from '../api/client';
import { EvidencePanel } from '../evidence/EvidencePanel';
import { sessionEvidence } from '../evidence/source';
import type { Evidence } from '../stream/events';
import { OverlayRoot } from '../ui/overlay';
import { quotedIn } from './words';

export default function ChatEvidence(props: {
  client: Client;
  workloadId: string;
  sessionId: string;
  evidenceId: string;
  /** The answer that cites it; empty where a step shows what it found. */
  claim: string;
  region: string | undefined;
  /** The record, from the log. */
  known: Evidence | undefined;
  onClose: () => void;
}) {
  const { client, workloadId, sessionId } = props;
  const source = useMemo(
    () => sessionEvidence(client, workloadId, sessionId),
    [client, workloadId, sessionId],
  );
  // Inside of the chat's dialog: all that is outside of it cannot be used while it is open.
  const [inside, setInside] = useState<HTMLElement | null>(null);
  return (
    <div ref={setInside}>
      {inside !== null && (
        <OverlayRoot value={inside}>
          <EvidencePanel
            source={source}
            evidenceId={props.evidenceId}
            quoted={quotedIn(props.claim)}
            region={props.region ?? null}
            {...(props.known && { known: props.known })}
            onClose={props.onClose}
          />
        </OverlayRoot>
      )}
    </div>
  );
}
