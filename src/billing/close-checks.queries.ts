import { lastOfMonth } from '#src/lib/days.ts';
import type { Tx } from '#src/platform/scope.ts';
import type { CloseDays } from './close.rules.ts';
import type { ParkedPartner } from './close.types.ts';

/**
 * Safety bounds of the close: partners whose month must not be invoiced before somebody has looked.
 * An earlier month still open; an active subscription without a charge for the last day; a charge that is not what
 * its terms give; a month already invoiced. The checks share no code with what writes the charges.
 */
export function faultyPartners(tx: Pick<Tx, 'sql' | 'today'>, days: CloseDays, partnerIds: readonly number[]): Promise<ParkedPartner[]> {
  return tx.sql<ParkedPartner>(
    'faulty_partners',
    `with mine as (select id, name, open_from from partners where id = any($1::int[])),
     faults as (
       select sp.partner_id, 1 as rank, 'Не закрыт предыдущий месяц: есть начисления с ' || to_char(min(sp.from_on), 'DD.MM.YYYY') as fault
         from service_periods sp join mine p on p.id = sp.partner_id
        where sp.from_on < $2::date and sp.from_on >= coalesce(p.open_from, '-infinity'::date) group by 1
       union all
       select i.partner_id, 2, 'Счёт за этот месяц уже выставлен: № ' || min(i.number)
         from invoices i where i.partner_id = any($1::int[]) and i.period = $2::date and i.status = 'issued' group by 1
       union all
       select s.partner_id, 3, 'Нет начисления за последний день у подписки ' || min(s.number)
         from subscriptions s
        where s.partner_id = any($1::int[]) and s.status = 'active' and $5::date <= $3::date
          and (s.stop_on is null or s.stop_on >= $3::date)
          and not exists (select 1 from service_periods sp where sp.subscription_id = s.id and sp.from_on <= $3::date and sp.to_on > $3::date) group by 1
       union all
       select sp.partner_id, 4, 'Начисление не сходится с условиями у подписки ' || min(s.number)
         from service_periods sp join subscriptions s on s.id = sp.subscription_id
        where sp.partner_id = any($1::int[]) and sp.from_on >= $2::date and sp.from_on < $4::date
          and (sp.vat <> vat_inside(sp.charge, sp.vat_rate) or s.billing_rule = 'prorated' and sp.charge <>
            (sp.unit_price * sp.seats * (sp.to_on - sp.from_on) * 2 + $6::int) / ($6::int * 2)) group by 1)
     select distinct on (p.id) p.id as "partnerId", p.name, f.fault from faults f join mine p on p.id = f.partner_id order by p.id, f.rank`,
    [partnerIds, days.first, days.last, days.next, tx.today, Number(lastOfMonth(days.month).slice(8))],
  );
}
