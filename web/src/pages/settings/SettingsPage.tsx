import { PageTitle } from '../../ui/parts';
import { Limits } from '../usage/Limits';
import { HealthPanels } from './HealthPanels';

/** `/settings`: whether the parts work, and what is set. */
export default function SettingsPage() {
  return (
    <>
      <PageTitle>Settings</PageTitle>
      <div className="space-y-4">
        <HealthPanels />
        <Limits />
      </div>
    </>
  );
}
