import { command } from '#src/platform/command.ts';
import { Conflict, NotFound } from '#src/platform/errors.ts';
import type { Scope } from '#src/platform/scope.ts';
import { reread } from './reading.rules.ts';

/**
 * Carries out a message once more: what was applied is not newer than what is known and stays, what was refused is tried again.
 * @throws NotFound; Conflict for one that is not partly done or waiting
 */
export function retryMessage(scope: Scope, id: number, token: string): Promise<void> {
  return command(scope, { action: 'exchange.retry', token }, async (tx) => {
    const row = await tx.db.axMessage.findUnique({ where: { id: BigInt(id) }, select: { state: true, body: true, messageId: true } });
    if (!row) throw new NotFound();
    if (row.state !== 'partial' && row.state !== 'waiting') throw new Conflict('Это сообщение повторять нечего.');
    if (row.state === 'partial') {
      await tx.sql(
        'ax_message_again',
        `update ax_messages set state = 'waiting', done = 0, applied = 0, stale = 0, item_errors = $2::jsonb, settled_at = null, settled_by = null
         where id = $1::bigint`,
        [id, JSON.stringify(reread(row.body).faults)],
      );
    }
    await tx.enqueue('ax-process', { id: String(id) });
    await tx.audit({ action: 'exchange.retried', subject: `сообщение ${row.messageId}` });
  });
}

/** Lets a message rest that a person has looked at. @throws NotFound; Conflict when it rests already, or waits for nobody */
export function restMessage(scope: Scope, id: number, token: string): Promise<void> {
  return command(scope, { action: 'exchange.rest', token }, async (tx) => {
    const row = await tx.db.axMessage.findUnique({ where: { id: BigInt(id) }, select: { state: true, settledAt: true, messageId: true } });
    if (!row) throw new NotFound();
    if (row.settledAt || row.state === 'done' || row.state === 'waiting') throw new Conflict('Это сообщение внимания не ждёт.');
    await tx.sql('ax_message_rest', 'update ax_messages set settled_at = $2::timestamptz, settled_by = $3 where id = $1::bigint', [
      ...[id, tx.now, scope.actor.name],
    ]);
    await tx.audit({ action: 'exchange.rested', subject: `сообщение ${row.messageId ?? id}` });
  });
}
