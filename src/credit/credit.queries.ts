import type { Day } from '#src/lib/days.ts';
import { day } from '#src/lib/days.ts';
import { type Kopecks, kopecks } from '#src/lib/money.ts';
import type { Sql } from '#src/platform/db/sql.ts';
import { NotFound } from '#src/platform/errors.ts';
import type { Credit, HoldReason, OpenHold } from './credit.rules.ts';

interface CreditRow {
  partnerId: number;
  limit: Kopecks;
  exposure: Kopecks;
  isByAxapta: boolean;
  openFrom: string | null;
  holds: { id: number; reason: HoldReason; text: string; placedAt: string; amount: string | null }[];
}

const WAITING = `, (select count(*)::int from orders where partner_id = p.id and status = 'held') as waiting`;

const selected = (
  more = '',
): string => `select p.id as "partnerId", p.credit_limit as "limit", e.exposure, e.is_axapta as "isByAxapta", p.open_from::text as "openFrom",
   coalesce((select jsonb_agg(jsonb_build_object('id', h.id, 'reason', h.reason, 'text', h.text, 'placedAt', h.placed_at,
       'amount', h.amount::text) order by h.placed_at, h.id)
     from holds h where h.partner_id = p.id and h.lifted_at is null), '[]') as holds${more}
   from partners p join credit_exposures e on e.partner_id = p.id where`;

/**
 * A partner's limit, exposure and open holds in one SQL.
 * @throws NotFound when there is no such partner.
 */
export async function creditOf(sql: Sql, partnerId: number): Promise<Credit> {
  const [row] = await sql<CreditRow>('credit_of', `${selected()} p.id = $1`, [partnerId]);
  if (!row) throw new NotFound();
  return creditFrom(row);
}

/** A partner's credit, and how many of its orders wait for it. */
export interface CreditAndWaiting {
  readonly credit: Credit;
  readonly waiting: number;
}

/** Both in one SQL. @throws NotFound when there is no such partner. */
export async function creditAndWaiting(sql: Sql, partnerId: number): Promise<CreditAndWaiting> {
  const [row] = await sql<CreditRow & { waiting: number }>('credit_and_waiting', `${selected(WAITING)} p.id = $1`, [partnerId]);
  if (!row) throw new NotFound();
  return { credit: creditFrom(row), waiting: row.waiting };
}

/** The credit of many partners, in one SQL too, in no particular order. */
export async function creditsOf(sql: Sql, partnerIds: readonly number[]): Promise<Credit[]> {
  return (await sql<CreditRow>('credits_of', `${selected()} p.id = any($1::int[])`, [partnerIds])).map(creditFrom);
}

function creditFrom(row: CreditRow): Credit {
  return {
    partnerId: row.partnerId,
    limit: kopecks(row.limit),
    exposure: kopecks(row.exposure),
    isByAxapta: row.isByAxapta,
    holds: row.holds.map(openHold),
    openFrom: row.openFrom === null ? null : day(row.openFrom),
  };
}

function openHold(h: CreditRow['holds'][number]): OpenHold {
  return {
    id: h.id,
    reason: h.reason,
    text: h.text,
    placedAt: new Date(h.placedAt),
    amount: h.amount === null ? null : amountOf(h.amount),
  };
}

const amountOf = (text: string): Kopecks => kopecks(BigInt(text));

/** What a partner's exposure is made of, kopecks; the parts add up to `partner_exposures`. */
export interface ExposureParts {
  /** Open part of issued invoices. */
  readonly invoiced: Kopecks;
  /** Of it, past the due day. */
  readonly overdue: Kopecks;
  /** Charges not yet invoiced. */
  readonly notInvoiced: Kopecks;
  /** Where orders are decided by Axapta's ledger: the debt there as of a moment, and what is issued and not in it yet. */
  readonly axapta: { readonly balance: Kopecks; readonly unposted: Kopecks; readonly asOf: Date } | null;
}

type PartsRow = Omit<ExposureParts, 'axapta'> & {
  readonly balance: Kopecks | null;
  readonly unposted: Kopecks | null;
  readonly asOf: Date | null;
};

/** The exposure by parts as of `today`. */
export async function exposureParts(sql: Sql, partnerId: number, today: Day): Promise<ExposureParts> {
  const [row] = await sql<PartsRow>(
    'exposure_parts',
    `select i.invoiced, i.overdue, e.exposure - i.invoiced as "notInvoiced", a.balance, a.unposted, a.as_of as "asOf"
     from partner_exposures e join credit_exposures a on a.partner_id = e.partner_id cross join (select coalesce(sum(open), 0)::bigint as invoiced, coalesce(sum(open) filter (where due_on < $2::date), 0)::bigint as overdue
       from invoice_balances where partner_id = $1 and status = 'issued') i where e.partner_id = $1`,
    [partnerId, today],
  );
  if (!row) throw new Error('a sum came without a row');
  const { balance, unposted, asOf, ...parts } = row;
  return { ...parts, axapta: balance === null || unposted === null || asOf === null ? null : { balance, unposted, asOf } };
}
