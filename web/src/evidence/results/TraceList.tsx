/** Single requests on their way through the workload. */

import { Badge, Empty } from '../../ui/parts';
import { plain, shortened } from '../../ui/plain';
import { Time } from '../../ui/times';
import type { TracedRequest, TracedStep } from './shapes';

const LONGEST = 500;

export function TraceList(props: {
  requests: readonly TracedRequest[];
  seen: number;
  failed: number;
}) {
  if (props.requests.length === 0) {
    return <Empty>No request was traced.</Empty>;
  }
  return (
    <div className="space-y-3">
      <p className="text-sm text-muted">
        {props.failed} of {props.seen} traced requests failed. These tell most:
      </p>
      {props.requests.map((request) => (
        <section key={request.traceId} className="rounded border border-line text-xs">
          <h4 className="flex flex-wrap gap-x-3 border-b border-line bg-sunken px-2 py-1 font-semibold">
            <span className="font-mono break-all">{plain(request.traceId)}</span>
            <Time at={request.beganAt} /> <span>{seconds(request.seconds)}</span>
          </h4>
          <ol>
            {request.steps.map((step, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: steps have no id, and their order stays
              <Step key={place} step={step} whole={request.seconds} />
            ))}
          </ol>
        </section>
      ))}
    </div>
  );
}

function Step({ step, whole }: { step: TracedStep; whole: number }) {
  const share = whole > 0 && step.seconds !== null ? Math.min(step.seconds / whole, 1) : 0;
  return (
    <li className="border-t border-line px-2 py-1 first:border-t-0">
      <div
        className="flex flex-wrap items-center gap-2"
        style={{ paddingLeft: `${Math.min(step.depth, 12) * 0.9}rem` }}
      >
        <span className="font-semibold break-all">{plain(step.name)}</span>
        <span className="tabular-nums">
          {step.seconds === null ? 'still running' : seconds(step.seconds)}
        </span>
        {step.fault && <Badge tone="bad">fault</Badge>}
        {step.error && <Badge tone="warn">error</Badge>}
        {step.throttle && <Badge tone="warn">throttled</Badge>}
      </div>
      <div aria-hidden className="mt-0.5 h-1 bg-sunken">
        <div
          className={`h-1 ${step.fault ? 'bg-bad' : 'bg-accent'}`}
          style={{ width: `${share * 100}%` }}
        />
      </div>
      {step.exception && (
        <p className="font-mono break-words text-bad">
          {plain(shortened(step.exception, LONGEST))}
        </p>
      )}
    </li>
  );
}

function seconds(value: number): string {
  return value < 1 ? `${Math.round(value * 1000)} ms` : `${value.toFixed(2)} s`;
}
