/** The small parts that every page is made of. */

import { CircleAlert, LoaderCircle } from 'lucide-react';
import { type ComponentProps, type ReactNode, useEffect } from 'react';

type Kind = 'primary' | 'plain' | 'danger' | 'bare';

const BUTTON =
  'inline-flex min-h-8 items-center justify-center gap-1.5 rounded-md px-3 py-1 text-sm font-medium whitespace-nowrap disabled:opacity-55 disabled:cursor-not-allowed';
const KINDS: Record<Kind, string> = {
  primary: 'bg-accent text-on-accent hover:brightness-110',
  plain: 'border border-line bg-surface hover:bg-sunken',
  danger: 'border border-bad text-bad hover:bg-bad-soft',
  bare: 'hover:bg-sunken',
};

export function buttonClass(kind: Kind = 'plain'): string {
  return `${BUTTON} ${KINDS[kind]}`;
}

export function Button({
  kind = 'plain',
  className = '',
  ...rest
}: ComponentProps<'button'> & { kind?: Kind }) {
  return <button type="button" className={`${buttonClass(kind)} ${className}`} {...rest} />;
}

export type Tone = 'good' | 'warn' | 'bad' | 'accent' | 'neutral';

const TONES: Record<Tone, string> = {
  good: 'bg-good-soft text-good',
  warn: 'bg-warn-soft text-warn',
  bad: 'bg-bad-soft text-bad',
  accent: 'bg-accent-soft text-accent',
  neutral: 'bg-sunken text-muted',
};

/** A word or two of state. Its colour never says what its words do not. */
export function Badge(props: { tone?: Tone; children: ReactNode }) {
  return (
    <span
      className={`inline-flex items-center gap-1 rounded px-1.5 py-0.5 text-xs font-semibold whitespace-nowrap ${TONES[props.tone ?? 'neutral']}`}
    >
      {props.children}
    </span>
  );
}

/** A box with a heading of the second order. `actions` stand at its right. */
export function Panel(props: {
  title: ReactNode;
  id?: string;
  actions?: ReactNode;
  children: ReactNode;
  className?: string;
}) {
  return (
    <section
      id={props.id}
      className={`rounded-lg border border-line bg-surface ${props.className ?? ''}`}
    >
      <div className="flex flex-wrap items-center justify-between gap-2 border-b border-line px-4 py-2">
        <h2 className="text-sm font-semibold">{props.title}</h2>
        {props.actions}
      </div>
      <div className="px-4 py-3">{props.children}</div>
    </section>
  );
}

/** The first heading of a page, and the name of its tab: `tab` where that says more. */
export function PageTitle(props: {
  children: string;
  tab?: string;
  actions?: ReactNode;
  hint?: ReactNode;
}) {
  const tab = props.tab ?? props.children;
  useEffect(() => {
    document.title = `${tab} · Casebook`;
    return () => {
      document.title = 'Casebook';
    };
  }, [tab]);
  return (
    <div className="mb-3 flex flex-wrap items-start justify-between gap-3 sm:mb-4">
      <div className="min-w-0">
        <h1 className="text-xl font-semibold break-words">{props.children}</h1>
        {props.hint && <p className="text-sm text-muted">{props.hint}</p>}
      </div>
      {props.actions && <div className="flex flex-wrap items-center gap-2">{props.actions}</div>}
    </div>
  );
}

/** That something is being fetched, in words. */
export function Loading(props: { what: string }) {
  return (
    <p role="status" className="flex items-center gap-2 py-4 text-muted">
      <LoaderCircle aria-hidden size={18} className="animate-spin" />
      Loading {props.what}…
    </p>
  );
}

/** What stands in the place of a list that is empty: why, and what to do. */
export function Empty(props: { children: ReactNode }) {
  return <p className="py-3 text-muted">{props.children}</p>;
}

/** A plain sentence about what went wrong, and a way on. */
export function Notice(props: {
  tone?: 'bad' | 'warn' | 'accent';
  title?: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  const tone = props.tone ?? 'bad';
  return (
    <div
      role={tone === 'bad' ? 'alert' : 'status'}
      className={`flex flex-wrap items-start gap-3 rounded-lg p-3 ${TONES[tone]}`}
    >
      <CircleAlert aria-hidden size={18} className="mt-0.5 shrink-0" />
      <div className="min-w-0 flex-1 break-words">
        {props.title && <p className="font-semibold">{props.title}</p>}
        {props.children}
      </div>
      {props.action}
    </div>
  );
}
