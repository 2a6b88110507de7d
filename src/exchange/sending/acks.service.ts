import { command } from '#src/platform/command.ts';
import type { Scope, Tx } from '#src/platform/scope.ts';
import type { ItemFault, Outcome } from '../exchange.types.ts';
import type { AckItem } from '../receiving/contract.rules.ts';
import type { ReadItem } from '../receiving/reading.rules.ts';

/** Axapta's acknowledgements of what the portal has sent. The last word counts; one of a message that the portal never sent is a fault. */
export async function takeAcks(tx: Tx, _message: unknown, items: readonly ReadItem<'ack'>[]): Promise<Outcome> {
  const faults: ItemFault[] = [];
  let applied = 0;
  for (const { at, key, item } of items) {
    if (await acknowledge(tx, item)) applied++;
    else faults.push({ key, pointer: `/items/${at}/messageId`, code: 'unknown-message', text: 'портал не отправлял такого сообщения' });
  }
  return { applied, stale: 0, faults };
}

/** Notes acknowledgements of one call. @returns names of messages that the portal never sent */
export function acknowledgeAll(scope: Scope, acks: readonly AckItem[]): Promise<string[]> {
  return command(scope, { action: 'exchange.acknowledge' }, async (tx) => {
    const unknown: string[] = [];
    for (const ack of acks) if (!(await acknowledge(tx, ack))) unknown.push(ack.messageId);
    return unknown;
  });
}

/** Notes an acknowledgement; one that says `ok` is not taken back by another. @returns false when there is no such message */
async function acknowledge(tx: Tx, { messageId, result, itemErrors }: AckItem): Promise<boolean> {
  const found = await tx.sql(
    'ax_outgoing_ack',
    `update ax_outgoing set acked_at = case when result = 'ok' then acked_at else $4::timestamptz end,
       item_errors = case when result = 'ok' then item_errors else $3::jsonb end, result = case when result = 'ok' then 'ok' else $2 end
     where message_id = $1 returning id`,
    [messageId, result, JSON.stringify(itemErrors), tx.now],
  );
  return found.length > 0;
}
