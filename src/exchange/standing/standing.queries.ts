import type { Kopecks } from '#src/lib/money.ts';
import type { Sql } from '#src/platform/db/sql.ts';
import type { LimitTold } from './standing.rules.ts';

/** A partner as Axapta has it, and how the portal stands to it. Sums in kopecks. */
export interface PartnerInAxapta {
  readonly partnerId: number;
  readonly creditMax: Kopecks | null;
  readonly balance: Kopecks;
  readonly overdue: Kopecks;
  /** Since when nothing of it is missing. */
  readonly asOf: Date;
  readonly isBlocked: boolean;
  readonly blockReason: string | null;
  readonly blockedSince: Date | null;
  readonly isByPayer: boolean;
  readonly holdId: number | null;
  readonly liftedByHandAt: Date | null;
  /** The portal's limit. */
  readonly limit: Kopecks;
  /** What Axapta said of it last. */
  readonly limitTold: LimitTold | null;
  /** Orders that wait. */
  readonly waits: number;
}

type Row = Omit<PartnerInAxapta, 'limitTold'> & { readonly ownLimit: Kopecks | null; readonly limitTold: Kopecks | null };

/** Those of these partners that Axapta knows, by id. What was not told since is as it was at the last moment of which all is known. */
export async function partnersInAxapta(sql: Sql, partnerIds: readonly number[]): Promise<PartnerInAxapta[]> {
  const rows = await sql<Row>(
    'ax_partners_standing',
    `select v.partner_id as "partnerId", v.credit_max as "creditMax", v.balance, v.overdue,
       greatest(v.as_of, (select whole_as_of from ax_streams where type = 'debtors')) as "asOf",
       v.is_blocked as "isBlocked", v.block_reason as "blockReason", v.blocked_since as "blockedSince", v.is_by_payer as "isByPayer",
       (select min(h.id) from holds h where h.partner_id = p.id and h.reason = 'axapta' and h.lifted_at is null) as "holdId",
       (select max(h.lifted_at) from holds h where h.partner_id = p.id and h.reason = 'axapta' and h.lifted_by_id is not null) as "liftedByHandAt",
       p.credit_limit as "limit", l.own_limit as "ownLimit", l.credit_max as "limitTold",
       (select count(*)::int from orders o where o.partner_id = p.id and o.status = 'held') as waits
     from ax_partners v join partners p on p.id = v.partner_id left join ax_limits l on l.partner_id = p.id
     where p.id = any($1::int[]) order by p.id`,
    [partnerIds],
  );
  return rows.map(({ ownLimit, limitTold, ...row }) => ({
    ...row,
    limitTold: ownLimit === null ? null : { creditMax: limitTold, own: ownLimit },
  }));
}
