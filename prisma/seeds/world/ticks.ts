import type { PartnerSeed } from '#prisma/seeds/data/types.ts';
import { closeDays, closesAt, dueOn } from '#src/billing/close/close.rules.ts';
import { builtInCalendar } from '#src/lib/calendar.ts';
import { addDays, type Day, lastOfMonth } from '#src/lib/days.ts';
import type { Act, TickAct } from './acts.ts';
import { CLOSED_MONTHS, moscow, WORLD_TO } from './time.ts';

/**
 * What the schedule did at its times: the closes of the months; every night that had something to do, reminders and overdue
 * holds, and the ends and reminders of stop dates. Nights without any are left out: they would do nothing.
 */
export function ticks(partners: readonly PartnerSeed[], acts: readonly Act[]): Act[] {
  const closes: Act[] = CLOSED_MONTHS.map((month) => ({ kind: 'tick', at: closesAt(month), by: null, task: 'month-close' }));
  const dues = partners.flatMap(({ paymentTermDays }) =>
    CLOSED_MONTHS.map((month) => dueOn(closeDays(month), lastOfMonth(month), paymentTermDays, builtInCalendar)),
  );
  const stops = acts.flatMap((act) => (act.kind === 'renewal' && act.stopOn ? [act.stopOn] : []));
  return [...closes, ...nights(stops, 'daily-tick', '00:05'), ...nights(dues, 'receivables', '00:15')];
}

/** Three days before the days, on them and after them, as far as the world goes. */
function nights(days: readonly Day[], task: TickAct['task'], time: string): Act[] {
  const wanted = new Set(days.flatMap((on) => [addDays(on, -3), on, addDays(on, 1)]));
  return [...wanted].filter((on) => on <= addDays(WORLD_TO, 1)).map((on) => ({ kind: 'tick', at: moscow(on, time), by: null, task }));
}
