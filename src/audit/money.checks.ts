import type { Check } from './audit.types.ts';

/** Orders, exposure and sums. */
export const moneyChecks: readonly Check[] = [
  {
    code: 'I3',
    name: 'audit_exposure',
    says: 'exposure is within the limit, but for what staff let through, a limit lowered later and money sent back',
    sql: `select p.code as subject, format('exposure %s, limit %s, allowed for %s', x.exposure, p.credit_limit, x.allowed) as detail
      from partners p cross join lateral (select partner_exposure(p.id) as exposure,
        greatest(p.credit_limit, (select max(before) from limit_changes where partner_id = p.id))
          + coalesce((select sum(charge) from orders where partner_id = p.id and is_override and status = 'done'), 0)
          + coalesce((select -sum(amount) from payments where partner_id = p.id and amount < 0), 0) as allowed) x
      where x.exposure > x.allowed`,
  },
  {
    code: 'I3',
    name: 'audit_order_has_trace',
    says: 'every order that was carried out or waits has its row in the journal of its subscription',
    sql: `select o.number as subject, format('%s %s', o.kind, o.status) as detail
      from orders o
      where o.status in ('done', 'held')
        and not exists (select 1 from subscription_events e where e.order_id = o.id and e.subscription_id = o.subscription_id)`,
  },
  {
    code: 'I3',
    name: 'audit_order_state',
    says: 'a subscription waits exactly while its order does: pending for a new one, suspended for a renewal',
    sql: `select o.number as subject, format('%s %s, its subscription is %s', o.kind, o.status, s.status) as detail
      from orders o join subscriptions s on s.id = o.subscription_id
      where ((o.kind = 'new' and (o.status = 'held') <> (s.status = 'pending'))
        or (o.kind = 'renewal' and o.status = 'held' and s.status <> 'suspended'))`,
  },
  {
    code: 'I16',
    name: 'audit_period_vat',
    says: 'the VAT of a service period is the VAT inside its charge',
    sql: `select s.number as subject, format('%s–%s: VAT %s inside %s at %s %%', p.from_on, p.to_on, p.vat, p.charge, p.vat_rate) as detail
      from service_periods p join subscriptions s on s.id = p.subscription_id
      where p.vat <> vat_inside(p.charge, p.vat_rate)`,
  },
  {
    code: 'I16',
    name: 'audit_invoice_sums',
    says: 'the lines of an invoice add up to its total, and net and VAT to gross',
    sql: `select i.number as subject, format('%s + %s = %s in %s lines; lines %s + %s = %s, %s of them', i.net, i.vat, i.gross, i.line_count,
        l.net, l.vat, l.gross, l.count) as detail
      from invoices i left join lateral (select sum(net) as net, sum(vat) as vat, sum(gross) as gross, count(*) as count
        from invoice_lines where invoice_id = i.id) l on true
      where (i.net + i.vat <> i.gross or (l.net, l.vat, l.gross, l.count) is distinct from (i.net::numeric, i.vat::numeric, i.gross::numeric, i.line_count::bigint))`,
  },
  {
    code: 'I16',
    name: 'audit_line_is_period',
    says: 'a line of an invoice in force is its service period, to the kopeck',
    sql: `select i.number as subject, format('line %s: %s, its period %s', l.no, l.gross, coalesce(p.charge::text, 'is gone')) as detail
      from invoice_lines l join invoices i on i.id = l.invoice_id and i.status = 'issued'
        left join service_periods p on p.id = l.period_id and p.partner_id = l.partner_id
      where (p.id is null or (l.gross, l.vat, l.seats, l.from_on, l.to_on) <> (p.charge, p.vat, p.seats, p.from_on, p.to_on))`,
  },
  {
    code: 'I16',
    name: 'audit_settlements',
    says: 'no more is settled than was paid, nor more than an invoice asks for',
    sql: `select 'payment ' || p.id as subject, format('%s paid, %s settled', p.amount, sum(s.amount)) as detail
      from payments p join settlements s on s.payment_id = p.id
      group by p.id having abs(sum(s.amount)) > abs(p.amount)
      union all
      select i.number, format('%s asked for, %s settled', i.gross, sum(s.amount)) from invoices i join settlements s on s.invoice_id = i.id
      group by i.id having sum(s.amount) > i.gross or sum(s.amount) < 0`,
  },
];
