import { PageTitle } from '../../ui/parts';

export default function DiagnosesPage() {
  return <PageTitle>Diagnoses</PageTitle>;
}
