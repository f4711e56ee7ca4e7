/** What went wrong between the page and the API, told to a person. */

import { ApiError } from '../api/errors';
import { Button, Notice } from './parts';
import { plain } from './plain';

/** The sentence of an error, and the fields that it names. `retry` offers to ask again. */
export function Failure(props: { error: unknown; retry?: () => void }) {
  const { error } = props;
  const action = props.retry && <Button onClick={props.retry}>Try again</Button>;
  if (error instanceof ApiError) {
    return (
      <Notice title={plain(error.title)} action={error.status === 404 ? undefined : action}>
        <p>{plain(error.detail)}</p>
        {error.fields.length > 0 && (
          <ul className="mt-1 list-disc pl-5">
            {error.fields.map(({ field, error: wrong }) => (
              <li key={`${field} ${wrong}`}>
                <code>{plain(field)}</code>: {plain(wrong)}
              </li>
            ))}
          </ul>
        )}
        {error.retryAfter !== null && <p>It may work in {error.retryAfter} s.</p>}
      </Notice>
    );
  }
  return (
    <Notice title="Casebook cannot be reached" action={action}>
      <p>{error instanceof Error ? plain(error.message) : 'Something unexpected happened.'}</p>
    </Notice>
  );
}
