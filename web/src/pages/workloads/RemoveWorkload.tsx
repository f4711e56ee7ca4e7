import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import type { Workload } from '../../api/types';
import { useClient } from '../../app/services';
import { Failure } from '../../ui/failure';
import { Overlay } from '../../ui/overlay';
import { Button } from '../../ui/parts';
import { plain } from '../../ui/plain';

/** Stops watching a workload, after asking. */
export function RemoveWorkload(props: { workload: Workload }) {
  const { workload } = props;
  const client = useClient();
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const [isOpen, setOpen] = useState(false);
  const remove = useMutation({
    mutationFn: () => client.removeWorkload(workload.workloadId),
    onSuccess: () => {
      navigate('/');
      queries.removeQueries({ queryKey: ['workload', workload.workloadId] });
      void queries.invalidateQueries({ queryKey: ['pages', 'workloads'] });
    },
  });
  return (
    <>
      <Button kind="danger" onClick={() => setOpen(true)}>
        <Trash2 aria-hidden size={16} />
        Remove
      </Button>
      <Overlay
        open={isOpen}
        onClose={() => setOpen(false)}
        title={`Remove ${plain(workload.name)}?`}
      >
        <p>
          Casebook stops watching it: its alarms start no diagnoses any more. Nothing in AWS is
          touched. It can be registered again.
        </p>
        {remove.error && (
          <div className="mt-3">
            <Failure error={remove.error} />
          </div>
        )}
        <div className="mt-4 flex flex-wrap justify-end gap-2">
          <Button onClick={() => setOpen(false)}>Keep it</Button>
          <Button kind="danger" disabled={remove.isPending} onClick={() => remove.mutate()}>
            {remove.isPending ? 'Removing…' : 'Remove it'}
          </Button>
        </div>
      </Overlay>
    </>
  );
}
