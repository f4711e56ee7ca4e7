/** The calls of a map as arrows, for the eye alone: the list says the same in words. */

import { memo, useId } from 'react';
import type { Drawing } from './routes';

export function Arrows(props: { drawing: Drawing; chosen: string | null }) {
  const { drawing, chosen } = props;
  const { routes, width, height } = drawing;
  const head = useId();
  const touched = routes.filter(({ call }) => chosen === call.caller || chosen === call.callee);
  return (
    <svg
      aria-hidden="true"
      width={width}
      height={height}
      className="pointer-events-none absolute inset-0 hidden sm:block"
    >
      <defs>
        <marker
          id={head}
          viewBox="0 0 8 8"
          refX="7"
          refY="4"
          markerUnits="userSpaceOnUse"
          markerWidth="9"
          markerHeight="9"
          orient="auto"
        >
          <path d="M0 0 L8 4 L0 8 z" className="fill-muted" />
        </marker>
      </defs>
      <Lines routes={routes} head={head} className="stroke-muted" />
      <Lines routes={touched} head={head} className="stroke-accent stroke-[2.5px]" />
    </svg>
  );
}

const Lines = memo(function Lines(props: {
  routes: Drawing['routes'];
  head: string;
  className: string;
}) {
  return props.routes.map(({ call, path }) => (
    <path
      key={JSON.stringify([call.caller, call.callee])}
      d={path}
      markerEnd={`url(#${props.head})`}
      fill="none"
      className={props.className}
    />
  ));
});
