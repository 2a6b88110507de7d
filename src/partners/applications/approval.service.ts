import { startPasswordOwner } from '#src/accounts/accounts.letters.ts';
import { queueLetter } from '#src/letters/letters.service.ts';
import { createPartner } from '#src/partners/partners.service.ts';
import { command } from '#src/platform/command.ts';
import { Invalid } from '#src/platform/errors.ts';
import type { Scope, Tx } from '#src/platform/scope.ts';
import { applicationApproved } from './applications.letters.ts';
import { lockNewApplication } from './applications.service.ts';
import type { ApprovalInput } from './approval.forms.ts';
import { duplicatesOf } from './duplicates.queries.ts';

/**
 * Makes a partner of an анкета: partner, contract, owner, storefront code and two letters in one transaction (product rule §4).
 * The same анкета approved twice at once makes one partner.
 * @throws NotFound; Conflict when it was decided meanwhile; Invalid naming a duplicate ИНН, code, login or debtor code, or a missing manager
 */
export function approveApplication(scope: Scope, id: number, input: ApprovalInput, token: string): Promise<{ partnerId: number }> {
  return command(scope, { action: 'application.approve', token }, async (tx) => {
    const application = await lockNewApplication(tx, id);
    // Approvals wait for each other, so that two of them can't find the same code free.
    await tx.sql('lock_approvals', `select pg_advisory_xact_lock(hashtext('partners.approval'))`);
    await refuseDuplicates(tx, input);
    const manager = await tx.db.user.findFirst({ where: { id: input.managerId, role: { in: ['manager', 'admin'] }, disabledAt: null } });
    if (!manager) throw new Invalid({ managerId: 'Выберите менеджера' });
    const owner = { name: `${application.firstName} ${application.lastName}`, email: application.email, phone: application.phone };
    const partner = await createPartner(tx, partnerOf(input, application, owner));
    const { userId, name } = scope.actor;
    await tx.db.partnerApplication.update({
      where: { id },
      data: { status: 'approved', partnerId: partner.id, decidedAt: tx.now, decidedById: userId, decidedByName: name },
    });
    await tellOwner(tx, partner, owner, input);
    await tellManager(tx, partner.id, manager, input);
    await tx.audit({
      action: 'application.approved',
      subject: `анкета ${id}`,
      partnerId: partner.id,
      after: { code: input.code, inn: input.inn },
    });
    return { partnerId: partner.id };
  });
}

async function refuseDuplicates(tx: Tx, input: ApprovalInput): Promise<void> {
  const found = await duplicatesOf(tx.sql, input);
  if (found.length === 0) return;
  throw new Invalid(Object.fromEntries(found.map(({ field, sentence }) => [field, sentence])));
}

type Owner = { readonly name: string; readonly email: string; readonly phone: string };

function partnerOf(
  input: ApprovalInput,
  application: { readonly mpnId: string | null },
  owner: Owner,
): Parameters<typeof createPartner>[1] {
  const { code, name, inn, kpp, ogrn, address, axDebtorCode, axPayerCode, creditLimit, paymentTermDays, managerId } = input;
  return {
    ...{ code, name, inn, kpp, ogrn, address, axDebtorCode, axPayerCode, creditLimit, paymentTermDays, managerId, owner },
    email: owner.email,
    phone: owner.phone,
    mpnId: application.mpnId,
    contract: {
      number: input.contractNumber,
      signedOn: input.contractSignedOn,
      docMode: input.docMode,
      supplements: input.supplement ? [input.supplement] : [],
    },
  };
}

async function tellOwner(tx: Tx, partner: { id: number; ownerId: number }, owner: Owner, input: ApprovalInput): Promise<void> {
  await queueLetter(tx, {
    template: 'start-password-owner',
    cause: `user:${partner.ownerId}:credentials`,
    to: { name: owner.name, address: owner.email },
    partnerId: partner.id,
    subjectUserId: partner.ownerId,
    content: startPasswordOwner({ id: partner.ownerId, login: input.code, name: owner.name }, input.name),
  });
}

async function tellManager(
  tx: Tx,
  partnerId: number,
  manager: { readonly id: number; readonly name: string; readonly email: string },
  input: ApprovalInput,
): Promise<void> {
  const { name, code, contractNumber, creditLimit } = input;
  const approvedBy = tx.scope.actor.name;
  await queueLetter(tx, {
    template: 'application-approved',
    cause: `partner:${partnerId}:approved`,
    to: { name: manager.name, address: manager.email },
    partnerId,
    userId: manager.id,
    content: applicationApproved({ id: partnerId, name, login: code, contract: contractNumber, creditLimit, approvedBy }),
  });
}
