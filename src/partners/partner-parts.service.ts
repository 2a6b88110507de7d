import { command } from '#src/platform/command.ts';
import { Invalid, NotFound } from '#src/platform/errors.ts';
import type { Scope, Tx } from '#src/platform/scope.ts';
import type { ContractInput } from './partner-parts.forms.ts';
import { addContract } from './partners.service.ts';

/**
 * Adds a contract or a supplementary agreement to a partner; new subscriptions go under the latest in force.
 * @throws Invalid for a number the partner already has and for a base of somebody else; NotFound for no such partner
 */
export function addContractTo(scope: Scope, partnerId: number, input: ContractInput, token: string): Promise<{ id: number }> {
  return command(scope, { action: 'contract.add', token }, async (tx) => {
    const partner = await lockPartner(tx, partnerId);
    const { base, ...contract } = input;
    const known = await tx.db.contract.findMany({ where: { partnerId }, select: { id: true, number: true } });
    if (known.some(({ number }) => number === contract.number)) throw new Invalid({ number: 'Такой договор у партнёра уже есть' });
    if (base !== null && !known.some(({ id }) => id === base)) throw new Invalid({ base: 'Выберите договор этого партнёра' });
    const id = await addContract(tx, partnerId, contract, base);
    await tx.audit({ action: 'contract.added', subject: `партнёр ${partner.name}`, partnerId, after: input });
    return { id };
  });
}

async function lockPartner(tx: Tx, partnerId: number): Promise<{ name: string }> {
  const [partner] = await tx.sql<{ name: string }>('lock_partner_name', 'select name from partners where id = $1 for update', [partnerId]);
  if (!partner) throw new NotFound();
  return partner;
}
