import { PageTitle } from '../../ui/parts';

export default function SettingsPage() {
  return <PageTitle>Settings</PageTitle>;
}
