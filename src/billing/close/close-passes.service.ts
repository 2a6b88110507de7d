import type { Month } from '#src/lib/days.ts';
import { command } from '#src/platform/command.ts';
import { Invalid } from '#src/platform/errors.ts';
import type { Scope, Tx } from '#src/platform/scope.ts';
import { type CloseDays, closeDays } from './close.rules.ts';
import { type FaultyPartner, faultyPartners } from './close-checks.queries.ts';
import { queueClose } from './page/start.service.ts';

/** What a person passes: the words of the check as they were shown, and why. */
export interface Passing {
  readonly partnerId: number;
  readonly fault: string;
  readonly reason: string;
  readonly token: string;
}

/**
 * Passes the check that has parked a partner (product rule §9), for what it says now and nothing else, and queues the close, which takes
 * only those that are left. The month is begun, or there would be nobody parked.
 * @throws Invalid when the check says something else by now, or can't be passed
 */
export async function passCheck(scope: Scope, month: Month, { partnerId, fault, reason, token }: Passing): Promise<void> {
  const days = closeDays(month);
  await command(scope, { action: 'close.pass', token }, async (tx) => {
    const found = await parkedBy(tx, days, partnerId);
    if (found?.fault !== fault || found.check === 'order')
      throw new Invalid({ '': 'Пока вы смотрели, причина изменилась. Проверьте ещё раз.' });
    await tx.sql(
      'pass_check',
      `insert into close_passes (partner_id, period, fault, reason, by_id, by_name, at) values ($1, $2::date, $3, $4, $5::int, $6, $7::timestamptz)`,
      [partnerId, days.first, fault, reason, scope.actor.userId, scope.actor.name, tx.now],
    );
    await tx.audit({ action: 'close.passed', subject: `закрытие ${month}`, partnerId, after: { fault, reason } });
    await queueClose(tx, month);
  });
}

/** What the checks say of a partner that a run has parked; its row is locked. */
async function parkedBy(tx: Tx, days: CloseDays, partnerId: number): Promise<FaultyPartner | undefined> {
  const [parked] = await tx.sql(
    'parked_to_pass',
    `select 1 from partner_closes where partner_id = $1 and period = $2::date and closed_at is null and fault is not null for update`,
    [partnerId, days.first],
  );
  if (!parked) return undefined;
  const [found] = await faultyPartners(tx, days, [partnerId]);
  return found;
}
