/** Links: inside of the console, and out of it. */

import { ExternalLink } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';

const LINK =
  'text-accent underline decoration-accent/40 underline-offset-2 hover:decoration-accent';

export function To(props: { href: string; className?: string; children: ReactNode }) {
  return (
    <Link href={props.href} className={`${LINK} ${props.className ?? ''}`}>
      {props.children}
    </Link>
  );
}

/** The address as one that may be followed: http and https alone; null for every other. */
export function safeAddress(href: string | undefined): string | null {
  try {
    const address = new URL(href ?? '');
    return address.protocol === 'https:' || address.protocol === 'http:' ? address.href : null;
  } catch {
    return null;
  }
}

/** A link to another site, in a tab of its own; only its words when it may not be followed. */
export function Out(props: { href: string | undefined; className?: string; children: ReactNode }) {
  const href = safeAddress(props.href);
  if (href === null) {
    return <span>{props.children}</span>;
  }
  return (
    <a
      href={href}
      target="_blank"
      rel="noopener noreferrer"
      className={`${LINK} ${props.className ?? ''}`}
    >
      {props.children}
      <ExternalLink aria-hidden size={12} className="mb-0.5 ml-0.5 inline" />
      <span className="sr-only"> (opens a new tab)</span>
    </a>
  );
}
