import type { Month } from '#src/lib/days.ts';
import { standingClock } from '#src/platform/clock.ts';
import { command } from '#src/platform/command.ts';
import type { Scope } from '#src/platform/scope.ts';
import { type CloseDays, closeDays, closesAt } from './close.rules.ts';
import { closeGiven } from './close-batch.service.ts';

/** What the close would do for a partner; sums in kopecks. */
export interface PartnerPreview {
  readonly partnerId: number;
  readonly name: string;
  readonly gross: bigint;
  readonly invoices: number;
  readonly stopped: number;
  readonly renewed: number;
  readonly held: number;
  /** Why it can't be closed, or null. */
  readonly fault: string | null;
}

/** Carries the outcome out of the transaction it undoes. */
class Undone extends Error {
  readonly outcome: PartnerPreview[];
  constructor(outcome: PartnerPreview[]) {
    super('the preview is undone');
    this.outcome = outcome;
  }
}

/**
 * The close of these partners as it would be at its time, by the very code of the close, in a transaction that is undone.
 * Before the month's last evening the clock of the preview stands at the close. As in the close, one that fails is told with its
 * reason and keeps nobody else from being looked at.
 */
export async function previewClose(scope: Scope, month: Month, partnerIds: readonly number[]): Promise<PartnerPreview[]> {
  try {
    return await previewTogether(scope, month, partnerIds);
  } catch (error) {
    scope.portal.log.warn({ err: error, month, partners: partnerIds.length }, 'a preview of the close failed');
    const [only] = partnerIds;
    if (partnerIds.length === 1 && only !== undefined) return [await failed(scope, only, error as Error)];
  }
  const apart: PartnerPreview[] = [];
  for (const id of partnerIds) apart.push(...(await previewClose(scope, month, [id])));
  return apart;
}

async function failed(scope: Scope, partnerId: number, { message }: Error): Promise<PartnerPreview> {
  const { name } = await scope.portal.db.partner.findUniqueOrThrow({ where: { id: partnerId }, select: { name: true } });
  const nothing = { gross: 0n, invoices: 0, stopped: 0, renewed: 0, held: 0 };
  return { partnerId, name, ...nothing, fault: `Ошибка при закрытии: ${message.slice(0, 300)}` };
}

async function previewTogether(scope: Scope, month: Month, partnerIds: readonly number[]): Promise<PartnerPreview[]> {
  const at = closesAt(month);
  const clock = scope.portal.clock.now() < at ? standingClock(at) : scope.portal.clock;
  const days = closeDays(month);
  try {
    await command({ ...scope, portal: { ...scope.portal, clock } }, { action: 'close.preview' }, async (tx) => {
      await tx.sql(
        'preview_close',
        `insert into month_closes (period, state, started_at, started_by) values ($1::date, 'running', $2::timestamptz, '') on conflict do nothing`,
        [days.first, tx.now],
      );
      await closeGiven(tx, days, partnerIds);
      throw new Undone(await outcomes(tx.sql, days, partnerIds));
    });
  } catch (error) {
    if (error instanceof Undone) return error.outcome;
    throw error;
  }
  return [];
}

function outcomes(sql: Scope['portal']['sql'], days: CloseDays, partnerIds: readonly number[]): Promise<PartnerPreview[]> {
  return sql<PartnerPreview>(
    'preview_outcomes',
    `select p.id as "partnerId", p.name, coalesce(c.gross, 0)::bigint as gross, coalesce(c.invoices, 0) as invoices, coalesce(c.stopped, 0) as stopped,
       coalesce(c.renewed, 0) as renewed, coalesce(c.held, 0) as held, c.fault
     from partners p left join partner_closes c on c.partner_id = p.id and c.period = $2::date where p.id = any($1::int[]) order by p.name, p.id`,
    [partnerIds, days.first],
  );
}
