import { day } from '#src/lib/days.ts';
import { type Kopecks, kopecks } from '#src/lib/money.ts';
import type { Sql } from '#src/platform/db/sql.ts';
import { NotFound } from '#src/platform/errors.ts';
import type { Credit, HoldReason, OpenHold } from './credit.rules.ts';

interface CreditRow {
  limit: bigint;
  exposure: bigint;
  openFrom: string | null;
  holds: { id: number; reason: HoldReason; text: string; placedAt: string; amount: string | null }[];
}

/**
 * A partner's limit, exposure and open holds in one SQL.
 * @throws NotFound when there is no such partner.
 */
export async function creditOf(sql: Sql, partnerId: number): Promise<Credit> {
  const [row] = await sql<CreditRow>(
    'credit_of',
    `select p.credit_limit as "limit", partner_exposure(p.id) as exposure, p.open_from::text as "openFrom",
       coalesce((select jsonb_agg(jsonb_build_object('id', h.id, 'reason', h.reason, 'text', h.text, 'placedAt', h.placed_at,
           'amount', h.amount::text) order by h.placed_at, h.id)
         from holds h where h.partner_id = p.id and h.lifted_at is null), '[]') as holds
     from partners p where p.id = $1`,
    [partnerId],
  );
  if (!row) throw new NotFound();
  return {
    partnerId,
    limit: kopecks(row.limit),
    exposure: kopecks(row.exposure),
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
