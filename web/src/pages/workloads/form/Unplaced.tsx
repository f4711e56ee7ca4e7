import { type RefObject, useLayoutEffect, useState } from 'react';
import { ApiError, ConnectionLost } from '../../../api/errors';
import { Notice } from '../../../ui/parts';
import { plain } from '../../../ui/plain';
import type { Mistakes } from './mistakes';

/**
 * Beside the button: how many fields are wrong, what has no field of its own, and why nothing was
 * saved.
 */
export function Unplaced(props: {
  form: RefObject<HTMLFormElement | null>;
  mistakes: Mistakes;
  failure: unknown;
}) {
  const { form, mistakes, failure } = props;
  const [others, setOthers] = useState<string[]>([]);
  useLayoutEffect(() => {
    const has = (field: string) => form.current?.elements.namedItem(field) != null;
    setOthers(
      [...mistakes]
        .filter(([field]) => !has(field))
        .map(([field, wrong]) => (field === 'body' ? wrong : `${field}: ${wrong}`)),
    );
  }, [form, mistakes]);
  const placed = mistakes.size - others.length;
  const reason = reasonOf(failure, mistakes);
  if (placed === 0 && others.length === 0 && reason === null) {
    return null;
  }
  return (
    <Notice title="It is not saved">
      {placed > 0 && (
        <p>
          {placed === 1 ? 'One field needs' : `${placed} fields need`} a correction. What is wrong
          stands at the field.
        </p>
      )}
      {others.map((words) => (
        <p key={words}>{plain(words)}</p>
      ))}
      {reason !== null && <p>{plain(reason)}</p>}
    </Notice>
  );
}

function reasonOf(failure: unknown, mistakes: Mistakes): string | null {
  if (failure === null || mistakes.size > 0) {
    return null;
  }
  if (failure instanceof ConnectionLost) {
    return 'Casebook cannot be reached. What you typed is kept here: try again when it is back.';
  }
  if (failure instanceof ApiError && failure.status === 401) {
    return 'Your sign-in has expired. What you typed is kept: load the page again and sign in.';
  }
  return failure instanceof Error ? failure.message : 'Something unexpected happened.';
}
