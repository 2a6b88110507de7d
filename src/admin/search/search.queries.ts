import { keySql, searchPatterns, type TypedNumber, typedNumber } from '#src/lib/search-key.ts';
import type { OrderStatus } from '#src/orders/orders.types.ts';
import type { Scope } from '#src/platform/scope.ts';
import type { SubscriptionStatus } from '#src/subscriptions/subscriptions.rules.ts';

/** Rows shown of each kind. */
export const FOUND_MOST = 10;

export interface Found {
  readonly partners: readonly { id: number; name: string; code: string; inn: string; email: string; isBlocked: boolean }[];
  readonly customers: readonly { id: number; name: string; inn: string; email: string; partnerId: number; partnerName: string }[];
  readonly subscriptions: readonly {
    number: string;
    productName: string;
    customerName: string;
    partnerName: string;
    status: SubscriptionStatus;
  }[];
  readonly orders: readonly { number: string; productName: string; partnerName: string; status: OrderStatus }[];
  /** Kopecks as text. */
  readonly invoices: readonly { number: string; partnerId: number; partnerName: string; period: string; gross: string }[];
}

/**
 * Looks for words over partners, customers, subscriptions, orders and invoices of the whole portal: numbers (with or
 * without their letters), names, ИНН, e-mail, logins. Numbers that fit exactly come first.
 */
export async function searchEverything(scope: Scope, q: string): Promise<Found> {
  const number = typedNumber(q);
  const digitsOf = (series: TypedNumber['series']) => (number && (number.series ?? series) === series ? number.digits : null);
  const [row] = await scope.portal.sql<Found>('search_everything', STATEMENT, [
    searchPatterns(q),
    digitsOf('S'),
    digitsOf('O'),
    digitsOf('МС'),
  ]);
  if (!row) throw new Error('a search came without a row');
  return row;
}

const text = (...columns: readonly string[]): string => `${keySql(...columns)} like all ($1::text[])`;

/** $1 patterns, none of which is nothing found · digits of the number of $2 a subscription, $3 an order, $4 an invoice. */
const STATEMENT = `select
  coalesce((select json_agg(r) from (select p.id, p.name, p.code, p.inn, p.email,
      exists (select 1 from holds h where h.partner_id = p.id and h.lifted_at is null) as "isBlocked"
    from partners p where p.search_key like all ($1::text[])
      or exists (select 1 from users u where u.partner_id = p.id and u.customer_id is null and ${text('u.login', 'u.email', 'u.name')})
    order by p.name limit ${FOUND_MOST}) r), '[]') as partners,
  coalesce((select json_agg(r) from (select c.id, c.name, c.inn, c.email, c.partner_id as "partnerId", p.name as "partnerName"
    from customers c join partners p on p.id = c.partner_id where c.search_key like ($1::text[])[1] and c.search_key like all ($1::text[])
    order by c.name, c.id limit ${FOUND_MOST}) r), '[]') as customers,
  coalesce((select json_agg(r) from (select s.number, s.product_name as "productName", s.customer_name as "customerName", p.name as "partnerName",
      s.status::text as status
    from subscriptions s join partners p on p.id = s.partner_id where s.number = 'S-' || $2::text limit ${FOUND_MOST}) r), '[]') as subscriptions,
  coalesce((select json_agg(r) from (select o.number, s.product_name as "productName", p.name as "partnerName", o.status::text as status
    from orders o join subscriptions s on s.partner_id = o.partner_id and s.id = o.subscription_id join partners p on p.id = o.partner_id
    where o.number = 'O-' || $3::text limit ${FOUND_MOST}) r), '[]') as orders,
  coalesce((select json_agg(r) from (select i.number, i.partner_id as "partnerId", p.name as "partnerName", i.period::text as period, i.gross::text as gross
    from invoices i join partners p on p.id = i.partner_id
    where i.seq = case when length($4::text) <= 9 then $4::int end order by i.period desc, i.id desc limit ${FOUND_MOST}) r), '[]') as invoices`;
