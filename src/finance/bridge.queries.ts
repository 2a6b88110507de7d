import { partnerOf } from '#src/accounts/actor.rules.ts';
import { addMonths, type Day, firstOfMonth, moscowMidnight, nextMonth } from '#src/lib/days.ts';
import type { Kopecks } from '#src/lib/money.ts';
import type { Scope } from '#src/platform/scope.ts';
import type { Told } from '#src/subscriptions/history/history.words.ts';
import { BRIDGE_CAUSES, BRIDGE_PARTS, type BridgePart } from './bridge.rules.ts';

/** One subscription within a part: `after − before` is its share; kopecks. */
export interface BridgeRow {
  readonly part: BridgePart;
  readonly number: string;
  readonly productName: string;
  readonly customerName: string;
  readonly before: Kopecks;
  readonly after: Kopecks;
  /** Price per seat and month, last month's and this one's; null where there is none. */
  readonly oldPrice: Kopecks | null;
  readonly price: Kopecks | null;
}

/** A row of the journal that moved the sum. */
export interface BridgeEvent extends Told {
  readonly at: Date;
}

/** A row with what stands in the journal about it, newest first. */
export interface CausedRow extends BridgeRow {
  readonly events: readonly BridgeEvent[];
}

/** A part as a whole with the subscriptions that moved it most. */
export interface BridgePartSum {
  readonly part: BridgePart;
  readonly delta: Kopecks;
  readonly count: number;
  readonly top: readonly CausedRow[];
}

/** Why this month's sum is not last month's; kopecks: `before` + the deltas of the parts = `now`. */
export interface Bridge {
  /** First days of the two months. */
  readonly from: Day;
  readonly month: Day;
  readonly before: Kopecks;
  readonly now: Kopecks;
  readonly parts: readonly BridgePartSum[];
}

/** Subscriptions shown of each part, and journal rows of each. */
const SHOWN = 5;
const EVENTS = 3;

/**
 * A row per part and subscription; $1 partner · $2, $3, $4 first days of last month, this one and the next.
 * What the new price adds is taken at this month's seats and days, so the rest of the difference is seats and days alone.
 */
const MOVES = `periods as (
    select subscription_id, from_on, unit_price, charge from service_periods where partner_id = $1 and from_on >= $2::date and from_on < $4::date),
  old as (select distinct on (subscription_id) subscription_id, unit_price from periods where from_on < $3::date order by subscription_id, from_on desc),
  months as (
    select p.subscription_id as id, o.unit_price as old_price, (array_agg(p.unit_price order by p.from_on desc))[1] as price,
      coalesce(sum(p.charge) filter (where p.from_on < $3::date), 0) as before, coalesce(sum(p.charge) filter (where p.from_on >= $3::date), 0) as now,
      coalesce(sum(p.charge - round(p.charge * o.unit_price::numeric / nullif(p.unit_price, 0)))
        filter (where p.from_on >= $3::date and p.unit_price <> o.unit_price), 0) as by_price
    from periods p left join old o using (subscription_id) group by p.subscription_id, o.unit_price),
  moves as (
    select 'added' as part, id, before, now as after, null::bigint as old_price, null::bigint as price from months where before = 0 and now <> 0
    union all select 'gone', id, before, now, null, null from months where before <> 0 and now = 0
    union all select 'priced', id, now - by_price, now, old_price, price from months where before <> 0 and now <> 0 and by_price <> 0
    union all select 'used', id, before, now - by_price, null, null from months where before <> 0 and now <> 0 and now - by_price <> before)`;

const ROW = `m.part, s.number, s.product_name as "productName", s.customer_name as "customerName", m.before::bigint as before, m.after::bigint as after,
  m.old_price as "oldPrice", m.price`;

type JsonEvent = Told & { readonly at: string };

interface SummedRow extends BridgeRow {
  readonly events: readonly JsonEvent[];
  /** Of the part as a whole. */
  readonly delta: Kopecks;
  readonly count: number;
  /** Of both months as a whole. */
  readonly sumBefore: Kopecks;
  readonly sumNow: Kopecks;
}

/** The bridge to the month of `openDay` from the one before, of the actor's partner. */
export async function bridgeOf(scope: Scope, openDay: Day): Promise<Bridge> {
  const month = firstOfMonth(openDay);
  const from = addMonths(month, -1);
  const rows = await scope.portal.sql<SummedRow>(
    'finance_bridge',
    `with ${MOVES},
     ranked as (select *, row_number() over (partition by part order by abs(after - before) desc, id) as rank,
         sum(after - before) over (partition by part) as delta, count(*) over (partition by part) as count from moves)
     select ${ROW}, m.delta::bigint as delta, m.count::int as count, t.before::bigint as "sumBefore", t.now::bigint as "sumNow", e.events
     from (select coalesce(sum(before), 0) as before, coalesce(sum(now), 0) as now from months) t
     left join ranked m on m.rank <= ${SHOWN} left join subscriptions s on s.partner_id = $1 and s.id = m.id
     left join lateral (select coalesce(jsonb_agg(jsonb_build_object('at', at, 'action', action, 'before', before, 'after', after) order by at desc, id desc), '[]') as events
       from (select * from subscription_events where partner_id = $1 and subscription_id = m.id and at >= $5::timestamptz
           and (action <> 'renewed' or (after ->> 'period')::date = $3::date) and action = any(array(select jsonb_array_elements_text($6::jsonb -> m.part))) order by id desc limit ${EVENTS}) one) e on true
     order by m.part, m.rank`,
    [...monthsOf(scope, month), moscowMidnight(from), JSON.stringify(BRIDGE_CAUSES)],
  );
  const [first] = rows;
  if (!first) throw new Error('a sum came without a row');
  const parts = BRIDGE_PARTS.flatMap((part): BridgePartSum[] => {
    const top = rows.filter((row) => row.part === part).map((row) => ({ ...row, events: row.events.map(dated) }));
    const [one] = top;
    return one ? [{ part, delta: one.delta, count: one.count, top }] : [];
  });
  return { from, month, before: first.sumBefore, now: first.sumNow, parts };
}

/** Every row of the bridge, for a file. */
export function bridgeRows(scope: Scope, openDay: Day): Promise<BridgeRow[]> {
  return scope.portal.sql<BridgeRow>(
    'finance_bridge_rows',
    `with ${MOVES} select ${ROW} from moves m join subscriptions s on s.partner_id = $1 and s.id = m.id
     order by array_position($5::text[], m.part), abs(m.after - m.before) desc, m.id`,
    [...monthsOf(scope, firstOfMonth(openDay)), BRIDGE_PARTS],
  );
}

const monthsOf = (scope: Scope, month: Day): unknown[] => [partnerOf(scope), addMonths(month, -1), month, nextMonth(month)];

/** Instants come out of JSON as text. */
const dated = (event: JsonEvent): BridgeEvent => ({ ...event, at: new Date(event.at) });
