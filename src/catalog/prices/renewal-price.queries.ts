import type { Day } from '#src/lib/days.ts';
import { type Kopecks, kopecks } from '#src/lib/money.ts';
import type { Sql } from '#src/platform/db/sql.ts';

/**
 * SQL of the price at which subscription `s` is renewed on the day `on`, `listed` being its offer's price valid then (product rule §5): the
 * only definition. A lower price as it is listed. A higher one as far as its partner was told: the last notice for this renewal or one
 * before, and no more than the list has asked since. 1 100 told in time, 5 000 listed since, told too late → 1 100; 5 000 told in time,
 * 3 000 listed since → 3 000. Asked only where the price is higher, so a set without raises costs nothing.
 */
export function renewalPrice(listed: string, on: string): string {
  return `case when ${listed} > s.unit_price then greatest(s.unit_price, coalesce((${told(on)}), s.unit_price)) else coalesce(${listed}, s.unit_price) end`;
}

const told = (
  on: string,
): string => `select least(n.unit_price, (select min(p.gross) from prices p where p.offer_id = s.offer_id and p.valid_from <= ${on}
      and p.valid_from >= coalesce((select max(b.valid_from) from prices b where b.offer_id = s.offer_id and b.valid_from <= n.renewal_on), n.renewal_on)))
    from price_notices n where n.partner_id = s.partner_id and n.subscription_id = s.id and n.renewal_on <= ${on}
    order by n.renewal_on desc, n.told_at desc limit 1`;

/** The price valid on the day `on` for the offer of subscription `s`; null before its first one. */
export const listedPrice = (on: string): string =>
  `(select gross from prices where offer_id = s.offer_id and valid_from <= ${on} order by valid_from desc limit 1)`;

/** A subscription whose price is asked for, `unitPrice` being what it pays before the renewal, kopecks per seat. */
type Priced = { readonly partnerId: number; readonly id: number; readonly unitPrice: bigint };

/** What a seat of one subscription costs from the renewal on `on`, kopecks. @throws Error when there is no such subscription */
export async function renewalPriceOf(sql: Sql, { partnerId, id, unitPrice }: Priced, on: Day): Promise<Kopecks> {
  const [row] = await sql<{ price: bigint }>(
    'renewal_price_of',
    `select ${renewalPrice('l.gross', '$3::date')} as price
     from (select id, partner_id, offer_id, $4::bigint as unit_price from subscriptions where partner_id = $1 and id = $2) s
       cross join lateral (select ${listedPrice('$3::date')} as gross) l`,
    [partnerId, id, on, unitPrice],
  );
  if (!row) throw new Error(`there is no subscription ${id}`);
  return kopecks(row.price);
}

/**
 * SQL of the price to come of subscription `s`: JSON of the first of its next two renewals that changes its price, `{ price, from }`, kopecks
 * as text; null when neither does. `nextOn` is its next renewal; from `raiseOn` on a raise counts as told, its letter goes out in time.
 */
export const priceToCome = (nextOn: string, raiseOn: string): string => `(
  select json_build_object('price', x.price::text, 'from', x.on_day) from (
    select d.on_day, case when d.on_day >= ${raiseOn} then coalesce(l.gross, s.unit_price) else ${renewalPrice('l.gross', 'd.on_day')} end as price
    from (values (${nextOn}), ((${nextOn} + interval '1 month')::date)) d(on_day) cross join lateral (select ${listedPrice('d.on_day')} as gross) l) x
  where x.price <> s.unit_price and s.status = 'active' and s.auto_renew and (s.stop_on is null or s.stop_on >= x.on_day) order by x.on_day limit 1)`;
