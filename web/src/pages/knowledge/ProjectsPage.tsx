import { useQuery } from '@tanstack/react-query';
import { Redirect } from 'wouter';
import { useClient } from '../../app/services';
import { Failure } from '../../ui/failure';
import { To } from '../../ui/links';
import { Empty, Loading, PageTitle } from '../../ui/parts';
import { plain } from '../../ui/plain';
import { knowledgeOf } from './address';

/** `/knowledge`: which project's; with one project, that one's at once. */
export default function ProjectsPage() {
  const client = useClient();
  const { data, error, refetch } = useQuery({
    queryKey: ['me'],
    queryFn: ({ signal }) => client.readMe(signal),
  });
  const [only, ...others] = data?.projects ?? [];
  if (only !== undefined && others.length === 0) {
    return <Redirect to={knowledgeOf(only)} replace />;
  }
  return (
    <>
      <PageTitle hint="What a team knows of its own software is kept for each project.">
        Knowledge
      </PageTitle>
      {error && !data && <Failure error={error} retry={() => void refetch()} />}
      {!data && !error && <Loading what="your projects" />}
      {data?.projects.length === 0 && (
        <Empty>You are in no project. A project is a group in the user pool.</Empty>
      )}
      <ul className="divide-y divide-line rounded-lg border border-line bg-surface empty:hidden">
        {data?.projects.map((project) => (
          <li key={project} className="px-4 py-2">
            <To href={knowledgeOf(project)}>{plain(project)}</To>
          </li>
        ))}
      </ul>
    </>
  );
}
