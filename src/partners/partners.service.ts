import { createUser } from '#src/accounts/users.service.ts';
import type { Day } from '#src/lib/days.ts';
import type { Kopecks } from '#src/lib/money.ts';
import type { Sql } from '#src/platform/db/sql.ts';
import { Invalid } from '#src/platform/errors.ts';
import type { Tx } from '#src/platform/scope.ts';
import { lastServiceDay } from './contracts/contracts.rules.ts';
import type { PartnerRequisites } from './requisites/requisites.types.ts';

export interface NewPartner extends PartnerRequisites {
  /** Storefront code and the owner's login. */
  readonly code: string;
  readonly creditLimit: Kopecks;
  readonly managerId: number;
  readonly contract: NewContract & { readonly supplements: readonly Pick<NewContract, 'number' | 'signedOn'>[] };
  readonly owner: { readonly name: string; readonly email: string; readonly phone: string | null };
}

export interface NewContract {
  readonly number: string;
  readonly signedOn: Day;
  readonly docMode: 'upd' | 'act_sf';
}

/** Makes a partner with its contract, supplementary agreements and owner (product rule §4). The owner can't log on yet. */
export async function createPartner(tx: Tx, partner: NewPartner): Promise<{ id: number; ownerId: number }> {
  const { contract, owner, ...own } = partner;
  const { id } = await tx.db.partner.create({ data: { ...own, createdAt: tx.now }, select: { id: true } });
  const base = await addContract(tx, id, contract, null);
  for (const supplement of contract.supplements) await addContract(tx, id, { ...contract, ...supplement }, base);
  const user = await createUser(tx, { ...owner, login: partner.code, role: 'partner_owner', partnerId: id, customerId: null });
  await tx.emit('partnerCreated', { partnerId: id });
  await tx.audit({
    action: 'partner.created',
    subject: `партнёр ${partner.name}`,
    partnerId: id,
    after: { code: partner.code, inn: partner.inn },
  });
  return { id, ownerId: user.id };
}

/** Writes a contract of a partner, or a supplementary agreement to `baseContractId`. */
export async function addContract(tx: Tx, partnerId: number, contract: NewContract, baseContractId: number | null): Promise<number> {
  const { number, signedOn, docMode } = contract;
  const data = { partnerId, number, signedOn: new Date(signedOn), docMode, baseContractId, createdAt: tx.now };
  return (await tx.db.contract.create({ data, select: { id: true } })).id;
}

/**
 * The contract new subscriptions go under: the latest one in force, supplementary agreements included; one about to end comes last.
 * @throws Invalid when the partner has none: nothing can be invoiced without a contract.
 */
export async function currentContract(sql: Sql, partnerId: number, on: Day): Promise<ContractInForce> {
  const [contract] = await sql<{ id: number; endedOn: Day | null }>(
    'current_contract',
    `select id, case when successor_id is null then ended_on::text end as "endedOn" from contracts
     where partner_id = $1 and signed_on <= $2::date and (ended_on is null or ended_on >= $2::date)
     order by ended_on is not null, signed_on desc, id desc limit 1`,
    [partnerId, on],
  );
  if (!contract) throw new Invalid({ '': 'У партнёра нет действующего договора. Обратитесь к вашему менеджеру MONT.' });
  return { id: contract.id, lastDay: contract.endedOn && lastServiceDay(contract.endedOn) };
}

/** A contract new subscriptions go under. */
export interface ContractInForce {
  readonly id: number;
  /** The last day of service, where it was ended without a successor. */
  readonly lastDay: Day | null;
}

/** The last day of service under a contract that was ended without a successor; null where service may go on. */
export async function lastDayUnder(sql: Sql, contractId: number): Promise<Day | null> {
  const [ended] = await sql<{ endedOn: Day }>(
    'last_day_under',
    'select ended_on::text as "endedOn" from contracts where id = $1 and ended_on is not null and successor_id is null',
    [contractId],
  );
  return ended ? lastServiceDay(ended.endedOn) : null;
}

/** Ends contracts of one partner with a day; their subscriptions are the caller's concern (`subscriptions/contract-end/contract-end.service.ts`). */
export async function writeEnd(tx: Tx, ids: readonly number[], endedOn: Day, successorId: number | null): Promise<void> {
  await tx.db.contract.updateMany({ where: { id: { in: [...ids] } }, data: { endedOn: new Date(endedOn), successorId } });
}
