import { closeDays } from '#src/billing/close/close.rules.ts';
import type { PartnerOutcome } from '#src/billing/close/close.types.ts';
import { partnerOutlook } from '#src/billing/close/close-outlook.queries.ts';
import type { PlannedClose } from '#src/billing/close/close-plan.queries.ts';
import type { Month } from '#src/lib/days.ts';
import type { Kopecks } from '#src/lib/money.ts';
import { NotFound } from '#src/platform/errors.ts';
import type { Scope } from '#src/platform/scope.ts';
import { closedPartner } from './close.queries.ts';

/** A subscription whose charges are not what its journal told; kopecks. */
export interface Difference {
  readonly number: string;
  readonly productName: string;
  readonly charged: Kopecks;
  readonly told: Kopecks;
}

/** The close of a month at one partner. */
export interface PartnerClose {
  readonly name: string;
  /** As of now, as if no check had anything to say; null when it is closed. */
  readonly plan: PlannedClose | null;
  /** What the runs so far have made of it; null when none has come to it. */
  readonly outcome: PartnerOutcome | null;
  readonly differences: readonly Difference[];
}

/** Subscriptions named at most. */
const NAMED = 10;

/** Reads only, and locks nothing. @throws NotFound */
export async function partnerClose(scope: Scope, month: Month, partnerId: number): Promise<PartnerClose> {
  const { sql } = scope.portal;
  const [partner] = await sql<{ name: string }>('close_partner_name', 'select name from partners where id = $1', [partnerId]);
  if (!partner) throw new NotFound();
  const [plan, outcome] = await Promise.all([partnerOutlook(scope, month, partnerId), closedPartner(scope, month, partnerId)]);
  const differences =
    plan?.check === 'far'
      ? await sql<Difference>(
          'close_differences',
          `select s.number, s.product_name as "productName", d.charged::bigint as charged, d.told::bigint as told
           from subscriptions s cross join lateral (select
             coalesce((select sum(charge) from service_periods p where p.subscription_id = s.id and p.from_on >= $2::date), 0) as charged,
             coalesce((select sum(month_delta) from subscription_events e where e.subscription_id = s.id), 0)
               - coalesce((select sum(charge) from service_periods p where p.subscription_id = s.id and p.from_on < $2::date), 0) as told) d
           where s.partner_id = $1 and d.charged <> d.told order by abs(d.charged - d.told) desc, s.id limit ${NAMED}`,
          [partnerId, closeDays(month).first],
        )
      : [];
  return { name: partner.name, plan: plan ?? null, outcome, differences };
}
