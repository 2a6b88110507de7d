import type { Random } from '#prisma/seeds/data/random.ts';
import type { PartnerSeed } from '#prisma/seeds/data/types.ts';
import { closeDays, dueOn } from '#src/billing/close/close.rules.ts';
import { builtInCalendar } from '#src/lib/calendar.ts';
import { addDays, type Day, lastOfMonth } from '#src/lib/days.ts';
import type { Act } from './acts.ts';
import { CLOSED_MONTHS, moscow, officeHour, WORLD_TO } from './time.ts';

/** Payments that came late (an instant) or never (null), by partner and month; all others come in time. */
const LATE: Readonly<Record<string, Readonly<Record<string, Date | null>>>> = {
  baltinform: { '2026-09': moscow('2026-10-16', '15:40') },
  meridian: { '2026-10': null },
};

/** The partner's payments of its invoices, one a month, a few days before they are due. */
export function payments(random: Random, partner: PartnerSeed): Act[] {
  const dates = CLOSED_MONTHS.map((month) => {
    const late = LATE[partner.code]?.[month];
    return late === undefined
      ? inTime(random, dueOn(closeDays(month), lastOfMonth(month), partner.paymentTermDays, builtInCalendar))
      : late;
  });
  return dates
    .filter((at) => at !== null && at < moscow(WORLD_TO, '20:00'))
    .map((at) => ({ kind: 'pay', at: at as Date, by: partner.manager, partner: partner.code }));
}

const inTime = (random: Random, due: Day): Date => officeHour(random, addDays(due, -6), random.chance(0.15) ? due : addDays(due, -4));
