import { queueLetters } from '#src/letters/letters.service.ts';
import { addDays, type Day, nextMonth } from '#src/lib/days.ts';
import { partnerRecipients } from '#src/partners/recipients.queries.ts';
import { command } from '#src/platform/command.ts';
import { type Portal, type Scope, systemScope } from '#src/platform/scope.ts';
import { priceChangeAhead, type Repriced } from './price-notices.letters.ts';

/** Partners are told so many days before a renewal at another price (product rule §5). */
export const NOTICE_DAYS = 14;

/**
 * Tells partners of subscriptions whose next renewal comes at another price. From 14 days before it on, every day: a price
 * set later is told at once, one told before is not told again. One transaction a partner; a fault of one stops no other.
 * @returns how many partners were written to
 * @throws AggregateError when some could not be
 */
export async function tellPriceChanges(portal: Portal): Promise<number> {
  const today = portal.clock.today();
  const renewalOn = nextMonth(today);
  if (today < addDays(renewalOn, -NOTICE_DAYS)) return 0;
  const scope = systemScope(portal, 'price-notices');
  const faults: unknown[] = [];
  let told = 0;
  for (const partnerId of await partnersToTell(scope, renewalOn)) {
    try {
      if (await tellPartner(scope, partnerId, renewalOn)) told++;
    } catch (error) {
      faults.push(error);
    }
  }
  if (faults.length > 0)
    throw new AggregateError(faults, `${faults.length} partners could not be told of new prices: ${String(faults[0])}`);
  return told;
}

/**
 * $1 the day of the renewal: running subscriptions that will be renewed then at another price than their partner knows, which is the
 * one told last, else the one of now. So a price taken back is told, too.
 */
const AFFECTED = `from subscriptions s
  join lateral (select gross from prices where offer_id = s.offer_id and valid_from <= $1::date order by valid_from desc limit 1) price on true
  left join lateral (select unit_price from price_notices where subscription_id = s.id and renewal_on = $1::date order by told_at desc limit 1) told on true
  where s.status = 'active' and s.auto_renew and (s.stop_on is null or s.stop_on >= $1::date) and price.gross <> coalesce(told.unit_price, s.unit_price)`;

async function partnersToTell({ portal }: Scope, renewalOn: Day): Promise<number[]> {
  const rows = await portal.sql<{ id: number }>('price_notice_partners', `select distinct s.partner_id as id ${AFFECTED} order by id`, [
    renewalOn,
  ]);
  return rows.map(({ id }) => id);
}

/**
 * The notices are the claim: of two runs at once one writes them, and only what it wrote goes into its letter. One of a price
 * that was told before and is back is written again only while another was told since.
 */
function tellPartner(scope: Scope, partnerId: number, renewalOn: Day): Promise<boolean> {
  return command(scope, { action: 'price-notice' }, async (tx) => {
    const told = await tx.sql<Repriced>(
      'price_notices_add',
      `with affected as (select s.id, price.gross ${AFFECTED} and s.partner_id = $2::int),
         told as (insert into price_notices (subscription_id, renewal_on, unit_price, told_at) select id, $1::date, gross, $3::timestamptz from affected
           on conflict (subscription_id, renewal_on, unit_price) do update set told_at = excluded.told_at
             where exists (select 1 from price_notices n where n.subscription_id = price_notices.subscription_id
               and n.renewal_on = price_notices.renewal_on and n.told_at > price_notices.told_at)
           returning subscription_id, unit_price)
       select s.number, s.product_name as "productName", s.customer_name as "customerName", s.seats, s.unit_price as before, told.unit_price as after
       from told join subscriptions s on s.id = told.subscription_id order by s.number`,
      [renewalOn, partnerId, tx.now],
    );
    const [first] = told;
    if (!first) return false;
    const content = priceChangeAhead(renewalOn, told);
    const people = await partnerRecipients(tx.sql, partnerId, null);
    const cause = `partner:${partnerId}:prices:${renewalOn}:${first.number}:${first.after}:${told.length}:${tx.now.getTime()}`;
    await queueLetters(
      tx,
      people.map(({ userId, ...to }) => ({ template: 'price-change-ahead', cause, to, partnerId, userId, content })),
    );
    return true;
  });
}
