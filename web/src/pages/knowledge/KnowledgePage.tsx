import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'wouter';
import { ApiError } from '../../api/errors';
import type { TeamKnowledgePage } from '../../api/types';
import { NotFound } from '../../app/NotFound';
import { useClient } from '../../app/services';
import { Failure } from '../../ui/failure';
import { To } from '../../ui/links';
import { Loading, PageTitle } from '../../ui/parts';
import { plain } from '../../ui/plain';
import { DocumentPanel } from './DocumentPanel';
import { RowsPanel } from './RowsPanel';
import { useDraft } from './useDraft';
import { VersionPanel } from './VersionPanel';

/** `/projects/:project/knowledge`; with `?version=` that one is shown beside the newest. */
export default function KnowledgePage(props: { params: Record<string, string> }) {
  const { project = '' } = props.params;
  return <OfProject key={project} project={project} />;
}

function OfProject({ project }: { project: string }) {
  const { data, error, refetch } = useKnowledge(project);
  const client = useClient();
  const me = useQuery({ queryKey: ['me'], queryFn: ({ signal }) => client.readMe(signal) });
  if (error instanceof ApiError && error.status === 404) {
    return <NotFound what="project" />;
  }
  return (
    <>
      <PageTitle
        hint="What your team knows of its own software. Diagnoses and chats use it beside what Casebook knows."
        actions={(me.data?.projects.length ?? 0) > 1 && <To href="/knowledge">Another project</To>}
      >
        {`Knowledge of ${plain(project)}`}
      </PageTitle>
      {error && !data && <Failure error={error} retry={() => void refetch()} />}
      {!data && !error && <Loading what="the knowledge" />}
      {data && <Loaded newest={data} />}
    </>
  );
}

function Loaded({ newest }: { newest: TeamKnowledgePage }) {
  const [params, setParams] = useSearchParams();
  const asked = Number(params.get('version') ?? 0);
  const version = asked > 0 && asked !== newest.version ? asked : null;
  const earlier = useKnowledge(newest.project, version ?? undefined, version !== null);
  const draft = useDraft(newest);
  const show = (shown: number) =>
    setParams(shown === newest.version ? {} : { version: `${shown}` }, { replace: true });
  return (
    <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
      {version === null ? (
        <RowsPanel page={newest} onShow={show} />
      ) : (
        <VersionPanel
          version={version}
          newest={newest.version}
          read={earlier}
          isHeld={draft.isUnsaved}
          onShow={show}
          onPutBack={(document) => {
            draft.type(document);
            show(newest.version);
          }}
        />
      )}
      <DocumentPanel newest={newest} draft={draft} />
    </div>
  );
}

/** The newest version of a project's knowledge, or an earlier one, which never changes. */
function useKnowledge(project: string, version?: number, enabled = true) {
  const client = useClient();
  return useQuery({
    queryKey: ['team-knowledge', project, version ?? 'newest'],
    queryFn: ({ signal }) => client.readTeamKnowledge(project, version, signal),
    enabled,
    ...(version !== undefined && { staleTime: Number.POSITIVE_INFINITY }),
  });
}
