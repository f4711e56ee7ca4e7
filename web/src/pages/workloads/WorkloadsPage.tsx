import { PageTitle } from '../../ui/parts';

export default function WorkloadsPage() {
  return <PageTitle>Workloads</PageTitle>;
}
