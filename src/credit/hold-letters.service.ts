import { queueLetters } from '#src/letters/letters.service.ts';
import { type PersonToWrite, partnerManager, partnerPayers } from '#src/partners/recipients.queries.ts';
import type { Tx } from '#src/platform/scope.ts';
import { type HoldFacts, holdLifted, holdPlaced } from './credit.letters.ts';
import type { Lifted } from './credit.types.ts';

/** «Партнёр заблокирован» to the partner's owners and accountants, a copy to the manager. */
export async function tellPlaced(tx: Tx, holdId: number): Promise<void> {
  const hold = await factsOf(tx, holdId);
  await write(tx, hold, 'hold-placed', (forManager) => holdPlaced(hold, forManager));
}

/** «Блокировка снята»: what works again and what became of the orders that waited; one letter for all that were lifted together. */
export async function tellLifted(tx: Tx, holdIds: readonly number[], lifted: Lifted): Promise<void> {
  const [first, ...others] = await Promise.all(holdIds.map((id) => factsOf(tx, id)));
  if (!first) return;
  const texts = [first, ...others].map(({ text }) => text);
  await write(tx, first, 'hold-lifted', (forManager) => holdLifted({ ...first, texts }, lifted, forManager));
}

type Told = HoldFacts & { readonly id: number; readonly partnerId: number };

async function write(
  tx: Tx,
  hold: Told,
  template: 'hold-placed' | 'hold-lifted',
  content: (forManager: boolean) => ReturnType<typeof holdPlaced>,
): Promise<void> {
  const letter = (forManager: boolean) => (person: PersonToWrite) => ({
    template,
    cause: `hold:${hold.id}:${template === 'hold-placed' ? 'placed' : 'lifted'}`,
    to: { name: person.name, address: person.address },
    partnerId: hold.partnerId,
    userId: person.userId,
    content: content(forManager),
  });
  const [payers, manager] = [await partnerPayers(tx.sql, hold.partnerId), await partnerManager(tx.sql, hold.partnerId)];
  await queueLetters(tx, [...payers.map(letter(false)), ...manager.map(letter(true))]);
}

async function factsOf(tx: Tx, holdId: number): Promise<Told> {
  const [hold] = await tx.sql<Told>(
    'hold_facts',
    `select h.id, h.partner_id as "partnerId", p.name as "partnerName", h.reason::text as reason, h.text, h.amount, h.placed_at as "placedAt",
       c.number as "contractNumber", i.number as "invoiceNumber", m.name as "managerName", m.phone as "managerPhone", m.email as "managerEmail"
     from holds h join partners p on p.id = h.partner_id join users m on m.id = p.manager_id
     left join contracts c on c.partner_id = h.partner_id and c.id = h.contract_id left join invoices i on i.partner_id = h.partner_id and i.id = h.invoice_id where h.id = $1`,
    [holdId],
  );
  if (!hold) throw new Error(`there is no hold ${holdId}`);
  return hold;
}
