/** Moments and durations, as people read them. Everything is UTC, as in logs and alarms. */

import { useEffect, useState } from 'react';

/** `2026-11-29 16:07:05 UTC`; the day is left out when it is `today`. */
export function moment(at: string | Date, today: Date = new Date()): string {
  const iso = new Date(at).toISOString();
  const [day, time] = [iso.slice(0, 10), `${iso.slice(11, 19)} UTC`];
  return day === today.toISOString().slice(0, 10) ? time : `${day} ${time}`;
}

/** `45 s`, `12 min`, `3 h 5 min`, `2 d`. */
export function duration(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 90) {
    return `${seconds} s`;
  }
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) {
    return `${minutes} min`;
  }
  if (minutes < 48 * 60) {
    return minutes % 60 === 0
      ? `${minutes / 60} h`
      : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  }
  return `${Math.round(minutes / 1440)} d`;
}

/** A moment; how long ago stands in the tooltip. */
export function Time(props: { at: string; className?: string }) {
  const ago = duration(Date.now() - new Date(props.at).getTime());
  return (
    <time
      dateTime={props.at}
      title={`${ago} ago`}
      className={`tabular-nums ${props.className ?? ''}`}
    >
      {moment(props.at)}
    </time>
  );
}

/** How long ago something was, kept true while it is looked at. */
export function Ago(props: { at: string; className?: string }) {
  const now = useNow(30_000);
  return (
    <time dateTime={props.at} title={moment(props.at)} className={props.className}>
      {duration(now - new Date(props.at).getTime())} ago
    </time>
  );
}

/** The time in milliseconds, renewed every so many. */
export function useNow(every: number): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), every);
    return () => clearInterval(timer);
  }, [every]);
  return now;
}
