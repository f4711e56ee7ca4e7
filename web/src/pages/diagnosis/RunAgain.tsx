/** Investigates the same again. */

import { useMutation } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { useClient } from '../../app/services';
import type { DiagnosisState } from '../../fold/diagnosis';
import { Failure } from '../../ui/failure';
import { Overlay } from '../../ui/overlay';
import { Button } from '../../ui/parts';

export function RunAgain(props: { state: DiagnosisState; onClose: () => void }) {
  const { state, onClose } = props;
  const client = useClient();
  const [, navigate] = useLocation();
  const again = useMutation({
    mutationFn: () =>
      client.startDiagnosis(state.workloadId, {
        mode: state.requestedMode,
        question: state.question ?? null,
        window: state.window ?? null,
      }),
    onSuccess: ({ diagnosisId }) => navigate(`/diagnoses/${diagnosisId}`),
  });
  return (
    <Overlay open title="Investigate again" onClose={onClose}>
      <p>A new diagnosis looks at the same window. This one stays as it is.</p>
      {again.error && <Failure error={again.error} />}
      <div className="mt-4 flex justify-end gap-2">
        <Button onClick={onClose}>Close</Button>
        <Button kind="primary" disabled={again.isPending} onClick={() => again.mutate()}>
          Investigate again
        </Button>
      </div>
    </Overlay>
  );
}
