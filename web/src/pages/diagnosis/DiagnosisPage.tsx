import { PageTitle } from '../../ui/parts';

export default function DiagnosisPage() {
  return <PageTitle>Diagnosis</PageTitle>;
}
