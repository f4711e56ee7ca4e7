import { PageTitle } from '../../ui/parts';

export default function RegisterPage() {
  return <PageTitle>Register</PageTitle>;
}
