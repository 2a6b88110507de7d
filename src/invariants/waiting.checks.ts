import type { Check } from './invariants.types.ts';

/** Orders that wait, and prices that wait for their letter. */
export const waitingChecks: readonly Check[] = [
  {
    code: 'I3',
    name: 'audit_held_that_fits',
    says: 'no order waits that fits: each waits for a hold that is open, a limit that is too low, or its subscription’s renewal',
    sql: `select o.number as subject, format('waits for %s; adds %s, exposure %s, limit %s', o.held_reason, o.charge, x.exposure, p.credit_limit) as detail
      from orders o join partners p on p.id = o.partner_id join subscriptions s on s.partner_id = o.partner_id and s.id = o.subscription_id
        join credit_exposures e on e.partner_id = p.id cross join lateral (select e.exposure,
          exists (select 1 from holds h where h.partner_id = p.id and h.lifted_at is null) as is_blocked) x
      where o.status = 'held' and not x.is_blocked and case o.held_reason::text
        when 'credit_limit' then o.charge = 0 or x.exposure + o.charge <= p.credit_limit
        when 'renewal_first' then s.status <> 'suspended'
        else true end`,
  },
  {
    code: 'I4',
    name: 'audit_raise_told',
    says: 'a renewal at a higher price was told at least 14 days before, or sooner for a reason',
    sql: `select s.number as subject, format('%s: %s → %s', e.after ->> 'period', e.before ->> 'unitPrice', e.after ->> 'unitPrice') as detail
      from subscription_events e join subscriptions s on s.partner_id = e.partner_id and s.id = e.subscription_id
      where e.action = 'renewed' and (e.after ->> 'unitPrice')::bigint > (e.before ->> 'unitPrice')::bigint
        and not exists (select 1 from price_notices n where n.partner_id = e.partner_id and n.subscription_id = e.subscription_id
          and n.renewal_on <= (e.after ->> 'period')::date and n.unit_price >= (e.after ->> 'unitPrice')::bigint
          and (n.early_reason is not null or (n.told_at at time zone 'Europe/Moscow')::date + 14 <= n.renewal_on))`,
  },
];
