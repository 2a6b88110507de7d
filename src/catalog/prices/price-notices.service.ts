import { queueLetters } from '#src/letters/letters.service.ts';
import type { Day } from '#src/lib/days.ts';
import { partnerRecipients } from '#src/partners/recipients.queries.ts';
import { command } from '#src/platform/command.ts';
import { type Portal, type Scope, systemScope, type Tx } from '#src/platform/scope.ts';
import { firstRenewalTold } from './notice.rules.ts';
import { priceChangeAhead, type Repriced } from './price-notices.letters.ts';
import { listedPrice, renewalPrice } from './renewal-price.queries.ts';

/**
 * Tells partners at which price their subscriptions will be renewed, where that is another one than they know. A lower price begins with the
 * next renewal; a higher one with the first at least 14 days from now, unless staff had a reason for sooner (product rule §5). Daily, and at
 * once after a price «раньше срока»; what was told is not told again. One transaction a partner; a fault of one stops no other.
 * @returns how many partners were written to
 * @throws AggregateError when some could not be
 */
export async function tellPriceChanges(portal: Portal): Promise<number> {
  const scope = systemScope(portal, 'price-notices');
  const faults: unknown[] = [];
  let told = 0;
  for (const partnerId of await partnersToTell(scope)) {
    try {
      if (await tellPartner(scope, partnerId)) told++;
    } catch (error) {
      faults.push(error);
    }
  }
  if (faults.length > 0)
    throw new AggregateError(faults, `${faults.length} partners could not be told of new prices: ${String(faults[0])}`);
  return told;
}

/**
 * $1 today · $2 the first renewal a raise told today may reach: running subscriptions with the renewal that comes next ('next') or the one a
 * raise begins with ('raise'), the price it will have, and the one the partner knows: told last for it or one before, else the one of now.
 * So a price taken back is told, too.
 */
const affected = (which: 'next' | 'raise'): string => `
  select s.id, s.partner_id, d.on_day, x.price, x.reason, s.unit_price
  from subscriptions s join partners p on p.id = s.partner_id
    cross join lateral (select (date_trunc('month', greatest($1::date, p.open_from)) + interval '1 month')::date as next_on) n
    cross join lateral (select ${which === 'next' ? 'n.next_on' : 'greatest(n.next_on, $2::date)'} as on_day) d
    cross join lateral (select ${listedPrice('d.on_day')} as gross,
      (select early_reason from prices where offer_id = s.offer_id and valid_from <= d.on_day order by valid_from desc limit 1) as early_reason) l
    cross join lateral (select ${which === 'next' ? `case when l.early_reason is not null then l.gross else ${renewalPrice('l.gross', 'd.on_day')} end` : 'l.gross'} as price,
      ${which === 'next' ? 'case when l.gross > s.unit_price and d.on_day < $2::date then l.early_reason end' : 'null::text'} as reason) x
    left join lateral (select unit_price from price_notices k where k.partner_id = s.partner_id and k.subscription_id = s.id
      and k.renewal_on between n.next_on and d.on_day order by k.renewal_on desc, k.told_at desc limit 1) known on true
  where s.status = 'active' and s.auto_renew and (s.stop_on is null or s.stop_on >= d.on_day)
    and x.price <> coalesce(known.unit_price, s.unit_price)`;

async function partnersToTell({ portal }: Scope): Promise<number[]> {
  const today = portal.clock.today();
  const rows = await portal.sql<{ id: number }>(
    'price_notice_partners',
    `select partner_id as id from (${affected('next')}) a union select partner_id from (${affected('raise')}) b order by id`,
    [today, firstRenewalTold(today)],
  );
  return rows.map(({ id }) => id);
}

function tellPartner(scope: Scope, partnerId: number): Promise<boolean> {
  return command(scope, { action: 'price-notice' }, async (tx) => {
    const next = await note(tx, partnerId, 'next');
    const raise = await note(tx, partnerId, 'raise');
    const isTold = (one: Noted) => next.some(({ number, after }) => number === one.number && after === one.after);
    const told = [...next, ...raise.filter((one) => !isTold(one))];
    const days = [...new Set(told.map(({ renewalOn }) => renewalOn))];
    for (const on of days)
      await write(
        tx,
        partnerId,
        on,
        told.filter(({ renewalOn }) => renewalOn === on),
      );
    return days.length > 0;
  });
}

type Noted = Repriced & { readonly renewalOn: Day };

/**
 * The notices are the claim: of two runs at once one writes them, and only what it wrote goes into its letter. One of a price
 * that was told before and is back is written again only while another was told since.
 */
function note(tx: Tx, partnerId: number, which: 'next' | 'raise'): Promise<Noted[]> {
  return tx.sql<Noted>(
    `price_notices_add.${which}`,
    `with affected as (select a.* from (${affected(which)}) a where a.partner_id = $3::int),
       told as (insert into price_notices (partner_id, subscription_id, renewal_on, unit_price, told_at, early_reason)
         select partner_id, id, on_day, price, $4::timestamptz, reason from affected
         on conflict (partner_id, subscription_id, renewal_on, unit_price) do update set told_at = excluded.told_at, early_reason = excluded.early_reason
           where exists (select 1 from price_notices n where n.partner_id = price_notices.partner_id and n.subscription_id = price_notices.subscription_id
             and n.renewal_on = price_notices.renewal_on and n.told_at > price_notices.told_at)
         returning partner_id, subscription_id, renewal_on, unit_price)
     select told.renewal_on::text as "renewalOn", s.number, s.product_name as "productName", s.customer_name as "customerName", s.seats,
       s.unit_price as before, told.unit_price as after
     from told join subscriptions s on s.partner_id = told.partner_id and s.id = told.subscription_id order by s.number`,
    [tx.today, firstRenewalTold(tx.today), partnerId, tx.now],
  );
}

async function write(tx: Tx, partnerId: number, renewalOn: Day, told: readonly Noted[]): Promise<void> {
  const [first] = told;
  if (!first) return;
  const content = priceChangeAhead(renewalOn, told);
  const people = await partnerRecipients(tx.sql, partnerId, null);
  const cause = `partner:${partnerId}:prices:${renewalOn}:${first.number}:${first.after}:${told.length}:${tx.now.getTime()}`;
  await queueLetters(
    tx,
    people.map(({ userId, ...to }) => ({ template: 'price-change-ahead', cause, to, partnerId, userId, content })),
  );
}
