import type { HeldReason } from '#src/credit/credit.rules.ts';
import type { Month } from '#src/lib/days.ts';
import { renewalsToDecide } from '#src/orders/renewals.service.ts';
import type { Scope } from '#src/platform/scope.ts';
import { closeDays } from './close.rules.ts';
import { faultyPartners } from './close-checks.queries.ts';

/** What a month's close will find at a partner, as far as a few statements over all partners tell; kopecks. */
export interface OutlookRow {
  readonly partnerId: number;
  readonly name: string;
  readonly inn: string;
  readonly gross: bigint;
  readonly invoices: number;
  /** Renewals to be decided, and why some of them will be held. */
  readonly renewals: number;
  readonly reason: HeldReason | null;
  /** Why it can't be closed. */
  readonly fault: string | null;
}

/**
 * Every partner the month is not closed for, those that need a person first: what can't be closed, whose renewals will be held,
 * then by name. Sums are of charges as they are now; what is decided one by one only `previewClose` tells.
 */
export async function closeOutlook(scope: Scope, month: Month): Promise<OutlookRow[]> {
  const { sql } = scope.portal;
  const days = closeDays(month);
  const open = await sql<Pick<OutlookRow, 'partnerId' | 'name' | 'inn' | 'gross' | 'invoices'>>(
    'close_outlook',
    `select p.id as "partnerId", p.name, p.inn, coalesce(c.gross, 0)::bigint as gross, coalesce(c.invoices, 0)::int as invoices from partners p
     left join (select partner_id, sum(charge) as gross, count(distinct contract_id) as invoices from service_periods
       where from_on >= $1::date and from_on < $2::date group by 1) c on c.partner_id = p.id
     where coalesce(p.open_from, '-infinity'::date) <= $1::date order by p.name, p.id`,
    [days.first, days.next],
  );
  const partnerIds = open.map(({ partnerId }) => partnerId);
  const [renewals, faulty] = await Promise.all([
    renewalsToDecide(sql, { partnerIds, month: days.next }),
    faultyPartners({ sql, today: days.last }, days, partnerIds),
  ]);
  const renewalsOf = new Map(renewals.map((one) => [one.partnerId, one]));
  const faultOf = new Map(faulty.map(({ partnerId, fault }) => [partnerId, fault]));
  const rows = open.map((row): OutlookRow => {
    const due = renewalsOf.get(row.partnerId);
    return { ...row, renewals: due?.count ?? 0, reason: due?.reason ?? null, fault: faultOf.get(row.partnerId) ?? null };
  });
  return rows.sort((a, b) => urgency(a) - urgency(b)); // stable: by name within
}

const urgency = ({ fault, reason }: OutlookRow): number => (fault ? 0 : reason ? 1 : 2);
