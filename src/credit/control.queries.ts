import type { Day } from '#src/lib/days.ts';
import type { Kopecks } from '#src/lib/money.ts';
import { NotFound } from '#src/platform/errors.ts';
import type { Scope } from '#src/platform/scope.ts';
import type { HoldReason } from './credit.rules.ts';

/** What staff see of a partner's credit before they act; sums in kopecks, inside lists as text. */
export interface CreditControl {
  readonly id: number;
  readonly name: string;
  readonly limit: Kopecks;
  readonly exposure: Kopecks;
  readonly heldOrders: number;
  /** What the held orders would cost when placed. */
  readonly heldSum: Kopecks;
  readonly contracts: readonly { id: number; number: string }[];
  /** Oldest first. */
  readonly holds: readonly ControlledHold[];
  /** The temporary raise in force. */
  readonly raise: { readonly untilOn: Day; readonly revertTo: string } | null;
}

export interface ControlledHold {
  readonly id: number;
  readonly reason: HoldReason;
  readonly text: string;
  readonly comment: string | null;
  /** ISO instant. */
  readonly placedAt: string;
  readonly placedBy: string;
  readonly contract: string | null;
  readonly invoice: string | null;
  /** Kopecks. */
  readonly amount: string | null;
}

/** Any partner's credit, for staff. @throws NotFound */
export async function creditControl(scope: Scope, partnerId: number): Promise<CreditControl> {
  const [row] = await scope.portal.sql<CreditControl>(
    'credit_control',
    `select p.id, p.name, p.credit_limit as "limit", e.exposure, o.count as "heldOrders", o.sum as "heldSum",
       coalesce((select json_agg(json_build_object('id', id, 'number', number) order by signed_on, id) from contracts where partner_id = p.id), '[]') as contracts,
       coalesce((select json_agg(json_build_object('id', h.id, 'reason', h.reason, 'text', h.text, 'comment', h.comment, 'placedAt', h.placed_at,
           'placedBy', coalesce(u.name, 'Система'), 'contract', c.number, 'invoice', i.number, 'amount', h.amount::text) order by h.placed_at, h.id)
         from holds h left join users u on u.id = h.placed_by_id left join contracts c on c.partner_id = h.partner_id and c.id = h.contract_id
         left join invoices i on i.partner_id = h.partner_id and i.id = h.invoice_id where h.partner_id = p.id and h.lifted_at is null), '[]') as holds,
       (select json_build_object('untilOn', until_on, 'revertTo', revert_to::text) from limit_changes
         where partner_id = p.id and until_on is not null and ended_at is null) as raise
     from partners p join credit_exposures e on e.partner_id = p.id cross join lateral (select count(*)::int as count, coalesce(sum(charge), 0)::bigint as sum from orders
       where partner_id = p.id and status = 'held') o
     where p.id = $1::int`,
    [partnerId],
  );
  if (!row) throw new NotFound();
  return row;
}
