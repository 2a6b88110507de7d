import { addDays, type Day, moscowMidnight } from '#src/lib/days.ts';
import type { Kopecks } from '#src/lib/money.ts';
import type { Scope } from '#src/platform/scope.ts';
import { firstRenewalAt, firstRenewalOfRaise } from './notice.rules.ts';

/** A price about to be set; `gross` in kopecks per seat and month. */
export interface NewPrice {
  readonly offerId: number;
  readonly gross: Kopecks;
  readonly validFrom: Day;
}

/** Whom new prices touch: running subscriptions that will be renewed, and from when. Sums in kopecks a month. */
export interface Touched {
  readonly partners: number;
  readonly subscriptions: number;
  /** Of them, those that get dearer. */
  readonly raised: number;
  /** What all of them pay more a month, less where negative. */
  readonly difference: Kopecks;
  /** The renewal from which the latest of the raises is charged, its letter going out in the usual way; null without raises. */
  readonly raiseOn: Day | null;
  /** The first renewal a lower price, or one «раньше срока», reaches. */
  readonly soonOn: Day;
}

/** Letters about prices go out daily at nine. */
const LETTERS_AT_MS = 9 * 3_600_000;

/** «Кого коснётся»: counted before prices are set, by hand or from a list; in one statement, whatever their number. */
export async function touchedBy({ portal }: Scope, prices: readonly NewPrice[]): Promise<Touched> {
  const today = portal.clock.today();
  const isLate = portal.clock.now().getTime() >= moscowMidnight(today).getTime() + LETTERS_AT_MS;
  const letterOn = isLate ? addDays(today, 1) : today;
  const rows = prices.map(({ offerId, gross, validFrom }) => ({ offer_id: offerId, gross: String(gross), valid_from: validFrom }));
  const [found] = await portal.sql<Omit<Touched, 'raiseOn' | 'soonOn'> & { raiseFrom: Day | null; soonFrom: Day | null }>(
    'touched_by_prices',
    `select count(distinct s.partner_id)::int as partners, count(distinct s.id)::int as subscriptions,
       count(distinct s.id) filter (where n.gross > s.unit_price)::int as raised, coalesce(sum((n.gross - s.unit_price) * s.seats), 0)::bigint as difference,
       (max(n.valid_from) filter (where n.gross > s.unit_price))::text as "raiseFrom", min(n.valid_from)::text as "soonFrom"
     from jsonb_to_recordset($1::jsonb) as n(offer_id int, gross bigint, valid_from date)
       join subscriptions s on s.offer_id = n.offer_id and s.status = 'active' and s.auto_renew and n.gross <> s.unit_price`,
    [JSON.stringify(rows)],
  );
  if (!found) throw new Error('counts came without a row');
  const { raiseFrom, soonFrom, ...counts } = found;
  return {
    ...counts,
    raiseOn: raiseFrom && firstRenewalOfRaise(raiseFrom, letterOn),
    soonOn: firstRenewalAt(soonFrom ?? today, today),
  };
}
