import { closesAt, dueOn } from '#src/billing/close.rules.ts';
import { addDays, type Day, lastOfMonth } from '#src/lib/days.ts';
import type { Random } from '../data/random.ts';
import type { PartnerSeed } from '../data/types.ts';
import type { Act } from './acts.ts';
import { CLOSED_MONTHS, moscow, officeHour, WORLD_FROM, WORLD_TO } from './time.ts';

/** Payments that came late (an instant) or never (null), by partner and month; all others come in time. */
const LATE: Readonly<Record<string, Readonly<Record<string, Date | null>>>> = {
  baltinform: { '2026-09': moscow('2026-10-16', '15:40') },
  meridian: { '2026-10': null },
};

/** What the clock did by itself: mornings of reminders and overdue holds, and the closes of the months. */
export function ticks(): Act[] {
  const acts: Act[] = CLOSED_MONTHS.map((month) => ({ kind: 'tick', at: closesAt(month), by: null, task: 'month-close' }));
  for (let on = addDays(lastOfMonth(WORLD_FROM), 1); on <= addDays(WORLD_TO, 1); on = addDays(on, 1)) {
    acts.push({ kind: 'tick', at: moscow(on, '09:00'), by: null, task: 'receivables' });
  }
  return acts;
}

/** The partner's payments of its invoices, one a month, a few days before they are due. */
export function payments(random: Random, partner: PartnerSeed): Act[] {
  const dates = CLOSED_MONTHS.map((month) => {
    const late = LATE[partner.code]?.[month];
    return late === undefined ? inTime(random, dueOn(lastOfMonth(month), partner.paymentTermDays)) : late;
  });
  return dates
    .filter((at) => at !== null && at < moscow(WORLD_TO, '20:00'))
    .map((at) => ({ kind: 'pay', at: at as Date, by: partner.manager, partner: partner.code }));
}

const inTime = (random: Random, due: Day): Date => officeHour(random, addDays(due, -6), random.chance(0.15) ? due : addDays(due, -4));
