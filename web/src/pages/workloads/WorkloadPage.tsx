import { PageTitle } from '../../ui/parts';

export default function WorkloadPage() {
  return <PageTitle>Workload</PageTitle>;
}
