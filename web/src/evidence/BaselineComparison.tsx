/** Which field's values failing log lines have more often than the others. */

import type { DiagnosisState } from '../fold/diagnosis';
import { Empty } from '../ui/parts';
import type { EvidenceSource } from './source';

export function BaselineComparison(props: {
  state: DiagnosisState;
  source: EvidenceSource;
  onOpen?: (evidenceId: string) => void;
}) {
  return <Empty>{props.state.evidence.length > 0 ? '' : 'No log lines have been read yet.'}</Empty>;
}
