/** What a claim rests on: the query, its window, what came back, and whether it still does. */

import { useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { type ReactNode, useSyncExternalStore } from 'react';
import { ApiError } from '../api/errors';
import type { Evidence, RawEvidence } from '../api/types';
import { CopyButton } from '../ui/copy';
import { Failure } from '../ui/failure';
import { Out } from '../ui/links';
import { Overlay } from '../ui/overlay';
import { Button, Loading, Notice } from '../ui/parts';
import { plain } from '../ui/plain';
import { cloudWatchLinks } from './links/cloudwatch';
import { About } from './panel/About';
import { AskAgain } from './panel/AskAgain';
import { Excerpt } from './panel/Excerpt';
import { asText, download } from './panel/taking';
import { ResultView } from './results/ResultView';
import { type EvidenceSource, evidenceQuery } from './source';

interface Props {
  source: EvidenceSource;
  evidenceId: string;
  /** Words that the claim quotes: they are marked in the excerpt. */
  quoted?: readonly string[];
  /** The record, where the page has it: shown when the raw result is not kept any more. */
  known?: Evidence | undefined;
  /** The region of config.json; with it the panel links to CloudWatch. */
  region?: string | null;
  onClose: () => void;
}

const WIDE = '(min-width: 64rem)';

/** A panel at the side of the page. It needs a QueryClientProvider above it, and nothing else. */
export function EvidencePanel(props: Props) {
  const { source, evidenceId, known } = props;
  const isWide = useIsWide();
  const { data, error, refetch } = useQuery(evidenceQuery(source, evidenceId));
  const evidence = data?.evidence ?? known;
  return (
    <Overlay
      open
      place="side"
      modal={!isWide}
      onClose={props.onClose}
      title={evidence ? `Evidence: ${plain(evidence.tool)}` : 'Evidence'}
    >
      <div className="space-y-5 pb-6">
        {error !== null && <NotThere error={error} retry={refetch} />}
        {!data && error === null && <Loading what="the evidence" />}
        {evidence && <About evidence={evidence} intact={data?.intact ?? null} />}
        {data?.intact === false && (
          <Notice title="What is stored is not what was found">
            <p>
              Its digest differs from the one in the log. Trust the excerpt, not the raw result.
            </p>
          </Notice>
        )}
        {evidence && (
          <Part title="Excerpt">
            <Excerpt text={evidence.excerpt} quoted={props.quoted ?? []} />
          </Part>
        )}
        {data && (
          <>
            <Part title="Check it">
              <AskAgain key={evidenceId} source={source} evidenceId={evidenceId} />
              {props.region && <Links found={data} region={props.region} />}
            </Part>
            <Part title="Raw result">
              <ResultView key={evidenceId} found={data} />
            </Part>
          </>
        )}
        {evidence && (
          <div className="flex flex-wrap gap-2">
            <CopyButton text={() => asText(evidence)} label="Copy as text">
              Copy as text
            </CopyButton>
            {data && (
              <Button kind="bare" onClick={() => download(data)}>
                <Download aria-hidden size={15} /> Download JSON
              </Button>
            )}
          </div>
        )}
      </div>
    </Overlay>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="space-y-2">
      <h3 className="text-sm font-semibold">{title}</h3>
      {children}
    </section>
  );
}

function Links({ found, region }: { found: RawEvidence; region: string }) {
  const links = cloudWatchLinks(found, region);
  return links.length === 0 ? null : (
    <ul className="space-y-1 text-sm">
      {links.map(({ label, href }) => (
        <li key={href}>
          <Out href={href} className="break-words">
            {plain(label)}
          </Out>
        </li>
      ))}
    </ul>
  );
}

function NotThere({ error, retry }: { error: Error; retry: () => void }) {
  if (error instanceof ApiError && (error.status === 404 || error.status === 403)) {
    return (
      <Notice tone="warn" title="The raw result cannot be shown">
        <p>
          It is not kept any more, or it belongs to something that you may not see.{' '}
          {plain(error.detail)}
        </p>
      </Notice>
    );
  }
  return <Failure error={error} retry={retry} />;
}

/** Whether there is room for the panel beside the page. */
function useIsWide(): boolean {
  return useSyncExternalStore(
    (changed) => {
      const query = window.matchMedia(WIDE);
      query.addEventListener('change', changed);
      return () => query.removeEventListener('change', changed);
    },
    () => window.matchMedia(WIDE).matches,
  );
}
