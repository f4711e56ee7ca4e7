/**
 * A box that scrolls by itself. The keyboard reaches it, and a screen reader names it. It is no
 * landmark: a page may have many of the same name.
 */

import type { ReactNode } from 'react';

export function Scrolled(props: { label: string; className?: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for the parts of a form
    <div
      role="group"
      aria-label={props.label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys scroll what has the focus
      tabIndex={0}
      className={`overflow-auto ${props.className ?? ''}`}
    >
      {props.children}
    </div>
  );
}
