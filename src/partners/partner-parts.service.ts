import { startPasswordColleague, startPasswordOwner } from '#src/accounts/accounts.letters.ts';
import { createUser, endSessions } from '#src/accounts/users.service.ts';
import { queueLetter } from '#src/letters/letters.service.ts';
import { command } from '#src/platform/command.ts';
import { Conflict, Invalid, NotFound } from '#src/platform/errors.ts';
import type { Scope, Tx } from '#src/platform/scope.ts';
import type { ContractInput, PartnerUserInput } from './partner-parts.forms.ts';
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

/**
 * Adds a person of a partner; the letter carries address, login and a one-time start password.
 * @throws Invalid when the partner already has a person with this address; NotFound for no such partner
 */
export function addPartnerUser(scope: Scope, partnerId: number, input: PartnerUserInput, token: string): Promise<{ login: string }> {
  return command(scope, { action: 'partner-user.add', token }, async (tx) => {
    const partner = await lockPartner(tx, partnerId);
    const { name, email, role, phone } = input;
    const same = await tx.db.user.findFirst({ where: { partnerId, customerId: null, email, disabledAt: null }, select: { login: true } });
    if (same) throw new Invalid({ email: `Этот адрес уже у пользователя ${same.login}` });
    const user = await createUser(tx, { name, email, role, phone, login: input.login ?? undefined, partnerId, customerId: null });
    const isOwner = role === 'partner_owner';
    await queueLetter(tx, {
      template: isOwner ? 'start-password-owner' : 'start-password-colleague',
      cause: `user:${user.id}:credentials`,
      to: { name, address: email },
      partnerId,
      subjectUserId: user.id,
      content: (isOwner ? startPasswordOwner : startPasswordColleague)({ ...user, name }, partner.name),
    });
    return { login: user.login };
  });
}

/**
 * Closes a person's way in: sessions end at once, the password no longer works, the history stays.
 * @throws NotFound for a person of another partner; Conflict when it is the partner's last owner
 */
export function disablePartnerUser(scope: Scope, partnerId: number, userId: number): Promise<{ name: string }> {
  return command(scope, { action: 'partner-user.disable' }, async (tx) => {
    await lockPartner(tx, partnerId);
    const user = await tx.db.user.findFirst({ where: { id: userId, partnerId, customerId: null } });
    if (!user) throw new NotFound();
    if (user.disabledAt) return { name: user.name };
    const where = { partnerId, role: 'partner_owner', disabledAt: null, id: { not: userId } } as const;
    if (user.role === 'partner_owner' && (await tx.db.user.count({ where })) === 0)
      throw new Conflict('Это единственный руководитель партнёра: сначала добавьте другого.');
    await tx.db.user.update({
      where: { id: userId },
      data: { disabledAt: tx.now, sessionVersion: { increment: 1 } },
      select: { id: true },
    });
    await endSessions(tx, userId);
    await tx.audit({ action: 'user.disabled', subject: `пользователь ${user.login}`, partnerId });
    return { name: user.name };
  });
}

async function lockPartner(tx: Tx, partnerId: number): Promise<{ name: string }> {
  const [partner] = await tx.sql<{ name: string }>('lock_partner_name', 'select name from partners where id = $1 for update', [partnerId]);
  if (!partner) throw new NotFound();
  return partner;
}
