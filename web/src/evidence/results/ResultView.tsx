/** The raw result, shown as what it is. */

import type { RawEvidence } from '../../api/types';
import { Empty } from '../../ui/parts';
import { UnifiedDiff } from '../panel/UnifiedDiff';
import { ChangeList } from './ChangeList';
import { JsonText } from './JsonText';
import { LogTable } from './LogTable';
import { MetricResult } from './MetricResult';
import { PatternTable } from './PatternTable';
import { StateTable } from './StateTable';
import { resultOf } from './shapes';
import { TraceList } from './TraceList';

export function ResultView({ found }: { found: RawEvidence }) {
  const result = resultOf(found);
  switch (result.kind) {
    case 'lines':
      return <LogTable lines={result.lines} truncated={result.truncated} />;
    case 'patterns':
      return <PatternTable patterns={result.patterns} totalLines={result.totalLines} />;
    case 'metrics':
      return <MetricResult found={found} />;
    case 'changes':
      return <ChangeList changes={result.changes} />;
    case 'state':
      return <StateTable resources={result.resources} />;
    case 'traces':
      return <TraceList {...result} />;
    case 'patch':
      return <UnifiedDiff text={result.text} />;
    case 'nothing':
      return <Empty>{NOTHING[found.evidence.outcome]}</Empty>;
    case 'json':
      return <JsonText value={found.raw} />;
  }
}

const NOTHING: Readonly<Record<RawEvidence['evidence']['outcome'], string>> = {
  'no-data': 'The query found nothing. That is what it answered; see the excerpt.',
  error: 'The query could not be answered; the excerpt says why.',
  success: 'What is stored is no JSON object any more, so it cannot be shown.',
};
