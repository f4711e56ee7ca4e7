import { ArrowRight, Trash2 } from 'lucide-react';
import { memo, useState } from 'react';
import { Choice } from '../../../ui/fields';
import { Button } from '../../../ui/parts';
import type { CallDraft } from './draft';
import type { Mistakes } from './mistakes';

/** The resources that can be chosen, by key and name. */
export type Choices = ReadonlyArray<readonly [key: string, name: string]>;

/**
 * With more resources than these, a row gets its options when somebody comes near: two thousand
 * calls between two hundred resources would be 800,000 of them.
 */
const ALL_AT_ONCE = 30;

/** One call: who calls, and what is called. */
export const CallFields = memo(function CallFields(props: {
  call: CallDraft;
  index: number;
  choices: Choices;
  mistakes: Mistakes;
  onChange: (next: CallDraft) => void;
  onRemove: (key: string) => void;
}) {
  const { call, index, choices, mistakes, onChange } = props;
  const number = index + 1;
  const [isNear, setNear] = useState(choices.length <= ALL_AT_ONCE);
  const approach = () => setNear(true);
  const options = (chosen: string) => (
    <>
      <option value="">Choose a resource</option>
      {(isNear ? choices : choices.filter(([key]) => key === chosen)).map(([key, name]) => (
        <option key={key} value={key}>
          {name}
        </option>
      ))}
    </>
  );
  return (
    <fieldset className="flex items-start gap-2" onFocus={approach} onPointerEnter={approach}>
      <legend className="sr-only">Call {number}</legend>
      <Choice
        label={<span className="sr-only">Caller</span>}
        className="flex-1"
        name={`calls.${index}.0`}
        error={mistakes.get(`calls.${index}.0`)}
        value={call.caller}
        onChange={(event) => onChange({ ...call, caller: event.target.value })}
      >
        {options(call.caller)}
      </Choice>
      <ArrowRight aria-hidden size={16} className="mt-2.5 shrink-0 text-muted" />
      <Choice
        label={<span className="sr-only">Calls</span>}
        className="flex-1"
        name={`calls.${index}.1`}
        error={mistakes.get(`calls.${index}.1`)}
        value={call.callee}
        onChange={(event) => onChange({ ...call, callee: event.target.value })}
      >
        {options(call.callee)}
      </Choice>
      <Button
        kind="bare"
        aria-label={`Remove call ${number}`}
        title={`Remove call ${number}`}
        onClick={() => props.onRemove(call.key)}
      >
        <Trash2 aria-hidden size={16} />
      </Button>
    </fieldset>
  );
});
