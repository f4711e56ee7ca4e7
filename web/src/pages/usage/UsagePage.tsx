import { PageTitle } from '../../ui/parts';

export default function UsagePage() {
  return <PageTitle>Usage</PageTitle>;
}
