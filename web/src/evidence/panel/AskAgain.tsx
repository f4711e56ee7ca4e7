/** Asks the query behind the evidence again, and says in words what became of the answer. */

import { RefreshCw } from 'lucide-react';
import { useState } from 'react';
import type { Recheck } from '../../api/types';
import { Failure } from '../../ui/failure';
import { Badge, Button, type Tone } from '../../ui/parts';
import { plain } from '../../ui/plain';
import { Time } from '../../ui/times';
import type { EvidenceSource } from '../source';
import { UnifiedDiff } from './UnifiedDiff';

type State =
  | { at: 'rest' }
  | { at: 'asking' }
  | { at: 'answered'; recheck: Recheck }
  | { at: 'failed'; error: unknown };

export function AskAgain({ source, evidenceId }: { source: EvidenceSource; evidenceId: string }) {
  const [state, setState] = useState<State>({ at: 'rest' });
  const ask = () => {
    setState({ at: 'asking' });
    source.recheck(evidenceId).then(
      (recheck) => setState({ at: 'answered', recheck }),
      (error: unknown) => setState({ at: 'failed', error }),
    );
  };
  return (
    <div className="space-y-2">
      <Button onClick={ask} disabled={state.at === 'asking'}>
        <RefreshCw aria-hidden size={15} className={state.at === 'asking' ? 'animate-spin' : ''} />
        {state.at === 'asking' ? 'Asking again…' : 'Ask again and compare'}
      </Button>
      <div role="status">{state.at === 'answered' && <Outcome recheck={state.recheck} />}</div>
      {state.at === 'failed' && <Failure error={state.error} retry={ask} />}
    </div>
  );
}

const OUTCOMES: Record<Recheck['outcome'], readonly [Tone, string]> = {
  same: ['good', 'The same'],
  changed: ['warn', 'Changed'],
  gone: ['warn', 'Gone'],
  failed: ['bad', 'Not answered'],
  'not-repeatable': ['neutral', 'Not repeatable'],
};

function Outcome({ recheck }: { recheck: Recheck }) {
  const [tone, words] = OUTCOMES[recheck.outcome] ?? ['neutral', recheck.outcome];
  const counts = countsOf(recheck);
  return (
    <div className="space-y-2 rounded border border-line p-3 text-sm">
      <p className="flex flex-wrap items-center gap-2">
        <Badge tone={tone}>{words}</Badge>
        <span className="text-xs text-muted">
          asked again at <Time at={recheck.checkedAt} />
        </span>
      </p>
      <p className="break-words">{plain(recheck.summary)}</p>
      {counts.length > 0 && (
        <table className="text-xs tabular-nums">
          <thead>
            <tr className="text-left">
              <th className="pr-4 font-semibold">How many</th>
              <th className="pr-4 font-semibold">then</th>
              <th className="font-semibold">now</th>
            </tr>
          </thead>
          <tbody>
            {counts.map(([name, then, now]) => (
              <tr key={name}>
                <th scope="row" className="pr-4 text-left font-normal">
                  {plain(name)}
                </th>
                <td className="pr-4">{then}</td>
                <td className={then === now ? '' : 'font-semibold'}>{now}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {recheck.diff !== '' && <UnifiedDiff text={recheck.diff} />}
    </div>
  );
}

function countsOf({ then, now }: Recheck): [name: string, then: number, now: number][] {
  const names = new Set([...Object.keys(then.counts), ...Object.keys(now?.counts ?? {})]);
  return now ? [...names].map((name) => [name, then.counts[name] ?? 0, now.counts[name] ?? 0]) : [];
}
