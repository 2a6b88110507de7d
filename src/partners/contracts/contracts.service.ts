import { day, formatDayShort } from '#src/lib/days.ts';
import { addContract } from '#src/partners/partners.service.ts';
import { command } from '#src/platform/command.ts';
import { ChangedMeanwhile, Conflict, Invalid, NotFound } from '#src/platform/errors.ts';
import type { Scope, Tx } from '#src/platform/scope.ts';
import type { ContractInput, MendInput } from './contracts.forms.ts';
import { CONTRACT_VERSION, NAMED_BY } from './contracts.queries.ts';

/**
 * Adds a contract or a supplementary agreement to a partner; new subscriptions go under the latest in force.
 * @throws Invalid for a number the partner already has, a base of somebody else or a later one; NotFound for no such partner
 */
export function addContractTo(scope: Scope, partnerId: number, input: ContractInput, token: string): Promise<{ id: number }> {
  return command(scope, { action: 'contract.add', token }, async (tx) => {
    const partner = await lockPartner(tx, partnerId);
    const { base, ...contract } = input;
    await refuseUnfit(tx, partnerId, input, null);
    const id = await addContract(tx, partnerId, contract, base);
    await tx.audit({ action: 'contract.added', subject: `партнёр ${partner.name}`, partnerId, after: input });
    await tx.emit('partnerChanged', { partnerId });
    return { id };
  });
}

/**
 * Mends a contract until an invoice names it: what is issued has a copy of number and day (product rule §4).
 * @throws as `addContractTo`; Conflict when it changed since it was shown, or when an invoice names it
 */
export function mendContract(scope: Scope, partnerId: number, id: number, input: MendInput): Promise<{ id: number }> {
  const { token, version, base, ...wanted } = input;
  return command(scope, { action: 'contract.mend', token }, async (tx) => {
    const partner = await lockPartner(tx, partnerId);
    const [shown] = await tx.sql<{ version: string; namedBy: string | null }>(
      'lock_contract',
      `select ${CONTRACT_VERSION} as version, ${NAMED_BY} as "namedBy" from contracts c where c.partner_id = $1 and c.id = $2`,
      [partnerId, id],
    );
    if (!shown) throw new NotFound();
    if (shown.namedBy) throw new Conflict(`Договор назван в счёте № ${shown.namedBy}: исправить его больше нельзя.`);
    if (shown.version !== version)
      throw new ChangedMeanwhile('Договор изменили, пока вы смотрели. Сверьте отмеченные поля и сохраните ещё раз.');
    await refuseUnfit(tx, partnerId, { ...wanted, base }, id);
    const before = await tx.db.contract.findUniqueOrThrow({
      where: { id },
      select: { number: true, signedOn: true, docMode: true, baseContractId: true },
    });
    await tx.db.contract.update({
      where: { id },
      data: { ...wanted, signedOn: new Date(wanted.signedOn), baseContractId: base },
      select: { id: true },
    });
    const was = {
      number: before.number,
      signedOn: before.signedOn.toISOString().slice(0, 10),
      docMode: before.docMode,
      base: before.baseContractId,
    };
    await tx.audit({ action: 'contract.mended', subject: `партнёр ${partner.name}`, partnerId, before: was, after: { ...wanted, base } });
    await tx.emit('partnerChanged', { partnerId });
    return { id };
  });
}

/** A number of its own, and a base that is a contract of this partner, not ended and not younger. `but` is the contract itself. */
async function refuseUnfit(tx: Tx, partnerId: number, { number, signedOn, base }: ContractInput, but: number | null): Promise<void> {
  const known = await tx.db.contract.findMany({
    where: { partnerId },
    select: { id: true, number: true, signedOn: true, endedOn: true, baseContractId: true },
  });
  if (known.some((one) => one.number === number && one.id !== but)) throw new Invalid({ number: 'Такой договор у партнёра уже есть' });
  const agreements = known.filter((one) => but !== null && one.baseContractId === but);
  const [earliest] = agreements.map((one) => dayOf(one.signedOn)).sort();
  if (earliest && signedOn > earliest)
    throw new Invalid({ signedOn: `Есть доп. соглашение от ${formatDayShort(earliest)}: укажите эту дату или раньше` });
  if (base === null) return;
  const of = known.find(({ id }) => id === base);
  if (!of || of.id === but || of.baseContractId !== null) throw new Invalid({ base: 'Выберите договор этого партнёра' });
  if (agreements.length > 0) throw new Invalid({ base: 'К этому договору есть доп. соглашения: он не может стать соглашением сам' });
  if (of.endedOn !== null) throw new Invalid({ base: 'Этот договор завершён: выберите действующий' });
  if (signedOn < dayOf(of.signedOn)) throw new Invalid({ signedOn: `Не раньше договора: ${formatDayShort(dayOf(of.signedOn))}` });
}

const dayOf = (date: Date) => day(date.toISOString().slice(0, 10));

async function lockPartner(tx: Tx, partnerId: number): Promise<{ name: string }> {
  const [partner] = await tx.sql<{ name: string }>('lock_partner_name', 'select name from partners where id = $1 for update', [partnerId]);
  if (!partner) throw new NotFound();
  return partner;
}
