import { type Credit, decideCost } from '#src/credit/credit.rules.ts';
import { creditOf, creditsOf } from '#src/credit/credit.service.ts';
import { type Day, lastOfMonth, monthOf } from '#src/lib/days.ts';
import { kopecks } from '#src/lib/money.ts';
import { vatRate } from '#src/lib/vat.ts';
import type { Sql } from '#src/platform/db/sql.ts';
import type { Tx } from '#src/platform/scope.ts';
import type { Managed } from '#src/subscriptions/changes.rules.ts';
import { renew } from '#src/subscriptions/lifecycle.service.ts';
import { lockManaged } from '#src/subscriptions/managed.queries.ts';
import { renew as renewPeriods } from '#src/subscriptions/period.rules.ts';
import { takeOn } from './decision.service.ts';

/** What the renewals of one partner would cost. */
interface PartnerRenewals {
  readonly partnerId: number;
  readonly cost: bigint;
}

/**
 * Renews active subscriptions for the month that begins with `month`, at the price valid on that day (product rule §8).
 * A partner whose renewals all fit and who has no hold is renewed by set: where the sum fits, each one fits.
 * The others go through the one decision, subscription by subscription in order of their numbers.
 */
export async function renewAll(tx: Tx, due: { partnerIds: readonly number[]; month: Day }): Promise<void> {
  const partners = await tx.sql<PartnerRenewals>('renewals_due', `${candidates} select ${partnerSums}`, parameters(due));
  const easy: number[] = [];
  const hard: number[] = [];
  const credits = await creditsOf(
    tx.sql,
    partners.map(({ partnerId }) => partnerId),
  );
  const creditBy = new Map(credits.map((credit) => [credit.partnerId, credit]));
  for (const { partnerId, cost } of partners) {
    const credit = creditBy.get(partnerId);
    const isEasy = credit !== undefined && decideCost(credit, kopecks(cost)).status === 'done';
    (isEasy ? easy : hard).push(partnerId);
  }
  if (easy.length > 0) await renewBySet(tx, { ...due, partnerIds: easy });
  for (const partnerId of hard) await renewOneByOne(tx, partnerId, due.month);
}

/** What a partner's renewals for a month will take; kopecks. */
export interface RenewalsAhead {
  readonly count: number;
  readonly cost: bigint;
  /** The same subscriptions at the prices they have now. */
  readonly costNow: bigint;
}

/** The renewals of the month that begins with `month`, if nothing changes until then: those the close will find, at its prices. */
export async function renewalsAhead(sql: Sql, partnerId: number, month: Day): Promise<RenewalsAhead> {
  const [row] = await sql<RenewalsAhead>(
    'renewals_ahead',
    `${candidates} select count(*)::int as count, coalesce(sum(charge), 0)::bigint as cost, coalesce(sum(old_price * seats), 0)::bigint as "costNow" from due`,
    parameters({ partnerIds: [partnerId], month }),
  );
  if (!row) throw new Error('a sum came without a row');
  return row;
}

/** The partners are named twice: while a close fills the next month, only their part of it is looked through. */
const candidates = `with price as (
    select distinct on (offer_id) offer_id, gross from prices where valid_from <= $2::date order by offer_id, valid_from desc),
  due as (
    select s.id, s.partner_id, s.contract_id, s.seats, s.unit_price as old_price, coalesce(price.gross, s.unit_price) as price,
      s.vat_rate as old_rate, case when pr.vat_class = 'registry' then null else $3::int end as rate,
      coalesce(price.gross, s.unit_price) * s.seats as charge
    from subscriptions s join offers o on o.id = s.offer_id join products pr on pr.id = o.product_id left join price on price.offer_id = s.offer_id
    where s.partner_id = any($1::int[]) and s.status = 'active' and s.auto_renew and (s.stop_on is null or s.stop_on >= $2::date)
      and not exists (select 1 from service_periods sp
        where sp.partner_id = any($1::int[]) and sp.subscription_id = s.id and sp.from_on >= $2::date))`;

const partnerSums = `partner_id as "partnerId", sum(charge)::bigint as cost from due group by partner_id order by partner_id`;

const parameters = ({ partnerIds, month }: { partnerIds: readonly number[]; month: Day }) => [
  partnerIds,
  month,
  vatRate('standard', lastOfMonth(monthOf(month))),
];

/** Periods, prices and journal of all these partners' renewals in one statement. */
async function renewBySet(tx: Tx, due: { partnerIds: readonly number[]; month: Day }): Promise<void> {
  const { actor, requestId } = tx.scope;
  await tx.sql(
    'renew_by_set',
    `${candidates},
     periods as (
       insert into service_periods (subscription_id, partner_id, contract_id, from_on, to_on, seats, unit_price, vat_rate, charge, vat)
       select id, partner_id, contract_id, $2::date, ($2::date + interval '1 month')::date, seats, price, rate, charge, vat_inside(charge, rate) from due
       returning subscription_id),
     repriced as (
       update subscriptions s set unit_price = due.price, vat_rate = due.rate, version = version + 1 from due
       where s.id = due.id and (s.unit_price <> due.price or s.vat_rate is distinct from due.rate) returning s.id)
     insert into subscription_events (subscription_id, partner_id, seq, at, actor_id, actor_name, actor_role, action, before, after,
       month_delta, full_month_delta, request_id, hash)
     select id, partner_id, 0, $4::timestamptz, $5::int, $6, $7, 'renewed', jsonb_build_object('unitPrice', old_price::text),
       jsonb_build_object('unitPrice', price::text, 'period', $2::text), charge, (price - old_price) * seats, $8, ''
     from due order by id`,
    [...parameters(due), tx.now, actor.userId, actor.name, actor.role, requestId],
  );
}

async function renewOneByOne(tx: Tx, partnerId: number, month: Day): Promise<void> {
  const due = await tx.sql<{ id: number; price: bigint; rate: number | null }>(
    'renewals_of_partner',
    `${candidates} select id, price, rate from due order by id`,
    parameters({ partnerIds: [partnerId], month }),
  );
  let credit = await creditOf(tx.sql, partnerId);
  for (const { id, price, rate } of due) {
    const subscription = await lockManaged(tx, partnerId, { id });
    if (subscription) credit = await renewOne(tx, credit, subscription, month, { unitPrice: kopecks(price), vatRate: rate });
  }
}

/** Decides one renewal; carried out, its period and journal row are the record, held, it is an order. @returns the credit after it. */
async function renewOne(tx: Tx, credit: Credit, s: Managed, month: Day, price: Pick<Managed, 'unitPrice' | 'vatRate'>): Promise<Credit> {
  const terms = { seats: s.seats, ...price };
  const at = { today: tx.today, openFrom: s.openFrom, billingRule: s.billingRule };
  const change = renewPeriods(s.periods, at, monthOf(month), terms);
  if (decideCost(credit, change.delta).status === 'done') {
    await renew(tx, s, terms, change, month);
    return { ...credit, exposure: kopecks(credit.exposure + change.delta) };
  }
  await takeOn(tx, credit, { kind: 'renewal', subscription: s, ...terms, change, termsVersion: null, period: month });
  return credit;
}
