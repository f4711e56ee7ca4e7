/** Scrolling that follows new text only while its reader is at the end of it. */

import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';

/** So near to the end counts as there, in CSS pixels. */
const NEAR = 4;

export interface Sticking {
  /** Of the element that scrolls, and of what it holds. */
  scroller: RefObject<HTMLDivElement | null>;
  content: RefObject<HTMLDivElement | null>;
  /** There is text below that the reader has not seen. */
  isBehind: boolean;
  toBottom(): void;
}

export function useStickToBottom(): Sticking {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const sticks = useRef(true);
  const [isBehind, setIsBehind] = useState(false);
  const toBottom = useCallback(() => {
    sticks.current = true;
    setIsBehind(false);
    const element = scroller.current;
    if (element !== null) {
      element.scrollTop = element.scrollHeight;
    }
  }, []);
  useEffect(() => {
    const [element, inside] = [scroller.current, content.current];
    if (element === null || inside === null) {
      return;
    }
    let last = element.scrollTop;
    const onScroll = () => {
      const isNear = element.scrollHeight - element.clientHeight - element.scrollTop <= NEAR;
      if (isNear) {
        sticks.current = true;
        setIsBehind(false);
      } else if (element.scrollTop < last) {
        sticks.current = false; // the reader went up, by however little
      }
      last = element.scrollTop;
    };
    const observer = new ResizeObserver(() => {
      if (sticks.current) {
        element.scrollTop = element.scrollHeight;
      } else {
        setIsBehind(element.scrollHeight - element.clientHeight - element.scrollTop > NEAR);
      }
    });
    element.addEventListener('scroll', onScroll, { passive: true });
    observer.observe(inside);
    observer.observe(element);
    return () => {
      element.removeEventListener('scroll', onScroll);
      observer.disconnect();
    };
  }, []);
  return { scroller, content, isBehind, toBottom };
}
