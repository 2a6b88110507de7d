import { lastOfMonth, moscowMidnight } from '#src/lib/days.ts';
import type { Tx } from '#src/platform/scope.ts';
import type { CloseDays } from './close.rules.ts';
import type { ParkedPartner } from './close.types.ts';

/**
 * What a check is about: months out of order, an invoice there is already, a day without a charge, a charge not by its terms, a sum
 * far from what the partner was told. Each but the first can be passed by a person; that one waits for the earlier month, whose checks can.
 */
export type CloseCheck = 'order' | 'invoiced' | 'uncharged' | 'terms' | 'far';

/** A partner a check has found, and what it says: as long as it says the same, it stays passed. */
export interface FaultyPartner extends ParkedPartner {
  readonly check: CloseCheck;
}

/**
 * Safety bounds of the close: partners whose month must not be invoiced before somebody has looked.
 * An earlier month still open; an active subscription without a charge for the last day; a charge that is not what
 * its terms give; a month already invoiced; a sum far from what the partner was told change by change (README).
 * The checks share no code with what writes the charges. What a person has passed (`close_passes`) is not told again.
 */
export function faultyPartners(tx: Pick<Tx, 'sql' | 'today'>, days: CloseDays, partnerIds: readonly number[]): Promise<FaultyPartner[]> {
  return tx.sql<FaultyPartner>(
    'faulty_partners',
    `with mine as (select id, name, open_from from partners where id = any($1::int[])),
     faults as (
       select c.partner_id, 1 as rank, 'order' as check, 'Не закрыт предыдущий месяц: ' || to_char(min(c.period), 'MM.YYYY') as fault
         from partner_closes c where c.partner_id = any($1::int[]) and c.period < $2::date and c.closed_at is null group by 1
       union all
       select sp.partner_id, 1, 'order', 'Не закрыт предыдущий месяц: есть начисления с ' || to_char(min(sp.from_on), 'DD.MM.YYYY')
         from service_periods sp join mine p on p.id = sp.partner_id
        where sp.from_on < $2::date and sp.from_on >= coalesce(p.open_from, '-infinity'::date) group by 1
       union all
       select i.partner_id, 2, 'invoiced', 'Счёт за этот месяц уже выставлен: № ' || min(i.number)
         from invoices i where i.partner_id = any($1::int[]) and i.period = $2::date and i.status = 'issued' group by 1
       union all
       select s.partner_id, 3, 'uncharged', 'Нет начисления за последний день у подписки ' || ${namedBy('s.id', 's.number')}
         from subscriptions s
        where s.partner_id = any($1::int[]) and s.status = 'active' and $5::date <= $3::date
          and (s.stop_on is null or s.stop_on >= $3::date)
          and not exists (select 1 from service_periods sp where sp.subscription_id = s.id and sp.from_on <= $3::date and sp.to_on > $3::date) group by 1
       union all
       ${farFromForecast}
       union all
       select sp.partner_id, 4, 'terms', 'Начисление не сходится с условиями у подписки ' || ${namedBy('s.id', 's.number')}
         from service_periods sp join subscriptions s on s.partner_id = sp.partner_id and s.id = sp.subscription_id
        where sp.partner_id = any($1::int[]) and sp.from_on >= $2::date and sp.from_on < $4::date
          and (sp.vat <> vat_inside(sp.charge, sp.vat_rate) or s.billing_rule = 'prorated' and sp.charge <>
            (sp.unit_price * sp.seats * (sp.to_on - sp.from_on) * 2 + $6::int) / ($6::int * 2)) group by 1)
     select distinct on (p.id) p.id as "partnerId", p.name, f.fault, f.check from faults f join mine p on p.id = f.partner_id
      where not exists (select 1 from close_passes x where x.partner_id = f.partner_id and x.period = $2::date and x.fault = f.fault)
      order by p.id, f.rank`,
    [partnerIds, days.first, days.last, days.next, tx.today, Number(lastOfMonth(days.month).slice(8)), moscowMidnight(days.first)],
  );
}

/** The first of the subscriptions, and how many there are besides, as SQL. */
const namedBy = (id: string, number: string) =>
  `min(${number}) || case when count(distinct ${id}) > 1 then ' и ещё у ' || count(distinct ${id}) - 1 else '' end`;

/** Kopecks as `1 234,50`, as SQL. */
const rubles = (sum: string) => `translate(to_char(${sum} / 100.0, 'FM999,999,999,990.00'), ',.', E'\\u00a0,')`;

/**
 * Charges not invoiced yet against what the journal has said since the close before, which notes its last row: every row says what
 * its change costs, and the partner read that sum. Further apart than a ruble and a hundredth is far. A row counts for the month it
 * is about, whenever it was written: a renewal for its period, a stop for its last day. Any other works from its own day on, or from
 * the month after the close before, when it was written the evening after that.
 */
const farFromForecast = `select p.id, 5, 'far', format('Сумма далека от ожидаемой: начислено %s ₽, по журналу подписок %s ₽',
         ${rubles('charged.sum')}, ${rubles('told.sum')})
         from mine p left join partner_closes last on last.period = $2::date - interval '1 month' and last.partner_id = p.id and last.closed_at is not null
         cross join lateral (select coalesce(sum(e.month_delta), 0) as sum from subscription_events e where e.partner_id = p.id
           and (last.period is null or e.at >= $7::timestamptz - interval '2 days' and case e.action
             when 'renewed' then (e.after ->> 'period')::date = $2::date
             else (e.id > last.last_event_id or e.at >= $7::timestamptz) and (e.action <> 'stopped' or coalesce((e.after ->> 'lastDay')::date >= $2::date, true))
           end)) told
         cross join lateral (select coalesce(sum(sp.charge), 0) as sum from service_periods sp
           where sp.partner_id = p.id and sp.from_on >= coalesce(p.open_from, '-infinity'::date)) charged
        where abs(told.sum - charged.sum) > greatest(100, charged.sum / 100)`;
