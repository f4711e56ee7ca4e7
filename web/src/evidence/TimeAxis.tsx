/** Metrics, error counts, changes, the onset and the alarm on one time axis. */

import type { DiagnosisState } from '../fold/diagnosis';
import { Empty } from '../ui/parts';
import type { EvidenceSource } from './source';

export interface TimeAxisProps {
  state: DiagnosisState;
  source: EvidenceSource;
  /** The evidence of the claim that is pointed at: its lane and points are lit. */
  lit?: readonly string[];
  onOpen?: (evidenceId: string) => void;
}

export function TimeAxis(props: TimeAxisProps) {
  return <Empty>{props.state.window ? '' : 'No window of the incident is known yet.'}</Empty>;
}
