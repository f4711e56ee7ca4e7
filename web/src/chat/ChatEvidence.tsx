/** What a citation of an answer rests on, over the chat. */

import { useMemo } from 'react';
import type { Client } from '../api/client';
import { EvidencePanel } from '../evidence/EvidencePanel';
import { sessionEvidence } from '../evidence/source';
import type { Evidence } from '../stream/events';

export default function ChatEvidence(props: {
  client: Client;
  workloadId: string;
  sessionId: string;
  evidenceId: string;
  /** The record, from the log. */
  known: Evidence | undefined;
  onClose: () => void;
}) {
  const { client, workloadId, sessionId } = props;
  const source = useMemo(
    () => sessionEvidence(client, workloadId, sessionId),
    [client, workloadId, sessionId],
  );
  return (
    <EvidencePanel
      source={source}
      evidenceId={props.evidenceId}
      {...(props.known && { known: props.known })}
      onClose={props.onClose}
    />
  );
}
