import { PageTitle } from '../../ui/parts';

export default function EditPage() {
  return <PageTitle>Edit</PageTitle>;
}
