import { z } from 'zod';
import { type Day, earlierDay } from '#src/lib/days.ts';
import { dayFilter, type ToldDays, toldDays } from '#src/platform/http/filter-days.ts';
import type { ActDays, Party } from './act.types.ts';
import { usualDays } from './act-days.rules.ts';

/** `/reconciliation?from=2026-07-01&to=2026-09-30&contract=12`; `contract=none` is of money without a contract. */
export const actQuery = z
  .strictObject({
    ...dayFilter,
    contract: z
      .literal('')
      .transform(() => null)
      .or(z.literal('none'))
      .or(
        z
          .string()
          .regex(/^[1-9]\d{0,8}$/)
          .transform(Number),
      )
      .default(null),
  })
  .transform(toldDays);

export type ActQuery = z.infer<typeof actQuery>;

/** The days an act is of, or what was typed wrong; `isCut`: it ends today, though later days were asked for. */
export type ReadDays = { readonly days: ActDays; readonly isCut: boolean } | { readonly days: null; readonly told: ToldDays };

/** Without any day it is the last closed quarter; without one of them from the beginning, or up to today. Days to come are left out. */
export function readDays({ from, to, days: told }: ActQuery, { firstOn }: Party, today: Day): ReadDays {
  if (Object.keys(told.errors).length > 0) return { days: null, told };
  if (from === null && to === null) return { days: usualDays(today, firstOn), isCut: false };
  if (from !== null && from > today) {
    return { days: null, told: { ...told, errors: { from: 'Этот день ещё не наступил: укажите сегодня или раньше.' } } };
  }
  const end = to ?? today;
  const days = { from: from ?? earlierDay(firstOn ?? end, end), to: earlierDay(end, today) };
  return { days, isCut: end > today };
}
