import type { Day } from '#src/lib/days.ts';
import type { Scope } from '#src/platform/scope.ts';

export interface HandoverRow {
  readonly id: number;
  readonly from: string;
  readonly to: string;
  readonly fromOn: Day;
  readonly untilOn: Day;
  readonly plannedBy: string;
  readonly isStarted: boolean;
  readonly isEnded: boolean;
  readonly partners: number;
}

/** Hand-overs, those not over first. */
export function handovers({ portal }: Scope): Promise<HandoverRow[]> {
  return portal.sql<HandoverRow>(
    'handovers',
    `select h.id, f.name as from, t.name as to, h.from_on::text as "fromOn", h.until_on::text as "untilOn", h.planned_by as "plannedBy",
       h.started_at is not null as "isStarted", h.ended_at is not null as "isEnded",
       (select count(*)::int from handover_partners hp where hp.handover_id = h.id) as partners
     from handovers h join users f on f.id = h.from_id join users t on t.id = h.to_id order by h.ended_at is not null, h.from_on desc, h.id desc limit 100`,
  );
}
