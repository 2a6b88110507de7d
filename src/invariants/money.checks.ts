import { LEDGER_BALANCES } from '#src/reconciliation/ledger.queries.ts';
import type { Check } from './invariants.types.ts';

/** A sum as the exchange format writes it: `1065.77`. */
const rubles = (kopecks: string) => `to_char(${kopecks} / 100.0, 'FM999999999990.00')`;

/** Orders, exposure and sums. */
export const moneyChecks: readonly Check[] = [
  {
    code: 'I3',
    name: 'audit_exposure',
    says: 'exposure is within the limit, but for what staff let through, a limit lowered later, money sent back and whom Axapta’s ledger decides',
    sql: `select p.code as subject, format('exposure %s, limit %s, allowed for %s', x.exposure, p.credit_limit, x.allowed) as detail
      from partners p join partner_exposures e on e.partner_id = p.id cross join lateral (select e.exposure,
        greatest(p.credit_limit, (select max(before) from limit_changes where partner_id = p.id))
          + coalesce((select sum(charge) from orders where partner_id = p.id and is_override and status = 'done'), 0)
          + coalesce((select -sum(amount) from payments where partner_id = p.id and amount < 0), 0) as allowed) x
      where x.exposure > x.allowed and not exists (select 1 from ax_credits a where a.partner_id = p.id)`,
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
      from orders o join subscriptions s on s.partner_id = o.partner_id and s.id = o.subscription_id
      where ((o.kind = 'new' and (o.status = 'held') <> (s.status = 'pending'))
        or (o.kind = 'renewal' and o.status = 'held' and s.status <> 'suspended'))`,
  },
  {
    code: 'I16',
    name: 'audit_period_vat',
    says: 'the VAT of a service period is the VAT inside its charge',
    sql: `select s.number as subject, format('%s–%s: VAT %s inside %s at %s %%', p.from_on, p.to_on, p.vat, p.charge, p.vat_rate) as detail
      from service_periods p join subscriptions s on s.partner_id = p.partner_id and s.id = p.subscription_id
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
      from invoice_lines l join invoices i on i.partner_id = l.partner_id and i.id = l.invoice_id and i.status = 'issued'
        left join service_periods p on p.partner_id = l.partner_id and p.id = l.period_id
      where (p.id is null or (l.gross, l.vat, l.seats, l.from_on, l.to_on) <> (p.charge, p.vat, p.seats, p.from_on, p.to_on))`,
  },
  {
    code: 'I16',
    name: 'audit_settlements',
    says: 'no more is settled than was paid, nor more than an invoice asks for',
    sql: `select 'payment ' || p.id as subject, format('%s paid, %s settled', p.amount, sum(s.amount)) as detail
      from payments p join settlements s on s.partner_id = p.partner_id and s.payment_id = p.id
      group by p.id having abs(sum(s.amount)) > abs(p.amount)
      union all
      select i.number, format('%s asked for, %s settled', i.gross, sum(s.amount)) from invoices i join settlements s on s.partner_id = i.partner_id and s.invoice_id = i.id
      group by i.id having sum(s.amount) > i.gross or sum(s.amount) < 0`,
  },
  {
    code: 'I16',
    name: 'audit_taken_back',
    says: 'a payment taken back and an invoice cancelled settle nothing, and the reversal is of the same sum',
    sql: `select 'payment ' || p.id as subject, format('%s paid, %s taken back, %s still settled', p.amount, r.amount,
        (select coalesce(sum(amount), 0) from settlements where payment_id in (p.id, r.id))) as detail
      from payments r join payments p on p.partner_id = r.partner_id and p.id = r.reverses_id
      where r.amount <> -p.amount or (select coalesce(sum(amount), 0) from settlements where payment_id in (p.id, r.id)) <> 0
      union all
      select i.number, format('cancelled, %s settled', sum(s.amount)) from invoices i join settlements s on s.partner_id = i.partner_id and s.invoice_id = i.id
      where i.status = 'cancelled' group by i.id having sum(s.amount) <> 0`,
  },
  {
    code: 'I16',
    name: 'audit_balance',
    says: 'what a partner owes is its ledger: invoices in force, less what came, plus money not used yet and charges in no invoice',
    sql: `with parts as (
        select partner_id, gross as amount from invoices where status = 'issued'
        union all select partner_id, -amount from payments
        union all select partner_id, rest from (
          select p.partner_id, p.amount - coalesce((select sum(s.amount) from settlements s where s.payment_id = p.id), 0) as rest from payments p) unused
        union all select sp.partner_id, sp.charge from service_periods sp where not exists (
          select 1 from invoice_lines l join invoices i on i.partner_id = l.partner_id and i.id = l.invoice_id and i.status = 'issued' where l.period_id = sp.id))
      select p.code as subject, format('owes %s, by the ledger %s', e.exposure, coalesce(l.total, 0)) as detail
      from partners p join partner_exposures e on e.partner_id = p.id
        left join (select partner_id, sum(amount) as total from parts group by 1) l on l.partner_id = p.id
      where e.exposure <> coalesce(l.total, 0)`,
  },
  {
    code: 'I16',
    name: 'audit_ledger',
    says: 'the ledger of today is what is open of the invoices in force less the money that settles nothing yet',
    sql: `select p.code as subject, format('by the ledger %s, open %s, not used yet %s', coalesce(l.balance, 0), o.amount, r.amount) as detail
      from partners p left join (${LEDGER_BALANCES}) l on l.partner_id = p.id
        cross join lateral (select coalesce(sum(open), 0) as amount from invoice_balances i where i.partner_id = p.id and i.status = 'issued') o
        cross join lateral (select coalesce((select sum(amount) from payments where partner_id = p.id), 0)
          - coalesce((select sum(amount) from settlements where partner_id = p.id), 0) as amount) r
      where coalesce(l.balance, 0) <> o.amount - r.amount`,
  },
  {
    code: 'I16',
    name: 'audit_receivables',
    says: 'what is open of invoices, less advances, is the ledger at the end of today',
    sql: `select p.code as subject, format('%s open, %s in advance, by the ledger %s', coalesce(b.open, 0), coalesce(a.rest, 0), coalesce(l.balance, 0)) as detail
      from partners p
        left join (select partner_id, sum(open) as open from invoice_balances where status = 'issued' group by 1) b on b.partner_id = p.id
        left join (select partner_id, sum(rest) as rest from (select partner_id, amount as rest from payments
          union all select partner_id, -amount from settlements) money group by 1) a on a.partner_id = p.id
        left join (select partner_id, sum(amount) as balance from (
          select partner_id, gross as amount from invoices where issued_on <= $1::date and status = 'issued'
          union all select partner_id, -amount from payments where received_on <= $1::date) facts group by 1) l on l.partner_id = p.id
      where coalesce(b.open, 0) - coalesce(a.rest, 0) <> coalesce(l.balance, 0)`,
  },
  {
    code: 'I16',
    name: 'audit_journal_adds_up',
    says: 'what the journal says its changes cost adds up to what is charged',
    sql: `select s.number as subject, format('told %s, charged %s', coalesce(e.told, 0), coalesce(p.charged, 0)) as detail
      from subscriptions s left join (select subscription_id, sum(month_delta) as told from subscription_events group by 1) e on e.subscription_id = s.id
        left join (select subscription_id, sum(charge) as charged from service_periods group by 1) p on p.subscription_id = s.id
      where coalesce(e.told, 0) <> coalesce(p.charged, 0)`,
  },
  {
    code: 'I16',
    name: 'audit_printed_sum',
    says: 'the file of the УПД says the sums of its invoice',
    sql: `select i.number as subject, format('%s does not say %s', d.file_name, x.said) as detail
      from documents d join invoices i on i.partner_id = d.partner_id and i.id = d.invoice_id
        cross join lateral (select format('СтТовБезНДСВсего="%s" СтТовУчНалВсего="%s"', ${rubles('i.net')}, ${rubles('i.gross')}) as said) x
      where d.kind = 'utd_xml' and position(convert_to(x.said, 'WIN1251') in d.bytes) = 0`,
  },
];
