/** What can be folded. It never folds where a person may be reading. */

import { ChevronRight } from 'lucide-react';
import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';

/**
 * `open` is how it begins. When `open` turns true it opens. When it turns false it folds only where
 * that moves nothing that is seen: below the lower edge of the window. Whoever has folded or opened
 * it by hand is not overruled, but by an address that names something inside (`wanted`).
 *
 * What is folded is not rendered. `summary` must hold nothing that can be pressed.
 */
export function Fold(props: {
  open: boolean;
  wanted?: boolean;
  summary: ReactNode;
  className?: string;
  children: ReactNode;
}) {
  const { open, wanted = false } = props;
  const box = useRef<HTMLDetailsElement>(null);
  const [isOpen, setOpen] = useState(open || wanted);
  const byHand = useRef(false);
  useLayoutEffect(() => {
    if (wanted) {
      setOpen(true);
    } else if (!byHand.current) {
      setOpen((was) => open || (was && !isBelow(box.current)));
    }
  }, [open, wanted]);
  return (
    <details
      ref={box}
      open={isOpen}
      onToggle={(event) => {
        if (event.currentTarget.open !== isOpen) {
          byHand.current = true;
          setOpen(event.currentTarget.open);
        }
      }}
      className={props.className}
    >
      <summary className="flex min-h-8 list-none items-center gap-1.5 rounded [&::-webkit-details-marker]:hidden">
        <ChevronRight
          aria-hidden
          size={15}
          className={`shrink-0 text-muted transition-transform ${isOpen ? 'rotate-90' : ''}`}
        />
        {props.summary}
      </summary>
      {isOpen && props.children}
    </details>
  );
}

function isBelow(element: Element | null): boolean {
  return element !== null && element.getBoundingClientRect().top > window.innerHeight;
}
