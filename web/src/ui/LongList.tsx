/** A list of thousands of rows that opens at once and scrolls smoothly. */

import { memo, type ReactNode, useEffect, useRef, useState } from 'react';

const ROWS = 100;

/**
 * Rows are rendered by the hundred, when they come near to what is seen, and stay; the browser
 * leaves out what is not seen. A hundred is rendered anew only when one of its items is another.
 *
 * `row` must depend on its item alone and be the same function each time. `rowHeight` is a guess in
 * pixels that the scroll bar is drawn by. `shows` is the place of an item that must be rendered.
 */
export function LongList<Item>(props: {
  items: readonly Item[];
  row: (item: Item, place: number) => ReactNode;
  rowHeight: number;
  shows?: number;
  className?: string;
}) {
  const { items, row, rowHeight, shows = -1 } = props;
  const hundreds = Math.ceil(items.length / ROWS);
  return (
    <div className={props.className}>
      {Array.from({ length: hundreds }, (_, hundred) => {
        const first = hundred * ROWS;
        return (
          <Hundred
            // biome-ignore lint/suspicious/noArrayIndexKey: items only come at the end
            key={hundred}
            items={items.slice(first, first + ROWS) as Item[]}
            first={first}
            row={row as (item: unknown, place: number) => ReactNode}
            rowHeight={rowHeight}
            isWanted={hundred === 0 || (shows >= first && shows < first + ROWS)}
          />
        );
      })}
    </div>
  );
}

interface HundredProps {
  items: readonly unknown[];
  first: number;
  row: (item: unknown, place: number) => ReactNode;
  rowHeight: number;
  isWanted: boolean;
}

const Hundred = memo(
  ({ items, first, row, rowHeight, isWanted }: HundredProps) => {
    const place = useRef<HTMLOListElement>(null);
    const [near, setNear] = useState(typeof IntersectionObserver === 'undefined');
    const isShown = near || isWanted;
    useEffect(() => {
      const element = place.current;
      if (isShown || element === null) {
        return undefined;
      }
      const observer = new IntersectionObserver(
        (entries) => entries.some((entry) => entry.isIntersecting) && setNear(true),
        { rootMargin: '1200px' },
      );
      observer.observe(element);
      return () => observer.disconnect();
    }, [isShown]);
    const height = `${items.length * rowHeight}px`;
    return (
      <ol
        ref={place}
        start={first + 1}
        className="[content-visibility:auto]"
        style={isShown ? { containIntrinsicSize: `auto ${height}` } : { height }}
      >
        {isShown && items.map((item, index) => row(item, first + index))}
      </ol>
    );
  },
  (before, after) =>
    before.isWanted === after.isWanted &&
    before.row === after.row &&
    before.items.length === after.items.length &&
    before.items.every((item, index) => item === after.items[index]),
);
