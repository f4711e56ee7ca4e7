/** What a claim rests on: the query, its window, what came back, and whether it still does. */

import { useQuery } from '@tanstack/react-query';
import { Failure } from '../ui/failure';
import { Overlay } from '../ui/overlay';
import { Loading } from '../ui/parts';
import { plain } from '../ui/plain';
import type { EvidenceSource } from './source';

/**
 * A panel at the side of the page. It needs a QueryClientProvider above it, and nothing else.
 *
 * `quoted` are the words of the claim that the excerpt is searched for. With a `region` (of
 * config.json) it links to CloudWatch.
 */
export function EvidencePanel(props: {
  source: EvidenceSource;
  evidenceId: string;
  quoted?: readonly string[];
  region?: string | null;
  onClose: () => void;
}) {
  const { source, evidenceId } = props;
  const { data, error, refetch } = useQuery({
    queryKey: ['evidence', source.key, evidenceId],
    queryFn: ({ signal }) => source.fetch(evidenceId, signal),
  });
  return (
    <Overlay open place="side" modal={false} onClose={props.onClose} title="Evidence">
      {data && <pre className="text-xs whitespace-pre-wrap">{plain(data.evidence.excerpt)}</pre>}
      {error && <Failure error={error} retry={refetch} />}
      {!data && !error && <Loading what="the evidence" />}
    </Overlay>
  );
}
