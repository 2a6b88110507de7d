import type { TestPortal } from './portal.ts';

/** Somebody invited to the page of ООО «Ромашка», with the password that all of the cast have. */
export async function invited(
  { portal }: TestPortal,
  login: string,
  of: { isDisabled?: boolean; customerOf?: string } = {},
): Promise<number> {
  const { partnerId, customerId, passwordHash } = await portal.db.user.findUniqueOrThrow({ where: { login: of.customerOf ?? 'romashka' } });
  const person = {
    login,
    name: 'Олег Луговой',
    email: `${login}@romashka.example`,
    role: 'customer_colleague',
    partnerId,
    customerId,
  } as const;
  const now = portal.clock.now();
  const disabledAt = of.isDisabled ? now : null;
  const { id } = await portal.db.user.create({
    data: { ...person, passwordHash, mustChangePassword: false, disabledAt, createdAt: now },
    select: { id: true },
  });
  return id;
}
