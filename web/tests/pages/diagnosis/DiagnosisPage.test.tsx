// @vitest-environment jsdom
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { foldDiagnosis, newDiagnosis } from '../../../src/fold/diagnosis';
import { Pointing } from '../../../src/pages/diagnosis/pointing';
import { stageOf } from '../../../src/pages/diagnosis/words';
import type { Event } from '../../../src/stream/events';
import { plain } from '../../../src/ui/plain';
import { diagnosisRecording } from '../../fold/recordings';
import { problem } from '../page';
import { FakeSocket, showDiagnosis, textOf } from './following';

const { events: EVENTS } = diagnosisRecording('diagnosis');
const { events: CONTROLS } = diagnosisRecording('controls');
/** The number of the event by which it was paused. */
const PAUSED = CONTROLS.find(({ type }) => type === 'diagnosis-paused')?.seq ?? 0;

afterEach(() => {
  vi.unstubAllGlobals();
  window.history.replaceState(null, '', '/');
});

function viewAfter(events: readonly Event[], seq: number) {
  return foldDiagnosis(newDiagnosis(events[0]?.stream ?? ''), events.slice(0, seq));
}

// By selectors: to ask for roles computes the style of everything, a second for each question.
function slider(): HTMLInputElement {
  return document.querySelector('[aria-label="Replay"] input') as HTMLInputElement;
}

function result(): string {
  return document.querySelector('[aria-label="Result"]')?.textContent ?? '';
}

function panel(title: RegExp): HTMLElement {
  const headings = [...document.querySelectorAll('h2')];
  const heading = headings.find(({ textContent }) => title.test(textContent ?? ''));
  return heading?.closest('section') as HTMLElement;
}

/** As if a row of the team's own knowledge had made every finding. */
function withTeam(event: Event): Event {
  switch (event.type) {
    case 'mode-selected':
      return { ...event, data: { ...event.data, knowledge: 7 } };
    case 'finding-reported':
      return {
        ...event,
        data: { ...event.data, finding: { ...event.data.finding, rule: 'team:lane-full' } },
      };
    case 'diagnosis-concluded': {
      const teamRows = [{ table: 'cause', name: 'lane-full' }];
      return { ...event, data: { ...event.data, result: { ...event.data.result, teamRows } } };
    }
    default:
      return event;
  }
}

describe('afterwards', () => {
  test('verdict, confidence, since when and the cause stand first', async () => {
    await showDiagnosis(EVENTS);

    expect(result()).toMatch(/^Cause likelyConfidence 80 %Since 2026-11-21 18:58:36 UTC/);
    expect(result()).toContain('page-renderer, resource exhaustion');
    expect(result()).toContain('page-renderer is out of a resource that it needs.');
    expect(result()).toContain('No model was asked: $0');
  });

  test('what its tools asked of AWS stands beside what it cost', async () => {
    const used = { engine: 'deterministic', awsRequests: 62, bytesScanned: 1_200_000_000 };
    await showDiagnosis(
      EVENTS.map((event) =>
        event.type === 'usage-recorded' ? { ...event, data: { ...event.data, ...used } } : event,
      ),
    );

    expect(result()).toContain('No model was asked: $0, 62 requests to AWS, 1.2 GB scanned');
  });

  test('the raw error is quoted, and what to do can be copied', async () => {
    await showDiagnosis(EVENTS);

    expect(textOf(panel(/^The errors/))).toContain('"pid": 1, "hostname": "renderer-7d9"');
    const todo = within(panel(/^What to do/));
    expect(todo.getAllByRole('listitem')).toHaveLength(3);
    expect(todo.getAllByRole('button', { name: 'Copy the command' })).toHaveLength(2);
    expect(textOf(panel(/^Ruled out/))).toContain('article-api shows no more failures');
  });

  test("what the team's own knowledge had a part in is told, and leads to its version", async () => {
    const { unmount } = await showDiagnosis(EVENTS);
    expect(panel(/^From your team/)).toBeUndefined();
    unmount();
    await showDiagnosis(EVENTS.map(withTeam));

    const rows = within(panel(/^From your team/));
    expect(rows.getAllByRole('listitem').map(textOf)).toEqual(['cause lane-full']);
    expect(rows.getByRole('link', { name: 'Version 7' }).getAttribute('href')).toBe(
      '/projects/news/knowledge?version=7',
    );
    fireEvent.click(panel(/^Findings/).querySelector('summary') as HTMLElement);
    await within(panel(/^Findings/)).findAllByText(/row lane-full of your team's knowledge/);
  });

  test('every claim of the report has its evidence and a permalink', async () => {
    await showDiagnosis(EVENTS);

    for (const title of [/^Ruled out/, /^Timeline/, /^Looked at/]) {
      for (const item of within(panel(title)).getAllByRole('listitem')) {
        expect(within(item).getAllByRole('button', { name: /^Evidence \d+: / })).not.toEqual([]);
        const link = within(item).getByRole('link', { name: 'Copy a link to this claim' });
        expect(item.querySelector(link.getAttribute('href') ?? '')).not.toBeNull();
      }
    }
  });

  test('no socket is opened for what has ended', async () => {
    const { asked } = await showDiagnosis(EVENTS);

    expect(FakeSocket.open).toEqual([]);
    expect(asked.some(({ path }) => path === '/api/tickets')).toBe(false);
  });

  test('no anchor is given twice', async () => {
    const { container } = await showDiagnosis(EVENTS);
    for (const folded of container.querySelectorAll('details')) {
      act(() => {
        folded.open = true;
        folded.dispatchEvent(new window.Event('toggle'));
      });
    }

    const ids = [...container.querySelectorAll('[id]')].map(({ id }) => id);

    expect(ids.length).toBeGreaterThan(100);
    expect(ids.filter((id, place) => ids.indexOf(id) !== place)).toEqual([]);
  });

  test('headings are in order', async () => {
    const { container } = await showDiagnosis(EVENTS);

    const levels = [...container.querySelectorAll('h1,h2,h3,h4')].map(({ tagName }) =>
      Number(tagName[1]),
    );

    expect(levels[0]).toBe(1);
    levels.slice(1).forEach((level, place) => {
      expect(level - (levels[place] ?? 0)).toBeLessThanOrEqual(1);
    });
  });
});

describe('the slider', () => {
  test('shows what the fold up to its event says', async () => {
    await showDiagnosis(EVENTS);

    // The view after every single one is in tests/fold/history.test.ts.
    for (let seq = 1; seq < EVENTS.length; seq += 4) {
      fireEvent.change(slider(), { target: { value: String(seq) } });
      const { state, steps } = viewAfter(EVENTS, seq);
      await waitFor(() =>
        expect(result()).toContain(
          `${state.evidence.length} pieces of evidence and ${state.findings.length} findings`,
        ),
      );
      expect(result()).toContain(plain(stageOf({ state, steps }).words));
      expect(textOf(panel(/^Findings/))).toContain(`Findings (${state.findings.length})`);
      expect(textOf(panel(/^Events/))).toContain(`Events (${seq})`);
    }
  });

  test('says that it is the past, and leads back to now', async () => {
    await showDiagnosis(EVENTS, { address: `/diagnoses/${EVENTS[0]?.stream}?seq=41` });

    expect(screen.getByText(/You look at the past/).parentElement?.textContent).toContain(
      `event 41 of ${EVENTS.length}`,
    );
    expect(slider().value).toBe('41');
    expect(slider().getAttribute('aria-valuetext')).toContain(`event 41 of ${EVENTS.length}, `);

    fireEvent.click(screen.getByRole('button', { name: 'Back to now' }));
    await waitFor(() => expect(result()).toContain('Cause likely'));
    expect(screen.queryByText(/You look at the past/)).toBeNull();
    await waitFor(() => expect(window.location.search).toBe(''));
  });

  test('is in the address', async () => {
    await showDiagnosis(EVENTS);

    fireEvent.change(slider(), { target: { value: '12' } });

    await waitFor(() => expect(window.location.search).toBe('?seq=12'));
  });

  test('plays from the beginning to now', async () => {
    await showDiagnosis(EVENTS);
    vi.useFakeTimers();
    try {
      fireEvent.click(screen.getByRole('button', { name: 'Play the replay' }));
      expect(slider().value).toBe('1');
      act(() => vi.advanceTimersByTime(1500));
      expect(slider().value).toBe('11');
      fireEvent.keyDown(slider(), { key: ' ' });
      act(() => vi.advanceTimersByTime(1500));
      expect(slider().value).toBe('11');
      fireEvent.keyDown(slider(), { key: ' ' });
      act(() => vi.advanceTimersByTime(20_000));
      expect(screen.queryByText(/You look at the past/)).toBeNull();
    } finally {
      vi.useRealTimers();
    }
  });

  test('of an event that is still to come shows the present', async () => {
    await showDiagnosis(EVENTS, { address: `/diagnoses/${EVENTS[0]?.stream}?seq=999` });

    expect(result()).toContain('Cause likely');
  });
});

describe('live', () => {
  test('what happens is shown as it comes, and its end as ever after', async () => {
    const { write, container } = await showDiagnosis(EVENTS, { upTo: 8 });
    expect(result()).toContain('Round 1: gathering evidence · log agent at work');
    expect(result()).toContain('No cause is known yet.');
    await waitFor(() => expect(FakeSocket.open).toHaveLength(1));

    act(() => write(17));
    await waitFor(() => expect(textOf(panel(/^Findings/))).toContain('Findings (2)'));
    expect(result()).toContain('A possible cause: page-renderer ran out of memory');

    act(() => write(EVENTS.length));
    await waitFor(() => expect(result()).toContain('Cause likely'));
    const live = result();
    expect(textOf(container)).not.toContain('The connection was lost');

    document.body.innerHTML = '';
    await showDiagnosis(EVENTS);
    await waitFor(() => expect(result()).toBe(live));
  });

  test('only that another stage has begun is read out', async () => {
    const { write } = await showDiagnosis(EVENTS, { upTo: 8 });
    const said = () => document.querySelector('p[role=status]')?.textContent;
    await waitFor(() => expect(said()).toBe('Round 1: gathering evidence'));
    await waitFor(() => expect(FakeSocket.open).toHaveLength(1));

    act(() => write(50));
    await waitFor(() => expect(textOf(panel(/^Findings/))).toContain('Findings (16)'));
    expect(said()).toBe('Round 1: gathering evidence');

    act(() => write(EVENTS.length));
    await waitFor(() => expect(said()).toBe('Concluded: likely'));
  });

  test('an agent that runs is open, and stays open where it is read when it is done', async () => {
    const { write } = await showDiagnosis(EVENTS, { upTo: 9 });
    const tool = () => screen.queryByText('get_log_patterns');
    expect(tool()).not.toBeNull();
    await waitFor(() => expect(FakeSocket.open).toHaveLength(1));

    act(() => write(30));
    await waitFor(() => expect(textOf(panel(/^Findings/))).not.toContain('(0)'));

    expect(tool()).not.toBeNull();
  });

  test('a lost connection is a banner', async () => {
    const ticket = { webSocketUrl: 'wss://live', ticket: 't', expiresInSeconds: 60 };
    let asked = 0;
    await showDiagnosis(EVENTS, {
      upTo: 8,
      api: {
        // The second one is never answered.
        'POST /api/tickets': () => (asked++ === 0 ? ticket : new Promise(() => {})),
      },
    });
    await waitFor(() => expect(FakeSocket.open).toHaveLength(1));

    act(() => {
      FakeSocket.open[0]?.dispatchEvent(new window.Event('close'));
    });

    expect(await screen.findByText(/The connection was lost/)).toBeTruthy();
    expect(await screen.findByText('Try now')).toBeTruthy();
  });
});

describe('controls', () => {
  test('a queued diagnosis says its place, cannot be paused, and follows when it begins', async () => {
    const id = CONTROLS[0]?.stream;
    const { write } = await showDiagnosis(CONTROLS, {
      upTo: 1,
      api: { [`GET /api/diagnoses/${id}`]: { diagnosisId: id, status: 'queued', queuePlace: 3 } },
    });
    await waitFor(() => expect(FakeSocket.open).toHaveLength(1));

    expect(await screen.findByText(/It starts as others end: 2 before it/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Pause' })).toBeNull();
    expect(screen.getByRole('button', { name: 'Cancel' })).toBeTruthy();
    for (let seq = 2; seq < PAUSED; seq++) {
      act(() => write(seq));
    }

    await waitFor(() => expect(screen.queryByText(/It starts as others end/)).toBeNull());
    expect(screen.getByRole('button', { name: 'Pause' })).toBeTruthy();
  });

  test('a running diagnosis can be paused, a paused one resumed', async () => {
    const id = CONTROLS[0]?.stream;
    const { asked, write } = await showDiagnosis(CONTROLS, {
      upTo: PAUSED - 1,
      api: {
        [`POST /api/diagnoses/${id}/pause`]: { diagnosisId: id, status: 'paused' },
        [`POST /api/diagnoses/${id}/resume`]: { diagnosisId: id, status: 'running' },
      },
    });
    await waitFor(() => expect(FakeSocket.open).toHaveLength(1));

    fireEvent.click(screen.getByRole('button', { name: 'Pause' }));
    await waitFor(() =>
      expect(asked.map(({ path }) => path)).toContain(`/api/diagnoses/${id}/pause`),
    );
    act(() => write(PAUSED));

    expect(await screen.findByText('Paused by ann')).toBeTruthy();
    fireEvent.click(await screen.findByRole('button', { name: 'Resume' }));
    await waitFor(() =>
      expect(asked.map(({ path }) => path)).toContain(`/api/diagnoses/${id}/resume`),
    );
  });

  test('cancelling asks first', async () => {
    const id = CONTROLS[0]?.stream;
    const { asked } = await showDiagnosis(CONTROLS, {
      upTo: PAUSED - 1,
      api: { [`POST /api/diagnoses/${id}/cancel`]: { diagnosisId: id, status: 'cancelled' } },
    });

    fireEvent.click(screen.getByRole('button', { name: 'Cancel' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Cancel this diagnosis?' }));
    expect(asked.some(({ path }) => path.endsWith('/cancel'))).toBe(false);

    fireEvent.click(dialog.getByRole('button', { name: 'Cancel the diagnosis' }));
    await waitFor(() =>
      expect(asked.map(({ path }) => path)).toContain(`/api/diagnoses/${id}/cancel`),
    );
  });

  test('what was refused is said', async () => {
    const id = CONTROLS[0]?.stream;
    const detail = 'it is concluded: there is nothing to pause';
    await showDiagnosis(CONTROLS, {
      upTo: PAUSED - 1,
      api: {
        [`POST /api/diagnoses/${id}/pause`]: () =>
          problem({ status: 409, title: 'Not possible in this state', detail }),
      },
    });

    fireEvent.click(screen.getByRole('button', { name: 'Pause' }));

    expect((await screen.findByRole('alert')).textContent).toContain(detail);
  });

  test('a wrong report is corrected', async () => {
    const id = EVENTS[0]?.stream;
    const { asked } = await showDiagnosis(EVENTS, {
      api: { [`POST /api/diagnoses/${id}/feedback`]: { user: 'ann', rating: 'wrong' } },
    });

    fireEvent.click(screen.getByRole('button', { name: 'Wrong' }));
    fireEvent.change(await screen.findByLabelText('What was it really?'), {
      target: { value: 'the disk was full' },
    });
    fireEvent.click(screen.getByRole('button', { name: 'Send' }));

    await waitFor(() => {
      const sent = asked.find(({ path }) => path.endsWith('/feedback'));
      expect(sent?.body).toEqual({ rating: 'wrong', cause: 'the disk was full', note: null });
    });
  });

  test('a cost that is not known is said to be unknown', async () => {
    await showDiagnosis(CONTROLS);

    expect(result()).toContain('Cost unknown: $0.000003 and 1 call of unknown price');
  });

  test('an agent that failed is open and says why; who held it is among the steps', async () => {
    await showDiagnosis(CONTROLS);

    const steps = textOf(panel(/^Steps/));
    expect(steps).toContain('timed out');
    expect(steps).toMatch(/Paused by ann.*Resumed by bob.*Cancelled by bob/);
    expect(textOf(panel(/^Not known/))).toContain('no metrics of orders');
  });
});

describe('evidence', () => {
  test('a chip opens the panel, whose address opens it, too', async () => {
    const found = EVENTS.flatMap((event) =>
      event.type === 'evidence-found' ? [event.data.evidence] : [],
    );
    const place = found.findIndex(({ tool }) => tool === 'search_runbooks');
    const evidence = found[place];
    const path = `/api/diagnoses/${EVENTS[0]?.stream}/evidence/${evidence?.id}`;
    const api = { [`GET ${path}`]: { evidence, raw: {}, intact: true } };
    const { asked, unmount } = await showDiagnosis(EVENTS, { api });

    fireEvent.click(
      screen.getAllByLabelText(new RegExp(`^Evidence ${place + 1}:`))[0] as HTMLElement,
    );
    expect(await screen.findByText('Evidence: search_runbooks')).toBeTruthy();
    expect(asked.some((request) => request.path === path)).toBe(true);
    unmount();

    const address = `/diagnoses/${EVENTS[0]?.stream}#evidence-${evidence?.id}`;
    await showDiagnosis(EVENTS, { api, address });
    expect(await screen.findByText('Evidence: search_runbooks')).toBeTruthy();
  });

  test('a claim that is pointed at is marked on the time axis until it is not', () => {
    const pointing = new Pointing();
    const seen: string[] = [];
    const leave = pointing.subscribe(() => seen.push(pointing.read().claim));

    pointing.at(['evd_1'], 'it failed');
    pointing.at([]);
    leave();
    pointing.at(['evd_2'], 'unheard');

    expect(seen).toEqual(['it failed', '']);
  });
});

describe('permalinks', () => {
  test('a claim of the address is opened, marked and comes to the keyboard', async () => {
    const finding = EVENTS.find(({ type }) => type === 'finding-reported');
    const id = finding?.type === 'finding-reported' ? finding.data.finding.id : '';
    const scrolled: Element[] = [];
    Element.prototype.scrollIntoView = function into() {
      scrolled.push(this);
    };

    await showDiagnosis(EVENTS, { address: `/diagnoses/${EVENTS[0]?.stream}#claim-${id}` });

    const claim = document.getElementById(`claim-${id}`);
    expect(claim?.className).toContain('bg-mark');
    await waitFor(() => expect(scrolled).toEqual([claim]));
    expect(document.activeElement).toBe(claim);
  });

  test('a step of the address is opened', async () => {
    Element.prototype.scrollIntoView = () => {};
    await showDiagnosis(EVENTS, { address: `/diagnoses/${EVENTS[0]?.stream}#seq-12` });

    expect(document.getElementById('seq-12')?.textContent).toContain('search_logs');
  });
});

describe('what cannot be shown', () => {
  test('an unknown or a foreign diagnosis', async () => {
    const shown = showDiagnosis(EVENTS, {
      api: {
        [`GET /api/diagnoses/${EVENTS[0]?.stream}/events`]: () =>
          problem({ status: 404, title: 'Not found', detail: 'There is no such diagnosis.' }),
      },
    });
    shown.catch(() => {}); // there is no slider to wait for

    expect(await screen.findByText(/There is no such diagnosis/)).toBeTruthy();
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Not found');
  });

  test('a sign-in that has expired in mid-stream leads to the sign-in, and back to here', async () => {
    const signIn = vi.fn(() => Promise.resolve());
    const address = `/diagnoses/${EVENTS[0]?.stream}?seq=3#seq-4`;
    await showDiagnosis(EVENTS, {
      upTo: 8,
      address,
      api: {
        'POST /api/tickets': () =>
          problem({ status: 401, title: 'Not signed in', detail: 'The token has expired.' }),
      },
      services: { identity: { signIn } as never },
    });

    await waitFor(() => expect(signIn).toHaveBeenCalledWith(address));
  });
});

describe('run again', () => {
  const id = EVENTS[0]?.stream ?? '';

  test('from the beginning, with a hint, and on to the new diagnosis', async () => {
    const { asked, went } = await showDiagnosis(EVENTS, {
      api: { [`POST /api/diagnoses/${id}/rerun`]: { diagnosisId: 'dgn_2', joined: false } },
    });

    fireEvent.click(screen.getByText('Investigate again'));
    fireEvent.change(await screen.findByLabelText(/^Hint/), { target: { value: ' the pool ' } });
    fireEvent.click(screen.getAllByText('Investigate again').at(-1) as HTMLElement);

    await waitFor(() => expect(went?.at(-1)).toBe('/diagnoses/dgn_2'));
    expect(asked.find(({ path }) => path.endsWith('/rerun'))?.body).toEqual({ hint: 'the pool' });
  });

  test('from a step, which it is told by its number', async () => {
    Element.prototype.scrollIntoView = () => {};
    const start = EVENTS.find(
      ({ type, actor }) => type === 'agent-started' && actor === 'code-agent',
    );
    const { asked } = await showDiagnosis(EVENTS, {
      address: `/diagnoses/${id}#seq-${start?.seq}`,
      api: { [`POST /api/diagnoses/${id}/rerun`]: { diagnosisId: 'dgn_2', joined: false } },
    });

    const step = within(document.getElementById(`seq-${start?.seq}`) as HTMLElement);
    fireEvent.click(step.getByText('Run again from this step'));
    expect((await screen.findByText(/begins at this step/)).textContent).toContain(
      'code agent, round 1',
    );
    fireEvent.click(screen.getAllByText('Run again').at(-1) as HTMLElement);

    await waitFor(() => {
      const sent = asked.find(({ path }) => path.endsWith('/rerun'));
      expect(sent?.body).toEqual({ fromSeq: start?.seq });
    });
  });

  test('not while another diagnosis of the workload is open, which is linked', async () => {
    await showDiagnosis(EVENTS, {
      api: {
        [`POST /api/diagnoses/${id}/rerun`]: () =>
          problem({
            status: 409,
            title: 'Not possible in this state',
            detail: 'dgn_9 of this workload is open.',
            diagnosisId: 'dgn_9',
          }),
      },
    });

    fireEvent.click(screen.getByText('Investigate again'));
    fireEvent.click((await screen.findAllByText('Investigate again')).at(-1) as HTMLElement);

    const link = await screen.findByText('Go to the diagnosis that is open');
    expect(link.getAttribute('href')).toBe('/diagnoses/dgn_9');
  });

  test('never of a diagnosis that is open', async () => {
    await showDiagnosis(CONTROLS, { upTo: CONTROLS.length - 1 });

    expect(screen.queryByText('Investigate again')).toBeNull();
    expect(screen.queryByText('Run again from this step')).toBeNull();
  });
});
