/** One metric over time, drawn by uPlot. Only ever loaded as a chunk of its own (MetricChart). */

import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { PlotProps } from './MetricChart';
import { amount, GUTTER, MARGIN } from './marks';
import { coloursOf, onThemeChange } from './palette';
import { clock, ticksOf } from './ticks';

export default function Plot(props: PlotProps) {
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  // What is drawn and called is read when it is: a chart is not made anew for each hover.
  const now = useRef(props);
  now.current = props;
  const { series, from, to, height, bars, sync, hasTimes } = props;

  // biome-ignore lint/correctness/useExhaustiveDependencies: they are read through `now`
  useEffect(() => {
    const element = host.current;
    if (element === null) {
      return undefined;
    }
    const make = () => {
      plot.current?.destroy();
      const size = { width: element.clientWidth, height };
      plot.current = new uPlot(optionsOf(now, size), dataOf(now.current), element);
      showCursor(plot.current, now.current.at);
    };
    make();
    const resized = new ResizeObserver(() => {
      plot.current?.setSize({ width: element.clientWidth, height });
    });
    resized.observe(element);
    const forget = onThemeChange(make);
    return () => {
      resized.disconnect();
      forget();
      plot.current?.destroy();
      plot.current = null;
    };
  }, [series, from, to, height, bars, sync, hasTimes]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: what is drawn with them has changed
  useEffect(() => {
    plot.current?.redraw(false);
  }, [props.lit, props.bands, props.markers]);
  useEffect(() => {
    if (plot.current !== null) {
      showCursor(plot.current, props.at);
    }
  }, [props.at]);

  return <div ref={host} aria-hidden className="w-full overflow-hidden" style={{ height }} />;
}

type Now = { readonly current: PlotProps };

function dataOf({ series }: PlotProps): uPlot.AlignedData {
  const times = series.values.map((_, place) => series.start + place * series.period);
  return [times, series.values];
}

function optionsOf(now: Now, size: { width: number; height: number }): uPlot.Options {
  const colours = coloursOf(document.documentElement);
  const { from, to, bars, sync } = now.current;
  const axis: uPlot.Axis = {
    stroke: colours.muted,
    grid: { stroke: colours.line, width: 1 },
    ticks: { stroke: colours.line, size: 4 },
    font: '11px system-ui',
  };
  return {
    ...size,
    ms: 1,
    padding: [8, MARGIN, 0, 0],
    legend: { show: false },
    cursor: {
      ...(sync === undefined ? {} : { sync: { key: sync, setSeries: false } }),
      drag: { x: false, y: false },
      points: { size: 7 },
      y: false,
    },
    scales: {
      x: { time: true, range: [from, to] },
      y: { range: (_, least, most) => span(now.current, least, most) },
    },
    axes: [
      timesOf(now.current, axis),
      { ...axis, size: GUTTER, space: 24, values: (_, at) => at.map(amount) },
    ],
    series: [
      {},
      {
        stroke: () => (now.current.lit ? colours.accent : colours.text),
        width: 1.5,
        spanGaps: false,
        ...(bars && uPlot.paths.bars
          ? { fill: colours.bad, width: 0, paths: uPlot.paths.bars({ size: [0.85], align: 1 }) }
          : {}),
        points: {
          size: 5,
          show: !bars,
          fill: () => (now.current.lit ? colours.accent : colours.text),
          filter: (u) => shownPoints(now.current, u.data[1] ?? []),
        },
      },
    ],
    hooks: {
      drawClear: [(u) => drawBehind(u, now.current, colours)],
      draw: [(u) => drawBefore(u, now.current, colours)],
      setCursor: [
        (u) => {
          const { left = -1 } = u.cursor;
          // Only the chart under the pointer tells; the others follow it.
          if (u.over.matches(':hover')) {
            now.current.onPoint?.(left < 0 ? null : periodAt(now.current, u.posToVal(left, 'x')));
          }
        },
      ],
    },
  };
}

/** When the period began that a moment lies in: where there is no datapoint, too. */
function periodAt({ series: { start, period } }: PlotProps, moment: number): number {
  return start + Math.floor((moment - start) / period) * period;
}

/** The moments below a chart; lines alone where they stand elsewhere. */
function timesOf({ from, to, hasTimes = true }: PlotProps, axis: uPlot.Axis): uPlot.Axis {
  // Not what is measured: it is asked for before the chart has a place in the page.
  const ticks = ({ width }: uPlot) => ticksOf(from, to, width - GUTTER - MARGIN);
  return {
    ...axis,
    splits: (u) => [...ticks(u).at],
    ...(hasTimes
      ? { size: 26, values: (u, at) => at.map((each) => clock(each, to - from, ticks(u).step)) }
      : { size: 4, ticks: { show: false }, values: (_, at) => at.map(() => '') }),
  };
}

/** From 0 where nothing is below it, and so that the threshold is seen. */
function span({ series }: PlotProps, least: number, most: number): [number, number] {
  const { threshold } = series;
  const bottom = Math.min(0, least ?? 0, threshold ?? 0);
  const top = Math.max(most ?? 0, threshold ?? 0);
  const [from, to] = uPlot.rangeNum(bottom, top > bottom ? top : bottom + 1, 0.1, true);
  return [from ?? bottom, to ?? bottom + 1];
}

/** Datapoints between two gaps, which no line leads to, and those of the window when they are lit. */
function shownPoints(
  { series, lit, from, since }: PlotProps,
  values: ArrayLike<unknown>,
): number[] {
  const { start, period } = series;
  return Array.from(values, (_, place) => place).filter((place) => {
    const value = values[place];
    if (value === null || value === undefined) {
      return false;
    }
    const alone = (values[place - 1] ?? null) === null && (values[place + 1] ?? null) === null;
    const at = start + place * period;
    return at >= from && (alone || (lit === true && at >= since));
  });
}

type Colours = ReturnType<typeof coloursOf>;

function drawBehind(u: uPlot, { bands }: PlotProps, colours: Colours): void {
  const { ctx } = u;
  const { top, height, left, width } = u.bbox;
  for (const band of bands) {
    const from = Math.max(left, u.valToPos(band.from, 'x', true));
    const to = Math.min(left + width, u.valToPos(band.to, 'x', true));
    if (to >= from) {
      ctx.fillStyle = band.kind === 'onset' ? colours.mark : colours.sunken;
      ctx.fillRect(from, top, Math.max(to - from, 2), height);
    }
  }
}

function drawBefore(u: uPlot, { markers, series }: PlotProps, colours: Colours): void {
  const { ctx } = u;
  const { top, height, left, width } = u.bbox;
  const line = (x0: number, y0: number, x1: number, y1: number, colour: string, dash: number[]) => {
    ctx.save();
    ctx.strokeStyle = colour;
    ctx.lineWidth = uPlot.pxRatio;
    ctx.setLineDash(dash.map((each) => each * uPlot.pxRatio));
    ctx.beginPath();
    ctx.moveTo(x0, y0);
    ctx.lineTo(x1, y1);
    ctx.stroke();
    ctx.restore();
  };
  for (const { at, kind } of markers) {
    const x = u.valToPos(at, 'x', true);
    if (x >= left && x <= left + width) {
      line(x, top, x, top + height, kind === 'alarm' ? colours.bad : colours.accent, [3, 3]);
    }
  }
  if (series.threshold !== null) {
    const y = u.valToPos(series.threshold, 'y', true);
    line(left, y, left + width, y, colours.bad, [6, 4]);
  }
}

function showCursor(u: uPlot, at: number | null | undefined): void {
  if (at !== undefined && !u.over.matches(':hover')) {
    const left = at === null ? -10 : u.valToPos(at, 'x');
    u.setCursor({ left, top: at === null ? -10 : 0 }, false);
  }
}
