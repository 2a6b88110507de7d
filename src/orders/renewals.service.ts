import { type Credit, decideCost, type HeldReason } from '#src/credit/credit.rules.ts';
import { creditsOf } from '#src/credit/credit.service.ts';
import { type Day, lastOfMonth, monthOf } from '#src/lib/days.ts';
import { kopecks } from '#src/lib/money.ts';
import { vatRate } from '#src/lib/vat.ts';
import { prepaidOf } from '#src/payments/payments.service.ts';
import type { Sql } from '#src/platform/db/sql.ts';
import type { Tx } from '#src/platform/scope.ts';
import { changedSince } from '#src/subscriptions/month-end.queries.ts';
import { holdRenewals, type RefusedRenewal } from './held-renewals.service.ts';
import { renewChanged } from './late-renewals.service.ts';

/** Renewals for the month that begins with `month`. */
interface Due {
  readonly partnerIds: readonly number[];
  readonly month: Day;
}

/**
 * Renews active subscriptions for the month that begins with `month`, at the price valid on that day (product rule §8).
 * Each is decided for itself, in order of number, unless the partner has no hold and the sum of its renewals fits: then each
 * one fits. What was decided is written by set. After the month has begun, those changed since go one by one: `renewChanged`.
 */
export async function renewAll(tx: Tx, { partnerIds, month }: Due): Promise<void> {
  const changed = await changedSince(tx, partnerIds, month);
  const due = parameters(
    { partnerIds, month },
    changed.map(({ id }) => id),
  );
  const credits = await creditsAtClose(tx.sql, partnerIds, month);
  await holdRenewals(tx, month, await refused(tx, due, credits));
  await renewBySet(tx, due);
  if (changed.length > 0) await renewChanged(tx, month, changed, await creditsAtClose(tx.sql, partnerIds, month));
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
    parameters({ partnerIds: [partnerId], month }, []),
  );
  if (!row) throw new Error('a sum came without a row');
  return row;
}

/** A partner's renewals for a month, and why some of them will be held; null when all of them fit. */
export interface RenewalsOf {
  readonly partnerId: number;
  readonly count: number;
  readonly reason: HeldReason | null;
}

/** The same for many partners at once, decided as the close decides: some are held exactly when their sum does not fit. */
export async function renewalsToDecide(sql: Sql, due: Due): Promise<RenewalsOf[]> {
  const credits = await creditsAtClose(sql, due.partnerIds, due.month);
  return (await sumsDue(sql, parameters(due, []))).map(({ partnerId, count, cost }) => {
    const verdict = decideCost(creditFor(credits, partnerId), kopecks(cost));
    return { partnerId, count, reason: verdict.status === 'held' ? verdict.reason : null };
  });
}

function sumsDue(sql: Sql, due: unknown[]): Promise<{ partnerId: number; count: number; cost: bigint }[]> {
  return sql(
    'renewals_due',
    `${candidates} select partner_id as "partnerId", count(*)::int as count, sum(charge)::bigint as cost from due group by partner_id order by partner_id`,
    due,
  );
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
      and s.id <> all($4::int[])
      and not exists (select 1 from service_periods sp
        where sp.partner_id = any($1::int[]) and sp.subscription_id = s.id and sp.from_on >= $2::date))`;

/** `but` are left out. */
const parameters = ({ partnerIds, month }: Due, but: readonly number[]) => [
  partnerIds,
  month,
  vatRate('standard', lastOfMonth(monthOf(month))),
  but,
];

/**
 * The partners' credit as it will be when the closing month is invoiced and what was paid in advance has settled it:
 * a partner that has paid is not held and released again in one breath.
 */
async function creditsAtClose(sql: Sql, partnerIds: readonly number[], month: Day): Promise<Map<number, Credit>> {
  const prepaid = await prepaidOf(sql, partnerIds, month);
  const credits = await creditsOf(sql, partnerIds);
  return new Map(
    credits.map((credit) => [credit.partnerId, { ...credit, exposure: kopecks(credit.exposure - (prepaid.get(credit.partnerId) ?? 0n)) }]),
  );
}

/** The renewals that are not to be carried out now. */
async function refused(tx: Tx, due: unknown[], credits: ReadonlyMap<number, Credit>): Promise<RefusedRenewal[]> {
  const tight = (await sumsDue(tx.sql, due)).filter(
    ({ partnerId, cost }) => decideCost(creditFor(credits, partnerId), kopecks(cost)).status === 'held',
  );
  if (tight.length === 0) return [];
  const renewals = await tx.sql<Omit<RefusedRenewal, 'reason'> & { charge: bigint }>(
    'renewals_of_partners',
    `${candidates} select partner_id as "partnerId", id, price, rate, charge from due where partner_id = any($5::int[]) order by partner_id, id`,
    [...due, tight.map(({ partnerId }) => partnerId)],
  );
  return decideEach(renewals, new Map(credits));
}

function decideEach<R extends { partnerId: number; charge: bigint }>(renewals: readonly R[], credits: Map<number, Credit>) {
  return renewals.flatMap((renewal) => {
    const credit = creditFor(credits, renewal.partnerId);
    const verdict = decideCost(credit, kopecks(renewal.charge));
    if (verdict.status === 'held') return [{ ...renewal, reason: verdict.reason }];
    credits.set(credit.partnerId, { ...credit, exposure: kopecks(credit.exposure + renewal.charge) });
    return [];
  });
}

function creditFor(credits: ReadonlyMap<number, Credit>, partnerId: number): Credit {
  const credit = credits.get(partnerId);
  if (!credit) throw new Error(`partner ${partnerId} came without its credit`);
  return credit;
}

/** Periods, prices and journal of all that is due in one statement; held ones are suspended by now. */
async function renewBySet(tx: Tx, due: unknown[]): Promise<void> {
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
     select id, partner_id, 0, $5::timestamptz, $6::int, $7, $8, 'renewed', jsonb_build_object('unitPrice', old_price::text),
       jsonb_build_object('unitPrice', price::text, 'period', $2::text), charge, (price - old_price) * seats, $9, ''
     from due order by id`,
    [...due, tx.now, actor.userId, actor.name, actor.role, requestId],
  );
}
