import { PageTitle } from '../../ui/parts';

export default function AlarmsPage() {
  return <PageTitle>Alarms</PageTitle>;
}
