import type { Check } from './invariants.types.ts';
import { moscowDay, openingOf, openings } from './service-days.ts';

/**
 * Invoices are what was rendered, and rendered is what the journal says: with the days of `period.checks.ts` these recompute
 * every line from the history, by other means than those that wrote it (product rules §8 and §9).
 */
export const invoiceChecks: readonly Check[] = [
  {
    code: 'I4',
    name: 'audit_one_invoice',
    says: 'there is one invoice in force per partner, contract and month',
    sql: `select min(number) as subject, format('%s invoices for %s', count(*), period) as detail
      from invoices where status = 'issued' group by partner_id, contract_id, period having count(*) > 1`,
  },
  {
    code: 'I4',
    name: 'audit_invoice_is_month',
    says: 'the invoices in force hold every service period of the closed months once, and none of the open ones',
    sql: `with due as (
        select s.partner_id, s.contract_id, date_trunc('month', s.from_on)::date as period, sum(s.charge) as gross, count(*) as lines
          from service_periods s join partners p on p.id = s.partner_id and s.from_on < p.open_from group by 1, 2, 3 having sum(s.charge) > 0),
      billed as (
        select i.partner_id, i.contract_id, i.period, sum(l.gross) as gross, count(*) as lines, count(distinct l.period_id) as periods
          from invoices i join invoice_lines l on l.partner_id = i.partner_id and l.invoice_id = i.id where i.status = 'issued' group by 1, 2, 3)
      select p.code as subject, format('%s: %s periods come to %s, %s lines to %s', coalesce(d.period, b.period), coalesce(d.lines, 0),
        coalesce(d.gross, 0), coalesce(b.lines, 0), coalesce(b.gross, 0)) as detail
      from due d full join billed b on (b.partner_id, b.contract_id, b.period) = (d.partner_id, d.contract_id, d.period)
        join partners p on p.id = coalesce(d.partner_id, b.partner_id)
      where (d.gross, d.lines, d.lines) is distinct from (b.gross, b.lines, b.periods)`,
  },
  {
    code: 'I4',
    name: 'audit_close_outcome',
    says: 'what the close of a partner’s month says it came to is what its invoices ask for',
    sql: `select p.code as subject, format('%s: %s invoices of %s, by the close %s of %s', c.period, coalesce(i.n, 0), coalesce(i.gross, 0), c.invoices, c.gross) as detail
      from partner_closes c join partners p on p.id = c.partner_id
        left join (select partner_id, period, count(*) as n, sum(gross) as gross from invoices where status = 'issued' group by 1, 2) i
          on i.partner_id = c.partner_id and i.period = c.period
      where c.closed_at is not null and (coalesce(i.n, 0), coalesce(i.gross, 0)) <> (c.invoices, c.gross)`,
  },
  {
    code: 'I4',
    name: 'audit_charge_recomputed',
    says: 'a charge is price × seats × days of the month, rounded half up; by the full-month rule the most seats of the month',
    sql: `select s.number as subject, format('%s–%s: %s × %s charged %s', p.from_on, p.to_on, p.seats, p.unit_price, p.charge) as detail
      from service_periods p join subscriptions s on s.partner_id = p.partner_id and s.id = p.subscription_id
      where s.billing_rule = 'prorated' and p.charge <> round(p.unit_price * p.seats * (p.to_on - p.from_on)::numeric
        / extract(day from date_trunc('month', p.from_on) + interval '1 month - 1 day'))
      union all
      select s.number, format('%s: %s charged, the most is %s', date_trunc('month', p.from_on)::date, sum(p.charge), max(p.unit_price * p.seats))
      from service_periods p join subscriptions s on s.partner_id = p.partner_id and s.id = p.subscription_id where s.billing_rule = 'full_month'
      group by s.number, date_trunc('month', p.from_on) having sum(p.charge) <> max(p.unit_price * p.seats)`,
  },
  {
    code: 'I4',
    name: 'audit_seats_of_days',
    says: 'a day is billed at the most seats its journal had in force in it',
    sql: `with ${openings},
      told as (
        select e.subscription_id, (e.after ->> 'seats')::int as seats, greatest(${moscowDay('e.at')}, o.open_from) as from_on,
          ${moscowDay('lead(e.at) over (partition by e.subscription_id order by e.seq)')} as through
        from subscription_events e ${openingOf('e')} where e.action in ('activated', 'started', 'resumed', 'seats', 'seats_down'))
      select s.number as subject, format('%s–%s billed for %s, the most on %s was %s', p.from_on, p.to_on, p.seats, d.day, max(t.seats)) as detail
      from service_periods p cross join lateral (values (p.from_on), (p.to_on - 1)) as d(day)
        left join told t on t.subscription_id = p.subscription_id and t.from_on <= d.day and d.day <= coalesce(t.through, d.day)
        join subscriptions s on s.partner_id = p.partner_id and s.id = p.subscription_id
      group by p.id, s.number, d.day having max(t.seats) is distinct from p.seats`,
  },
  {
    code: 'I4',
    name: 'audit_price_of_days',
    says: 'a period is billed at the price its journal had agreed by its first day; a day charged already keeps the one before',
    sql: `with ${openings},
      told as (
        select e.subscription_id, e.seq, e.after ? 'period' as is_renewal, coalesce(e.after ->> 'unitPrice', e.after ->> 'monthPrice')::bigint as price,
          greatest(coalesce((e.after ->> 'period')::date, ${moscowDay('e.at')}), o.open_from) as on_day
        from subscription_events e ${openingOf('e')} where e.after ?| array['unitPrice', 'monthPrice']),
      -- A renewal is of the first instant of its month, also one written late, after what people did on that day.
      agreed as (select *, lead(on_day) over (partition by subscription_id order by on_day, is_renewal desc, seq) as next_on from told)
      select s.number as subject, format('%s–%s billed at %s, agreed was %s', p.from_on, p.to_on, p.unit_price, max(a.price)) as detail
      from service_periods p join subscriptions s on s.partner_id = p.partner_id and s.id = p.subscription_id
        left join agreed a on a.subscription_id = p.subscription_id and a.on_day <= p.from_on and p.from_on <= coalesce(a.next_on, p.from_on)
      group by p.id, s.number having not coalesce(bool_or(a.price = p.unit_price), false)`,
  },
  {
    code: 'I5',
    name: 'audit_numbers_without_gaps',
    says: 'invoice numbers of a series and year run from 1 to the last one given, without gaps, and are printed so',
    sql: `select i.number as subject, format('series %s of %s: number %s stands in place %s', i.series, i.year, i.seq, i.nth) as detail
      from (select series, year, seq, number, row_number() over (partition by series, year order by seq) as nth from invoices) i
      where i.seq <> i.nth or i.number <> i.series || '-' || lpad(i.seq::text, 6, '0')
      union all
      select d.series, format('the last number of %s is %s, given was %s', d.year, coalesce(max(i.seq), 0), d.last)
      from document_series d left join invoices i on i.series = d.series and i.year = d.year
      group by d.series, d.year having d.last <> coalesce(max(i.seq), 0)`,
  },
  {
    code: 'I5',
    name: 'audit_numbers_ascend',
    says: 'a later number was issued no earlier',
    sql: `select number as subject, format('issued at %s, the number before at %s', issued_at, before) as detail
      from (select number, issued_at, lag(issued_at) over (partition by series, year order by seq) as before from invoices) i where issued_at < before`,
  },
  {
    code: 'I5',
    name: 'audit_numbers_ahead',
    says: 'orders and subscriptions have numbers of their own, which will not be given again (they may leave gaps)',
    sql: `select number as subject, format('given %s times', count(*)) as detail from orders group by number having count(*) > 1
      union all select number, format('given %s times', count(*)) from subscriptions group by number having count(*) > 1
      union all select max(number), format('the next one is no later than %s', (select last_value from order_numbers))
        from orders having max(substr(number, 3)::bigint) > (select last_value from order_numbers)
      union all select max(number), format('the next one is no later than %s', (select last_value from subscription_numbers))
        from subscriptions having max(substr(number, 3)::bigint) > (select last_value from subscription_numbers)`,
  },
];
