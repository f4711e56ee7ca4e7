/** The page of a diagnosis over a recorded stream, of which so much has happened. */

import { screen } from '@testing-library/react';
import { vi } from 'vitest';
import type { Services } from '../../../src/app/services';
import DiagnosisPage from '../../../src/pages/diagnosis/DiagnosisPage';
import type { Event } from '../../../src/stream/events';
import type { Asked } from '../../api/server';
import { showPage } from '../page';

type Api = Parameters<typeof showPage>[1]['api'];

/** Answers as `GET …/events` does. */
export function eventsAnswer(events: readonly Event[], written: () => number) {
  return ({ search }: Asked) => {
    const query = new URLSearchParams(search);
    const [after, before, limit] = ['after', 'before', 'limit'].map((name) => query.get(name));
    const all = events.filter(
      ({ seq }) =>
        seq <= written() &&
        seq > Number(after ?? 0) &&
        seq < Number(before ?? Number.POSITIVE_INFINITY),
    );
    const page = all.slice(0, Number(limit ?? 1000));
    const last = page.at(-1)?.seq ?? Number(after ?? 0);
    return { events: page, seq: last, ...(all.length > page.length ? { next: last } : {}) };
  };
}

/** A WebSocket that opens at once; `say` sends its page a frame. */
export class FakeSocket extends EventTarget {
  static open: FakeSocket[] = [];

  constructor(readonly address: string) {
    super();
    FakeSocket.open.push(this);
    queueMicrotask(() => this.dispatchEvent(new window.Event('open')));
  }

  send(): void {}

  close(): void {}

  say(frame: object): void {
    this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(frame) }));
  }

  static say(frame: object): void {
    FakeSocket.open.at(-1)?.say(frame);
  }
}

/** Shows the page after `upTo` events, and waits until it has loaded. `write` lets more happen. */
export async function showDiagnosis(
  events: readonly Event[],
  options: {
    upTo?: number;
    address?: string;
    api?: Api;
    services?: Partial<Services>;
  } = {},
) {
  const id = events[0]?.stream ?? '';
  const workloadId = events[0]?.type === 'diagnosis-started' ? events[0].data.workloadId : '';
  let written = options.upTo ?? events.length;
  FakeSocket.open = [];
  vi.stubGlobal('WebSocket', FakeSocket);
  window.history.replaceState(null, '', options.address ?? `/diagnoses/${id}`);
  const shown = showPage(DiagnosisPage, {
    params: { diagnosisId: id },
    api: {
      [`GET /api/diagnoses/${id}/events`]: eventsAnswer(events, () => written),
      [`GET /api/diagnoses/${id}`]: { diagnosisId: id, feedback: [] },
      'POST /api/tickets': { webSocketUrl: 'wss://live', ticket: 't', expiresInSeconds: 60 },
      'GET /api/me': { user: 'ann', projects: ['news'] },
      [`GET /api/workloads/${workloadId}`]: { workloadId, name: 'front', resources: [] },
      ...options.api,
    },
    services: { config: { region: 'eu-west-1' }, ...options.services } as Partial<Services>,
  });
  await screen.findByLabelText('Replay');
  const write = (upTo: number) => {
    const fresh = events.slice(written, upTo);
    written = upTo;
    fresh.forEach((event) => {
      FakeSocket.say(event);
    });
  };
  return { ...shown, write };
}

export function textOf(container: HTMLElement): string {
  return container.textContent ?? '';
}
