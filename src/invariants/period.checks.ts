import type { Check } from './invariants.types.ts';
import { moscowDay, openingOf, openings } from './service-days.ts';

/** Service periods are what the journal says was rendered (product rule §8). */
export const periodChecks: readonly Check[] = [
  {
    code: 'I10',
    name: 'audit_period_overlap',
    says: 'service periods of a subscription do not overlap',
    sql: `select s.number as subject, format('%s–%s and %s–%s', a.from_on, a.to_on, b.from_on, b.to_on) as detail
      from service_periods a
        join service_periods b on b.partner_id = a.partner_id and b.subscription_id = a.subscription_id and b.id > a.id and b.from_on < a.to_on and a.from_on < b.to_on
        join subscriptions s on s.partner_id = a.partner_id and s.id = a.subscription_id`,
  },
  {
    code: 'I10',
    name: 'audit_billed_is_active',
    says: 'a subscription is billed for the days on which its journal says it was active, and for no other',
    sql: `with ${openings},
      moves as (
        select e.id, e.subscription_id, e.partner_id, e.seq, e.action in ('activated', 'started', 'resumed') as is_start,
          case when e.action = 'suspended' then (select o.period from orders o where o.id = e.order_id) else (e.after ->> 'lastDay')::date + 1 end as set_day,
          ${moscowDay('e.at')} as told_on, (e.action = 'stopped')::int as later
        from subscription_events e where e.action in ('activated', 'started', 'resumed', 'stopped', 'suspended')),
      days as (
        select m.subscription_id, m.seq, m.is_start, coalesce(m.set_day, greatest(m.told_on + m.later, o.open_from)) as day,
          coalesce(m.set_day - m.later, greatest(m.told_on, o.open_from)) as about
        from moves m ${openingOf('m')}),
      effective as (select *, lead(day) over (partition by subscription_id order by about, seq) as next_day from days),
      active as (
        select e.subscription_id, e.day as from_on,
          greatest(e.day, coalesce(e.next_day, (select max(to_on) from service_periods p where p.subscription_id = e.subscription_id), e.day)) as to_on
        from effective e where e.is_start),
      expected as (
        select subscription_id, range_agg(daterange(from_on, to_on)) as days from active group by subscription_id),
      billed as (
        select subscription_id, range_agg(daterange(from_on, to_on)) as days from service_periods group by subscription_id)
      select s.number as subject, format('active %s, billed %s', coalesce(x.days, '{}'), coalesce(b.days, '{}')) as detail
      from subscriptions s left join expected x on x.subscription_id = s.id left join billed b on b.subscription_id = s.id
      where coalesce(x.days, '{}') <> coalesce(b.days, '{}')`,
  },
  {
    code: 'I10',
    name: 'audit_active_is_served',
    says: 'an active subscription is served through the end of its partner’s first month not closed',
    sql: `select s.number as subject, format('served up to %s, the open month begins on %s', max(p.to_on), pa.open_from) as detail
      from subscriptions s join partners pa on pa.id = s.partner_id left join service_periods p on p.partner_id = s.partner_id and p.subscription_id = s.id
      where s.status = 'active'
      group by s.id, pa.id
      having max(p.to_on) is null or max(p.to_on) < coalesce((pa.open_from + interval '1 month')::date, max(p.to_on))
        or max(p.to_on) <> date_trunc('month', max(p.to_on))`,
  },
  {
    code: 'I10',
    name: 'audit_period_seats',
    says: 'the last period of an active subscription has its seats and its price',
    sql: `select s.number as subject, format('%s × %s, its last period %s × %s', s.seats, s.unit_price, p.seats, p.unit_price) as detail
      from subscriptions s
        join lateral (select * from service_periods where subscription_id = s.id order by from_on desc limit 1) p on true
      where s.status = 'active' and p.to_on > $1::date + 1 and (s.seats, s.unit_price) <> (p.seats, p.unit_price)`,
  },
];
