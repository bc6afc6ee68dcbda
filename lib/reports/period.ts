/** Days of UTC, both included, as `2026-11-20`. */
export type Period = { from: string; to: string };

const DAY_MS = 86_400_000;

export function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10);
}

/** The first moment of a day. */
export function startOf(day: string): Date {
  return new Date(`${day}T00:00:00.000Z`);
}

export function addDays(day: string, days: number): string {
  return dayOf(new Date(startOf(day).getTime() + days * DAY_MS));
}

export function daysIn({ from, to }: Period): number {
  return Math.round((startOf(to).getTime() - startOf(from).getTime()) / DAY_MS) + 1;
}

/** Every day of it, in order. */
export function listDays(period: Period): string[] {
  return Array.from({ length: daysIn(period) }, (_, index) => addDays(period.from, index));
}

export function monthOf(day: string): Period {
  const [from, next] = [`${day.slice(0, 7)}-01`, addDays(`${day.slice(0, 7)}-28`, 4)];
  return { from, to: addDays(`${next.slice(0, 7)}-01`, -1) };
}

/** What was asked for, completed: up to today, and from the first day of that month. Never the wrong way round. */
export function periodOf(asked: { from?: string | undefined; to?: string | undefined }, today: string): Period {
  const to = asked.to ?? (asked.from !== undefined && asked.from > today ? asked.from : today);
  return { from: asked.from ?? monthOf(to).from, to };
}
