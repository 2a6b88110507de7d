import type { Check } from './invariants.types.ts';

/** Unique keys that make a repeated submit, run or message harmless; a check by eye would miss that one was dropped. */
const KEYS = [
  'form_tokens_pkey',
  'orders_number_key',
  'subscriptions_number_key',
  'subscription_events_subscription_id_seq_key',
  'service_periods_overlap',
  'partner_closes_pkey',
  'invoices_once',
  'invoices_series_year_seq_key',
  'documents_invoice_id_kind_key',
  'letters_cause_recipient_address_key',
  'letters_message_id_key',
  'payment_doors_partner_id_payment_id_source_key',
  'payment_doors_partner_id_source_source_key_key',
  'payments_reverses_id_key',
  'price_notices_pkey',
  'change_requests_open',
  'change_requests_product_open',
  'payment_promises_once_a_quarter',
  'payment_promises_partner_id_grant_id_key',
];

/** What was acknowledged is there, and was done once, whatever was repeated. */
export const onceChecks: readonly Check[] = [
  {
    code: 'I1',
    name: 'audit_token_result',
    says: 'a form that was taken has its result: the token is committed with its effect or not at all',
    sql: `select token as subject, format('%s of %s has no result', action, created_at) as detail from form_tokens where result is null`,
  },
  {
    code: 'I1',
    name: 'audit_token_effect',
    says: 'the order, payment or invoice that a form was answered with is there, and no other form was answered with it',
    sql: `with told as (
        select token, 'order' as kind, coalesce(result ->> 'orderNumber', case action when 'order.place' then result ->> 'number' end) as key
          from form_tokens where action in ('order.place', 'subscription.seats', 'subscription.start', 'request.accept')
        union all
        select token, case action when 'invoice.correct' then 'invoice' else 'payment' end, result ->> 'id'
          from form_tokens where action in ('payment.register', 'payment.reverse', 'invoice.correct')),
      effects as (select 'order' as kind, number as key from orders union all select 'payment', id::text from payments
        union all select 'invoice', id::text from invoices)
      select format('%s %s', t.kind, t.key) as subject, format('%s of them, told to %s forms', count(distinct e.key), count(distinct t.token)) as detail
      from told t left join effects e on e.kind = t.kind and e.key = t.key where t.key is not null
      group by t.kind, t.key having count(distinct e.key) <> 1 or count(distinct t.token) <> 1`,
  },
  {
    code: 'I2',
    name: 'audit_natural_keys',
    says: 'the unique keys that every repetition meets are in force',
    sql: `select k.name as subject, 'is not there or not valid' as detail
      from unnest(array[${KEYS.map((key) => `'${key}'`).join(', ')}]) as k(name)
        left join pg_class c on c.relname = k.name and c.relnamespace = 'public'::regnamespace
        left join pg_index i on i.indexrelid = c.oid and i.indisvalid and (i.indisunique or i.indisexclusion)
      where i.indexrelid is null`,
  },
  {
    code: 'I2',
    name: 'audit_payment_doors',
    says: 'a payment came through a door, its first one among them, and no two payments came with one key',
    sql: `select 'payment ' || p.id as subject, format(case when d.id is null then 'has no door %s' else 'came through the door %s without a key' end, p.source) as detail
      from payments p left join payment_doors d on d.partner_id = p.partner_id and d.payment_id = p.id and d.source = p.source
      where d.id is null or d.source <> 'hand' and d.source_key is null
      union all
      select format('%s %s', source, source_key), format('is the key of payments %s', string_agg(payment_id::text, ', ' order by payment_id))
      from payment_doors where source_key is not null group by source, source_key having count(*) > 1`,
  },
  {
    code: 'I2',
    name: 'audit_renewed_once',
    says: 'a subscription is renewed for a month at most once, carried out or held',
    sql: `with renewals as (
        select partner_id, subscription_id, after ->> 'period' as period from subscription_events where action = 'renewed'
        union all select partner_id, subscription_id, period::text from orders where kind = 'renewal')
      select s.number as subject, format('renewed for %s %s times', r.period, count(*)) as detail
      from renewals r join subscriptions s on s.partner_id = r.partner_id and s.id = r.subscription_id group by s.number, r.period having count(*) > 1`,
  },
  {
    code: 'I2',
    name: 'audit_months_in_order',
    says: 'the months of a partner were closed one after another, and its first open day is the one after the last of them',
    sql: `select p.code as subject, format('open from %s, %s months closed from %s to %s', p.open_from, count(*), min(c.period), max(c.period)) as detail
      from partners p join partner_closes c on c.partner_id = p.id and c.closed_at is not null
      group by p.id having p.open_from is distinct from (max(c.period) + interval '1 month')::date
        or count(*) <> 1 + 12 * (extract(year from max(c.period)) - extract(year from min(c.period)))
          + extract(month from max(c.period)) - extract(month from min(c.period))
      union all
      select p.code, format('parked for %s, open from %s', c.period, p.open_from)
      from partners p join partner_closes c on c.partner_id = p.id and c.closed_at is null and c.period < p.open_from`,
  },
];
