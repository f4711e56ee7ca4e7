/** Which days the usage is summed over. Days are UTC's, the last one included. */

export interface Days {
  from: string;
  to: string;
}

export const PERIODS = {
  today: 'Today',
  '7d': 'Last 7 days',
  '30d': 'Last 30 days',
  month: 'This month',
  'last-month': 'Last month',
  custom: 'From … to …',
} as const;

export type Period = keyof typeof PERIODS;

export function isPeriod(said: string | null): said is Period {
  return said !== null && said in PERIODS;
}

/** The days of every period but `custom`, which says them itself. */
export function daysOf(period: Exclude<Period, 'custom'>, now: Date = new Date()): Days {
  const [year, month] = [now.getUTCFullYear(), now.getUTCMonth()];
  const to = day(now);
  switch (period) {
    case 'today':
      return { from: to, to };
    case '7d':
      return { from: daysBefore(now, 6), to };
    case '30d':
      return { from: daysBefore(now, 29), to };
    case 'month':
      return { from: day(new Date(Date.UTC(year, month, 1))), to };
    case 'last-month':
      return {
        from: day(new Date(Date.UTC(year, month - 1, 1))),
        to: day(new Date(Date.UTC(year, month, 0))),
      };
  }
}

function daysBefore(now: Date, count: number): string {
  return day(new Date(now.getTime() - count * 86_400_000));
}

function day(at: Date): string {
  return at.toISOString().slice(0, 10);
}
