import type { Check } from './invariants.types.ts';

/** Rows that name another row of the same partner: table, column, table named. */
const LINKS: readonly (readonly [table: string, column: string, named: string])[] = [
  ['users', 'customer_id', 'customers'],
  ['contracts', 'base_contract_id', 'contracts'],
  ['contracts', 'successor_id', 'contracts'],
  ['subscriptions', 'customer_id', 'customers'],
  ['subscriptions', 'contract_id', 'contracts'],
  ['orders', 'customer_id', 'customers'],
  ['orders', 'contract_id', 'contracts'],
  ['orders', 'subscription_id', 'subscriptions'],
  ['service_periods', 'subscription_id', 'subscriptions'],
  ['service_periods', 'contract_id', 'contracts'],
  ['subscription_events', 'order_id', 'orders'],
  ['subscription_events', 'actor_id', 'users'],
  ['invoices', 'contract_id', 'contracts'],
  ['invoices', 'replaces_id', 'invoices'],
  ['invoice_lines', 'invoice_id', 'invoices'],
  ['invoice_lines', 'period_id', 'service_periods'],
  ['invoice_lines', 'subscription_id', 'subscriptions'],
  ['documents', 'invoice_id', 'invoices'],
  ['payments', 'contract_id', 'contracts'],
  ['payments', 'reverses_id', 'payments'],
  ['advance_invoices', 'payment_id', 'payments'],
  ['settlements', 'payment_id', 'payments'],
  ['settlements', 'invoice_id', 'invoices'],
  ['holds', 'contract_id', 'contracts'],
  ['holds', 'invoice_id', 'invoices'],
  ['letters', 'subscription_id', 'subscriptions'],
  ['letters', 'subject_user_id', 'users'],
  ['change_requests', 'subscription_id', 'subscriptions'],
  ['change_requests', 'customer_id', 'customers'],
  ['storefront_requests', 'customer_id', 'customers'],
  ['storefront_requests', 'consent_id', 'consents'],
  ['support_requests', 'user_id', 'users'],
];

const stranger = ([table, column, named]: (typeof LINKS)[number]) =>
  `select '${table}.${column} ' || n.id as subject, format('of partner %s, that is of partner %s', r.partner_id, n.partner_id) as detail
   from ${table} r join ${named} n on n.id = r.${column} where r.partner_id <> n.partner_id`;

/** Nothing of one partner, or customer, stands with another. What pages show is tried by `test/site/routes`. */
export const ownersChecks: readonly Check[] = [
  {
    code: 'I11',
    name: 'audit_one_partner',
    says: 'rows that name each other belong to one partner',
    sql: LINKS.map(stranger).join('\n union all\n '),
  },
  {
    code: 'I11',
    name: 'audit_one_customer',
    says: 'orders and requests are of the customer whose subscription they are about',
    sql: `select o.number as subject, format('of customer %s, its subscription of customer %s', o.customer_id, s.customer_id) as detail
      from orders o join subscriptions s on s.id = o.subscription_id where o.customer_id <> s.customer_id
      union all
      select 'request ' || r.id, format('of customer %s, its subscription of customer %s', r.customer_id, s.customer_id)
      from change_requests r join subscriptions s on s.id = r.subscription_id where r.customer_id <> s.customer_id`,
  },
  {
    code: 'I11',
    name: 'audit_letter_address',
    says: 'a letter about a partner goes to nobody who is known as another partner’s only, but to visitors of its storefront, who may be anybody',
    sql: `with known as (select lower(email) as address, array_agg(distinct coalesce(partner_id, 0)) as partners from users group by 1)
      select 'letter ' || l.id as subject, format('of partner %s to %s, who is of %s', l.partner_id, l.recipient_address, k.partners) as detail
      from letters l join known k on k.address = lower(l.recipient_address)
      where l.partner_id is not null and l.template not in ('storefront-request-received', 'storefront-request-declined')
        and not k.partners && array[l.partner_id, 0]`,
  },
];
