import { closeDays } from '#src/billing/close/close.rules.ts';
import { refuseOutOfOrder } from '#src/billing/close/month-order.service.ts';
import type { Month } from '#src/lib/days.ts';
import { command } from '#src/platform/command.ts';
import type { Scope, Tx } from '#src/platform/scope.ts';

/**
 * Marks the close as begun and queues it: the page answers at once and then shows the progress. A month that is closed stays so.
 * @throws Invalid as `refuseOutOfOrder`
 */
export async function startClose(scope: Scope, month: Month, token: string): Promise<void> {
  await command(scope, { action: 'close.start', token }, async (tx) => {
    await refuseOutOfOrder(tx, closeDays(month));
    await queueClose(tx, month);
    await tx.audit({ action: 'close.start', subject: `закрытие ${month}` });
  });
}

/** Marks a month as being closed and queues the run. */
export async function queueClose(tx: Tx, month: Month): Promise<void> {
  const by = tx.scope.actor.name;
  await tx.sql(
    'close_start',
    `insert into month_closes (period, state, started_at, started_by) values ($1::date, 'running', $2::timestamptz, $3)
     on conflict (period) do update set state = 'running', finished_at = null where month_closes.state <> 'done'`,
    [closeDays(month).first, tx.now, by],
  );
  await tx.enqueue('close-month', { month, by }, { singletonKey: month });
}
