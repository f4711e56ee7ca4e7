import { To } from '../ui/links';
import { Empty, PageTitle } from '../ui/parts';

/** For addresses that show nothing, and for what lies outside of the person's projects. */
export function NotFound(props: { what?: string }) {
  return (
    <>
      <PageTitle>Not found</PageTitle>
      <Empty>
        There is no such {props.what ?? 'page'}, or it is not in one of your projects.{' '}
        <To href="/">Go to the workloads</To>.
      </Empty>
    </>
  );
}
