import { ORIGINAL_WORDS, type OriginalState } from '#src/documents/documents.rules.ts';
import { command } from '#src/platform/command.ts';
import type { Scope } from '#src/platform/scope.ts';

/**
 * Writes down where the paper originals of these invoices are now. States are only added, each with its time and person:
 * a mistake is mended by the next one. Cancelled invoices and those already there stay as they are. @returns how many moved
 */
export async function moveOriginals(scope: Scope, invoiceIds: readonly number[], state: OriginalState): Promise<{ moved: number }> {
  return command(scope, { action: 'original.move' }, async (tx) => {
    const moved = await tx.sql<{ number: string; partnerId: number }>(
      'move_originals',
      `with chosen as (select i.id, i.number, i.partner_id from invoices i where i.id = any($1::int[]) and i.status = 'issued' order by i.id for share),
       added as (insert into original_states (invoice_id, state, at, by_name)
         select c.id, $2, $3::timestamptz, $4 from chosen c
          where coalesce((select o.state from original_states o where o.invoice_id = c.id order by o.id desc limit 1), 'preparing') <> $2
         returning invoice_id)
       select c.number, c.partner_id as "partnerId" from chosen c join added a on a.invoice_id = c.id order by c.id`,
      [invoiceIds, state, tx.now, scope.actor.name],
    );
    for (const { number, partnerId } of moved) {
      await tx.audit({ action: 'original.moved', subject: `счёт ${number}`, partnerId, after: { state: ORIGINAL_WORDS[state].label } });
    }
    return { moved: moved.length };
  });
}
