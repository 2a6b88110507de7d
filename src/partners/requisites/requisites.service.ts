import { command } from '#src/platform/command.ts';
import { ChangedMeanwhile, Invalid, NotFound } from '#src/platform/errors.ts';
import type { Scope, Tx } from '#src/platform/scope.ts';
import type { RequisitesInput } from './requisites.forms.ts';
import { REQUISITES_VERSION } from './requisites.queries.ts';

/**
 * Changes a partner's requisites, term of payment and responsible manager. Documents already issued keep theirs; a new term
 * is for invoices to come.
 * @throws NotFound; ChangedMeanwhile when they changed since they were shown; Invalid for a debtor code of another partner and for
 *   a manager without access
 */
export function changeRequisites(scope: Scope, partnerId: number, input: RequisitesInput): Promise<{ id: number }> {
  const { token, version, ...wanted } = input;
  return command(scope, { action: 'partner.update', token }, async (tx) => {
    const before = await lockShown(tx, partnerId, version);
    await refuseTaken(tx, partnerId, wanted.axDebtorCode);
    const manager = await managerTo(tx, wanted.managerId, before.managerId);
    await tx.db.partner.update({ where: { id: partnerId }, data: wanted, select: { id: true } });
    await tx.audit({
      action: 'partner.updated',
      subject: `партнёр ${before.name}`,
      partnerId,
      before: { ...before, managerId: undefined, manager: before.manager.name },
      after: { ...wanted, managerId: undefined, manager },
    });
    await tx.emit('partnerChanged', { partnerId });
    return { id: partnerId };
  });
}

const EDITED = {
  ...{ name: true, kpp: true, ogrn: true, address: true, email: true, phone: true, mpnId: true, axDebtorCode: true, axPayerCode: true },
  ...{ paymentTermDays: true, managerId: true, manager: { select: { name: true } } },
} as const;

/** The partner, locked, still as it was shown. */
async function lockShown(tx: Tx, id: number, version: string) {
  const [row] = await tx.sql<{ version: string }>(
    'lock_requisites',
    `select ${REQUISITES_VERSION} as version from partners p where id = $1::int for update`,
    [id],
  );
  if (!row) throw new NotFound();
  if (row.version !== version) throw new ChangedMeanwhile();
  return tx.db.partner.findUniqueOrThrow({ where: { id }, select: EDITED });
}

async function refuseTaken(tx: Tx, id: number, axDebtorCode: string): Promise<void> {
  const other = await tx.db.partner.findFirst({ where: { axDebtorCode, id: { not: id } }, select: { name: true } });
  if (other) throw new Invalid({ axDebtorCode: `Этот код дебитора уже у партнёра: ${other.name}` });
}

/** The name of who is to be responsible; one who is already may stay, a new one needs access. */
async function managerTo(tx: Tx, id: number, now: number): Promise<string> {
  const access = id === now ? {} : { disabledAt: null };
  const manager = await tx.db.user.findFirst({ where: { id, role: { in: ['manager', 'admin'] }, ...access }, select: { name: true } });
  if (!manager) throw new Invalid({ managerId: 'Выберите менеджера' });
  return manager.name;
}
