/** What a person can do about a diagnosis: hold it, stop it, run it again, judge it, take it along. */

import { useMutation } from '@tanstack/react-query';
import { Ban, Download, Pause, Play, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { useClient } from '../../app/services';
import { AskAgentButton } from '../../chat/AskAgentButton';
import type { DiagnosisHistory } from '../../fold/history';
import { CopyButton } from '../../ui/copy';
import { Failure } from '../../ui/failure';
import { Overlay } from '../../ui/overlay';
import { Button } from '../../ui/parts';
import { download } from './download';
import { FeedbackButtons } from './Feedback';
import { markdownOf } from './markdown';
import { useWorkload } from './useWorkload';
import { isOpen } from './words';

export function Controls(props: {
  history: DiagnosisHistory;
  isQueued: boolean;
  onRunAgain: () => void;
}) {
  const { history, isQueued, onRunAgain } = props;
  const { state } = history.now;
  const client = useClient();
  const workload = useWorkload(state.workloadId);
  const [cancelling, setCancelling] = useState(false);
  const pause = useMutation({ mutationFn: () => client.pauseDiagnosis(state.diagnosisId) });
  const resume = useMutation({ mutationFn: () => client.resumeDiagnosis(state.diagnosisId) });
  // Of a diagnosis that has ended meanwhile there is nothing left to say.
  const error = isOpen(state.status) ? (pause.error ?? resume.error) : null;
  const address = `${window.location.origin}${window.location.pathname}`;
  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        {state.workloadId !== '' && (
          <AskAgentButton
            workloadId={state.workloadId}
            projectId={state.project}
            workloadName={workload.data?.name}
            diagnosisId={state.diagnosisId}
          />
        )}
        {state.status === 'running' && !isQueued && (
          <Button disabled={pause.isPending} onClick={() => pause.mutate()}>
            <Pause aria-hidden size={15} /> Pause
          </Button>
        )}
        {state.status === 'paused' && (
          <Button kind="primary" disabled={resume.isPending} onClick={() => resume.mutate()}>
            <Play aria-hidden size={15} /> Resume
          </Button>
        )}
        {isOpen(state.status) && state.status !== 'new' && (
          <Button kind="danger" onClick={() => setCancelling(true)}>
            <Ban aria-hidden size={15} /> Cancel
          </Button>
        )}
        {!isOpen(state.status) && (
          <Button onClick={onRunAgain}>
            <RotateCcw aria-hidden size={15} /> Investigate again
          </Button>
        )}
        {state.status === 'concluded' && <FeedbackButtons diagnosisId={state.diagnosisId} />}
        <CopyButton text={() => markdownOf(history.now, address)} label="Copy as Markdown">
          Markdown
        </CopyButton>
        <Button
          kind="bare"
          title="Download state and events as JSON"
          onClick={() => download(`${state.diagnosisId}.json`, { state, events: history.events })}
        >
          <Download aria-hidden size={15} /> JSON
        </Button>
      </div>
      {error && <Failure error={error} />}
      {cancelling && (
        <Cancelling diagnosisId={state.diagnosisId} onClose={() => setCancelling(false)} />
      )}
    </>
  );
}

function Cancelling(props: { diagnosisId: string; onClose: () => void }) {
  const client = useClient();
  const cancel = useMutation({
    mutationFn: () => client.cancelDiagnosis(props.diagnosisId),
    onSuccess: props.onClose,
  });
  return (
    <Overlay open title="Cancel this diagnosis?" onClose={props.onClose}>
      <p>
        It stops at the next step and comes to no report. What was found so far is kept, and it can
        be investigated again.
      </p>
      {cancel.error && <Failure error={cancel.error} />}
      <div className="mt-4 flex justify-end gap-2">
        <Button onClick={props.onClose}>Let it run</Button>
        <Button kind="danger" disabled={cancel.isPending} onClick={() => cancel.mutate()}>
          Cancel the diagnosis
        </Button>
      </div>
    </Overlay>
  );
}
