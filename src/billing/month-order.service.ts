import { type Day, formatMonth, type Month, monthOf } from '#src/lib/days.ts';
import type { Sql } from '#src/platform/db/sql.ts';
import { Invalid } from '#src/platform/errors.ts';
import type { Tx } from '#src/platform/scope.ts';
import type { CloseDays } from './close.rules.ts';

/** The month after the last one whose close was begun, else the first with charges; null when there is nothing yet. */
async function nextMonthInOrder(sql: Sql): Promise<Month | null> {
  const [row] = await sql<{ next: Day | null }>(
    'next_month_in_order',
    `select coalesce((select max(period) + interval '1 month' from month_closes),
       (select date_trunc('month', min(from_on)) from service_periods))::date::text as next`,
  );
  return row?.next ? monthOf(row.next) : null;
}

/**
 * The earliest month that is to be closed: one somebody has open charges in, one whose close was begun and is not done, or the next
 * in order, though nothing is charged in it: months are closed one after another, without a gap.
 */
export async function firstOpenMonth(sql: Sql): Promise<Month | null> {
  const [row] = await sql<{ first: Day | null }>(
    'first_open_month',
    `select least(min(sp.from_on), (select min(period) from month_closes where state <> 'done'))::text as first
      from service_periods sp join partners p on p.id = sp.partner_id where sp.from_on >= coalesce(p.open_from, '-infinity'::date)`,
  );
  const next = await nextMonthInOrder(sql);
  const first = row?.first ? monthOf(row.first) : null;
  return first && next && next < first ? next : (first ?? next);
}

/**
 * Months are closed one after another (product rule §9); one that is begun may be taken up at any time.
 * @throws Invalid before the month's last day, while an earlier month was not begun, and for a month before the first one
 */
export async function refuseOutOfOrder(tx: Tx, days: CloseDays): Promise<void> {
  if (tx.today < days.last) throw new Invalid({ '': 'Месяц ещё идёт: закрыть его можно с последнего дня, не раньше.' });
  const [begun] = await tx.sql('close_begun', 'select 1 from month_closes where period = $1::date', [days.first]);
  if (begun) return;
  const next = await nextMonthInOrder(tx.sql);
  if (!next) throw new Invalid({ '': 'Закрывать пока нечего: начислений ещё не было.' });
  if (days.month > next) throw new Invalid({ '': `Месяцы закрываются по порядку: сначала ${formatMonth(next)}.` });
  if (days.month < next) throw new Invalid({ '': `В этом месяце закрывать нечего: следующий по порядку — ${formatMonth(next)}.` });
}
