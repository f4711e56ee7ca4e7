/** Fields of forms: each with its label, a hint, and what is wrong with it. */

import { type ComponentProps, type ReactNode, useId } from 'react';

export const CONTROL =
  'min-h-9 w-full rounded-md border border-line bg-surface px-2.5 py-1 text-text placeholder:text-muted aria-[invalid=true]:border-bad aria-[invalid=true]:outline-1 aria-[invalid=true]:outline-bad';

interface Described {
  label: ReactNode;
  hint?: ReactNode;
  /** What is wrong, in words. */
  error?: string | undefined;
  className?: string;
}

export function TextField({
  label,
  hint,
  error,
  className,
  ...rest
}: Described & ComponentProps<'input'>) {
  return (
    <Labelled {...{ label, hint, error, className }}>
      {(told) => (
        <input
          type="text"
          autoComplete="off"
          spellCheck={false}
          className={CONTROL}
          {...rest}
          {...told}
        />
      )}
    </Labelled>
  );
}

export function TextArea({
  label,
  hint,
  error,
  className,
  ...rest
}: Described & ComponentProps<'textarea'>) {
  return (
    <Labelled {...{ label, hint, error, className }}>
      {(told) => (
        <textarea
          rows={2}
          spellCheck={false}
          className={`${CONTROL} resize-y`}
          {...rest}
          {...told}
        />
      )}
    </Labelled>
  );
}

export function Choice({
  label,
  hint,
  error,
  className,
  ...rest
}: Described & ComponentProps<'select'>) {
  return (
    <Labelled {...{ label, hint, error, className }}>
      {(told) => <select className={CONTROL} {...rest} {...told} />}
    </Labelled>
  );
}

type Told = Pick<ComponentProps<'input'>, 'id' | 'aria-invalid' | 'aria-describedby'>;

function Labelled(
  props: { className?: string | undefined; children: (told: Told) => ReactNode } & Described,
) {
  const id = useId();
  const described = [props.error && `${id}-error`, props.hint && `${id}-hint`].filter(Boolean);
  return (
    <div className={`min-w-0 ${props.className ?? ''}`}>
      <label htmlFor={id} className="mb-0.5 block text-sm font-medium">
        {props.label}
      </label>
      {props.children({
        id,
        'aria-invalid': props.error ? true : undefined,
        'aria-describedby': described.length > 0 ? described.join(' ') : undefined,
      })}
      {props.error && (
        <p id={`${id}-error`} className="mt-0.5 text-sm break-words text-bad">
          {props.error}
        </p>
      )}
      {props.hint && (
        <p id={`${id}-hint`} className="mt-0.5 text-xs text-muted">
          {props.hint}
        </p>
      )}
    </div>
  );
}
