import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Activity } from 'lucide-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { useClient } from '../../app/services';
import { Failure } from '../../ui/failure';
import { TextArea } from '../../ui/fields';
import { Overlay } from '../../ui/overlay';
import { Button } from '../../ui/parts';

/** Starts a diagnosis of the last hour, about a question if there is one, and goes to it. */
export function DiagnoseNow(props: { workloadId: string }) {
  const client = useClient();
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const [isOpen, setOpen] = useState(false);
  const [question, setQuestion] = useState('');
  const start = useMutation({
    mutationFn: () => client.startDiagnosis(props.workloadId, asked(question)),
    onSuccess: ({ diagnosisId }) => {
      void queries.invalidateQueries({ queryKey: ['diagnoses'] });
      navigate(`/diagnoses/${diagnosisId}`);
    },
  });
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        <Activity aria-hidden size={16} />
        Diagnose now
      </Button>
      <Overlay open={isOpen} onClose={() => setOpen(false)} title="Diagnose now">
        <form
          className="space-y-3"
          onSubmit={(event) => {
            event.preventDefault();
            start.mutate();
          }}
        >
          <p>
            Agents look at the last hour of logs, metrics and changes. If a diagnosis of this
            workload is open, you come to that one.
          </p>
          <TextArea
            label="Question (optional)"
            hint="What seems wrong, in your words: “checkout is slow since noon”."
            rows={3}
            value={question}
            onChange={(event) => setQuestion(event.target.value)}
          />
          {start.error && <Failure error={start.error} />}
          <div className="flex justify-end gap-2">
            <Button onClick={() => setOpen(false)}>Close</Button>
            <Button kind="primary" type="submit" disabled={start.isPending}>
              {start.isPending ? 'Starting…' : 'Start'}
            </Button>
          </div>
        </form>
      </Overlay>
    </>
  );
}

function asked(question: string): { question?: string } {
  const words = question.trim();
  return words === '' ? {} : { question: words };
}
