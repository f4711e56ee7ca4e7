/** A box that scrolls by itself. The keyboard reaches it, and a screen reader names it. */

import type { ReactNode } from 'react';

export function Scrolled(props: { label: string; className?: string; children: ReactNode }) {
  return (
    <section
      aria-label={props.label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys scroll what has the focus
      tabIndex={0}
      className={`overflow-auto ${props.className ?? ''}`}
    >
      {props.children}
    </section>
  );
}
