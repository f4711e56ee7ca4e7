/** Whether the report was useful or wrong, and what it really was. */

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ThumbsDown, ThumbsUp } from 'lucide-react';
import { useState } from 'react';
import type { FeedbackView, GiveFeedback } from '../../api/types';
import { useClient } from '../../app/services';
import { Failure } from '../../ui/failure';
import { TextArea, TextField } from '../../ui/fields';
import { Overlay } from '../../ui/overlay';
import { Button } from '../../ui/parts';
import { plain } from '../../ui/plain';

export function FeedbackButtons(props: { diagnosisId: string }) {
  const { diagnosisId } = props;
  const client = useClient();
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const key = ['diagnosis', diagnosisId];
  const status = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => client.getDiagnosis(diagnosisId, signal),
  });
  const me = useQuery({ queryKey: ['me'], queryFn: ({ signal }) => client.readMe(signal) });
  const give = useMutation({
    mutationFn: (feedback: GiveFeedback) => client.giveFeedback(diagnosisId, feedback),
    onSuccess: () => {
      setAsking(false);
      return queries.invalidateQueries({ queryKey: key });
    },
  });
  const said = status.data?.feedback ?? [];
  const own = said.find(({ user }) => user === me.data?.user);
  return (
    <>
      <Button
        aria-pressed={own?.rating === 'useful'}
        className="aria-pressed:bg-good-soft aria-pressed:text-good"
        disabled={give.isPending}
        onClick={() => give.mutate({ rating: 'useful' })}
      >
        <ThumbsUp aria-hidden size={15} /> Useful{counted(said, 'useful')}
      </Button>
      <Button
        aria-pressed={own?.rating === 'wrong'}
        className="aria-pressed:bg-bad-soft aria-pressed:text-bad"
        disabled={give.isPending}
        onClick={() => setAsking(true)}
      >
        <ThumbsDown aria-hidden size={15} /> Wrong{counted(said, 'wrong')}
      </Button>
      {give.error && !asking && <Failure error={give.error} />}
      {asking && (
        <Asking
          before={own}
          error={give.error}
          isSending={give.isPending}
          onSend={(cause, note) => give.mutate({ rating: 'wrong', cause, note })}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}

function counted(said: readonly FeedbackView[], rating: FeedbackView['rating']): string {
  const number = said.filter((each) => each.rating === rating).length;
  return number === 0 ? '' : ` (${number})`;
}

function Asking(props: {
  before: FeedbackView | undefined;
  error: Error | null;
  isSending: boolean;
  onSend: (cause: string | null, note: string | null) => void;
  onClose: () => void;
}) {
  const [cause, setCause] = useState(props.before?.cause ?? '');
  const [note, setNote] = useState(props.before?.note ?? '');
  return (
    <Overlay open title="The report was wrong" onClose={props.onClose}>
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          props.onSend(cause.trim() || null, note.trim() || null);
        }}
      >
        <TextField
          label="What was it really?"
          hint="In a few words: “the connection pool of orders was too small”."
          value={cause}
          maxLength={300}
          onChange={(event) => setCause(event.target.value)}
        />
        <TextArea
          label="Anything else?"
          rows={3}
          value={note}
          maxLength={2000}
          onChange={(event) => setNote(event.target.value)}
        />
        <p className="text-sm text-muted">
          Later diagnoses of this workload read it. Secrets in it are replaced before it is kept.
          {props.before && ` It replaces what you said before (${plain(props.before.rating)}).`}
        </p>
        {props.error && <Failure error={props.error} />}
        <div className="flex justify-end gap-2">
          <Button onClick={props.onClose}>Close</Button>
          <Button kind="primary" type="submit" disabled={props.isSending}>
            Send
          </Button>
        </div>
      </form>
    </Overlay>
  );
}
