/** Which moment of the diagnosis is looked at: now, or after the event `?seq=` of the address. */

import { useCallback, useEffect, useState } from 'react';

/** How long the past takes to play, at most, and how long one event is shown at least. */
const PLAY_MS = 30_000;
const TICK_MS = 150;
const ADDRESS_MS = 250;

export interface Replay {
  /** The event after which it is looked at; null is now. */
  seq: number | null;
  playing: boolean;
  goTo: (seq: number) => void;
  toNow: () => void;
  play: () => void;
  pause: () => void;
}

/** `last` is the number of the last event that is known. */
export function useReplay(last: number): Replay {
  const [seq, setSeq] = useState(seqOfAddress);
  const [playing, setPlaying] = useState(false);

  useEffect(() => {
    const follow = () => setSeq(seqOfAddress());
    window.addEventListener('popstate', follow);
    return () => window.removeEventListener('popstate', follow);
  }, []);

  // Browsers refuse an address that is written anew too often.
  useEffect(() => {
    const timer = setTimeout(() => writeAddress(seq), ADDRESS_MS);
    return () => clearTimeout(timer);
  }, [seq]);

  useEffect(() => {
    if (!playing) {
      return undefined;
    }
    const step = Math.max(1, Math.ceil(last / (PLAY_MS / TICK_MS)));
    const timer = setInterval(() => setSeq((at) => Math.min(last, (at ?? 0) + step)), TICK_MS);
    return () => clearInterval(timer);
  }, [playing, last]);

  const ended = playing && seq !== null && seq >= last;
  useEffect(() => {
    if (ended) {
      setPlaying(false);
      setSeq(null);
    }
  }, [ended]);

  const goTo = useCallback(
    (wanted: number) => {
      setPlaying(false);
      setSeq(Math.max(1, Math.min(wanted, last)));
    },
    [last],
  );
  const toNow = useCallback(() => {
    setPlaying(false);
    setSeq(null);
  }, []);
  const play = useCallback(() => {
    setSeq((at) => (at === null || at >= last ? 1 : at));
    setPlaying(true);
  }, [last]);
  const pause = useCallback(() => setPlaying(false), []);
  // An address may name an event that is still to come: that is now.
  const past = seq === null || last === 0 || seq > last ? null : seq;
  return { seq: past, playing, goTo, toNow, play, pause };
}

function seqOfAddress(): number | null {
  const named = new URLSearchParams(window.location.search).get('seq') ?? '';
  return /^\d{1,9}$/.test(named) && Number(named) > 0 ? Number(named) : null;
}

function writeAddress(seq: number | null): void {
  const address = new URL(window.location.href);
  if (seq === null) {
    address.searchParams.delete('seq');
  } else {
    address.searchParams.set('seq', String(seq));
  }
  if (address.href !== window.location.href) {
    window.history.replaceState(window.history.state, '', address);
  }
}
