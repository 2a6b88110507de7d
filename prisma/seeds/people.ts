import { createUser, setPassword } from '#src/accounts/users.service.ts';
import { createCustomerIn } from '#src/customers/customers.service.ts';
import { day } from '#src/lib/days.ts';
import { kopecks } from '#src/lib/money.ts';
import { createPartner } from '#src/partners/partners.service.ts';
import type { Actor } from '#src/platform/actor.ts';
import { command } from '#src/platform/command.ts';
import { type Portal, type Scope, systemScope } from '#src/platform/scope.ts';
import { DEMO_PASSWORD } from './data/cast.ts';
import type { CustomerSeed, PartnerSeed, StaffSeed } from './data/types.ts';

/** Acts as one of the portal's people, as if logged on. @throws RangeError for an unknown login. */
export async function scopeOf(portal: Portal, login: string): Promise<Scope> {
  const user = await portal.db.user.findUnique({ where: { login } });
  if (!user) throw new RangeError(`there is no user ${login}`);
  const { id: userId, role, name, partnerId, customerId } = user;
  const actor: Actor = { userId, role, name, login, partnerId, customerId };
  return { portal, actor, requestId: `seed:${login}`, address: '127.0.0.1' };
}

/** MONT's people, with the demo password. */
export async function seedStaff(portal: Portal, staff: readonly StaffSeed[]): Promise<void> {
  await command(systemScope(portal, 'seed'), { action: 'seed.staff' }, async (tx) => {
    for (const person of staff) {
      const { id } = await createUser(tx, { ...person, partnerId: null, customerId: null });
      await setPassword(tx, id, DEMO_PASSWORD);
    }
  });
}

/** A partner with its contracts and people. Those of `withPassword` can log on with the demo password. */
export async function seedPartner(portal: Portal, seed: PartnerSeed, withPassword: boolean): Promise<void> {
  const manager = await portal.db.user.findUniqueOrThrow({ where: { login: seed.manager } });
  const [owner, ...colleagues] = seed.users;
  const [contract] = seed.contracts;
  if (!owner || !contract) throw new RangeError(`${seed.code} has no owner or no contract`);
  const { code, name, inn, kpp, ogrn, address, email, phone, mpnId, axDebtorCode, axPayerCode, paymentTermDays } = seed;
  await command(systemScope(portal, 'seed'), { action: 'seed.partner' }, async (tx) => {
    const partner = await createPartner(tx, {
      ...{ code, name, inn, kpp, ogrn, address, email, phone, mpnId, axDebtorCode, axPayerCode, paymentTermDays, owner },
      creditLimit: kopecks(seed.creditLimit),
      managerId: manager.id,
      contract: {
        ...contract,
        signedOn: day(contract.signedOn),
        supplements: contract.supplements.map((one) => ({ number: one.number, signedOn: day(one.signedOn) })),
      },
    });
    const ids = [partner.ownerId];
    for (const person of colleagues) ids.push((await createUser(tx, { ...person, partnerId: partner.id, customerId: null })).id);
    if (withPassword) for (const id of ids) await setPassword(tx, id, DEMO_PASSWORD);
  });
}

/** A customer, made by the partner's owner as on the portal; `withPassword` lets its user log on with the demo password. */
export async function seedCustomer(portal: Portal, seed: CustomerSeed, withPassword: boolean): Promise<number> {
  const scope = await scopeOf(portal, seed.partner);
  const { name, inn, kpp, contactName, email, phone, domainPrefix, regionCode } = seed;
  const customer = { name, inn, kpp, contactName, email, phone, domainPrefix, regionCode, isDuplicateMeant: false };
  return command(scope, { action: 'seed.customer' }, async (tx) => {
    const { id } = await createCustomerIn(tx, scope.actor.partnerId ?? 0, customer);
    if (withPassword) {
      const user = await tx.db.user.findFirstOrThrow({ where: { customerId: id } });
      await setPassword(tx, user.id, DEMO_PASSWORD);
    }
    return id;
  });
}
