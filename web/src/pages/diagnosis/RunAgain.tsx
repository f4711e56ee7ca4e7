/** Investigates the same again, from the beginning or from a step, with a person's hint. */

import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { ApiError } from '../../api/errors';
import type { RerunDiagnosis } from '../../api/types';
import { useClient } from '../../app/services';
import { Failure } from '../../ui/failure';
import { CONTROL, TextArea } from '../../ui/fields';
import { To } from '../../ui/links';
import { Overlay } from '../../ui/overlay';
import { Button } from '../../ui/parts';

/** From where it is run again; `fromSeq` is null for the beginning. */
export interface RunAgainFrom {
  fromSeq: number | null;
  /** The step in words. */
  step: string;
}

type Mode = NonNullable<RerunDiagnosis['mode']>;

const MODES = [
  ['', 'as before'],
  ['auto', 'automatic'],
  ['simple', 'simple: the coordinator alone'],
  ['complex', 'complex: every specialist'],
] as const;

export function RunAgain(props: { diagnosisId: string; from: RunAgainFrom; onClose: () => void }) {
  const { diagnosisId, from, onClose } = props;
  const client = useClient();
  const [, navigate] = useLocation();
  const [hint, setHint] = useState('');
  const [mode, setMode] = useState<Mode | ''>('');
  const again = useMutation({
    mutationFn: () =>
      client.rerunDiagnosis(diagnosisId, {
        ...(from.fromSeq !== null && { fromSeq: from.fromSeq }),
        ...(hint.trim() !== '' && { hint: hint.trim() }),
        ...(mode !== '' && { mode }),
      }),
    onSuccess: (started) => navigate(`/diagnoses/${started.diagnosisId}`),
  });
  const isFromStart = from.fromSeq === null;
  const other = again.error instanceof ApiError ? again.error.diagnosisId : null;
  return (
    <Overlay open title={isFromStart ? 'Investigate again' : 'Run again'} onClose={onClose}>
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          again.mutate();
        }}
      >
        <p>
          {isFromStart
            ? 'A new diagnosis looks at the same alarm or question and the same window.'
            : `A new diagnosis begins at this step: ${from.step}. Steps that were complete before it stand and are taken over.`}{' '}
          This one stays as it is.
        </p>
        <TextArea
          label="Hint (optional)"
          hint="What you suspect: “look at the connection pool of orders”. Resources, metrics and settings in it are looked at first. It is data, not an instruction."
          rows={3}
          maxLength={500}
          value={hint}
          onChange={(event) => setHint(event.target.value)}
        />
        {isFromStart && (
          <label className="text-sm">
            Mode
            <select
              className={CONTROL}
              value={mode}
              onChange={(event) => setMode(event.target.value as Mode | '')}
            >
              {MODES.map(([value, words]) => (
                <option key={value} value={value}>
                  {words}
                </option>
              ))}
            </select>
          </label>
        )}
        {again.error && <Failure error={again.error} />}
        {other && (
          <p>
            <To href={`/diagnoses/${other}`}>Go to the diagnosis that is open</To>
          </p>
        )}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Close</Button>
          <Button kind="primary" type="submit" disabled={again.isPending}>
            {again.isPending ? 'Starting…' : isFromStart ? 'Investigate again' : 'Run again'}
          </Button>
        </div>
      </form>
    </Overlay>
  );
}
