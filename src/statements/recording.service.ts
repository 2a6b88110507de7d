import { lockCredit } from '#src/credit/credit.service.ts';
import { foresee } from '#src/payments/by-hand.queries.ts';
import type { Said, TypedPayment } from '#src/payments/by-hand.rules.ts';
import { type KnownPayment, type RegisteredByHand, registerSeen } from '#src/payments/by-hand.service.ts';
import { noteDoor } from '#src/payments/doors.service.ts';
import { registerPaymentIn } from '#src/payments/payments.service.ts';
import { command } from '#src/platform/command.ts';
import type { Sql } from '#src/platform/db/sql.ts';
import { Conflict, NotFound } from '#src/platform/errors.ts';
import { type Portal, type Scope, systemScope, type Tx } from '#src/platform/scope.ts';
import { payersOf, rememberPayer } from './payer-accounts.service.ts';
import { shownTotals, waitingIn } from './review.queries.ts';
import { MANY } from './sorting.rules.ts';
import { sortIn } from './sorting.service.ts';
import { agreedPart, type BankPayment, bankPayment, nextKey } from './statements.queries.ts';
import { SURE, sureOutlook, sureTotals } from './sure-outlook.queries.ts';

const NOTHING_SAID: Said = { chosen: [], parts: [], way: '', contractId: null, sure: [], same: null, drop: [] };
const DECIDED = 'По этому платежу уже есть решение: обновите страницу.';

/** Thrown when what all sure payments would do is not what the page showed. */
export class NotAsSeen extends Conflict {
  constructor() {
    super('Пока вы смотрели, что-то изменилось: посмотрите ещё раз и подтвердите.');
  }
}

/**
 * Agrees to all sure payments of a statement as they were seen, sorted anew where that takes no time; a job records them one by one, each a decision of its own (money in,
 * «held by money, told once»).
 * @returns how many · @throws NotFound, NotAsSeen
 */
export function agreeToSure(
  scope: Scope,
  statementId: number,
  { seen, token }: { seen: string; token: string },
): Promise<{ agreed: number }> {
  return command(scope, { action: 'statement.agree', token, limitMs: 60_000 }, async (tx) => {
    const [card] = await tx.sql<{ name: string }>(
      'statement_lock',
      'select file_name as name from statements where id = $1::int for update',
      [statementId],
    );
    if (!card) throw new NotFound();
    if (waitingIn(await shownTotals(tx.sql, statementId)) <= MANY) await sortIn(tx, statementId);
    const outlook = await sureOutlook(tx.sql, statementId, tx.today, await sureTotals(tx.sql, statementId));
    const agreed = outlook.sure + outlook.known;
    if (outlook.seen !== seen || agreed === 0) throw new NotAsSeen();
    await noteAgreed(tx, statementId);
    await tx.sql('statement_agreed', 'update statements set agreed = $2::int where id = $1::int', [statementId, agreed]);
    await tx.enqueue('record-statement', { statementId });
    await tx.audit({
      action: 'statement.agreed',
      subject: `выписка ${card.name}`,
      after: { payments: agreed, amount: String(outlook.amount) },
    });
    return { agreed };
  });
}

/** The rows are locked first: what became another's meanwhile is not among those that are then read as sure. */
async function noteAgreed(tx: Tx, statementId: number): Promise<void> {
  await tx.sql('bank_payments_to_agree', `select id from bank_payments where id in (select so.id from ${SURE}) order by id for update`, [
    statementId,
  ]);
  await tx.sql(
    'bank_payments_agree',
    `update bank_payments set agreed_for = n.payer_id, agreed_from = n.invoice_ids, agreed_by = $2
     from (select so.id, so.payer_id, so.invoice_ids from ${SURE}) n where bank_payments.id = n.id and agreed_for is null`,
    [statementId, tx.scope.actor.name],
  );
}

/**
 * Records what was agreed to of a statement, each in a command of its own. What is not as it was agreed any more is left to a person.
 * Safe to repeat. @throws the first fault of a payment, after all others had their turn
 */
export async function recordAgreed(
  portal: Portal,
  statementId: number,
  { id, signal }: { id: string; signal: AbortSignal },
): Promise<void> {
  const scope = systemScope(portal, id);
  const faults: unknown[] = [];
  for (let after = 0; ; ) {
    const part = await agreedPart(portal.sql, statementId, after);
    for (const one of part) {
      signal.throwIfAborted();
      await recordOne(scope, await bankPayment(portal.sql, statementId, one)).catch((error) => faults.push(error));
    }
    after = part.at(-1) ?? 0;
    if (after > 0) continue;
    if (faults.length > 0) throw faults[0];
    return;
  }
}

/** In the name of whoever agreed. */
function recordOne(system: Scope, { id, statementId, agreed }: BankPayment): Promise<void> {
  if (!agreed) return Promise.resolve();
  const scope = { ...system, actor: { ...system.actor, name: agreed.by } };
  return command(scope, { action: 'statement.record' }, async (tx) => {
    await lockCredit(tx, agreed.for);
    await lockRow(tx, id);
    const row = await bankPayment(tx.sql, statementId, id);
    if (row.state !== 'agreed') return;
    const payment = await typedOf(tx.sql, row);
    const { plan } = await foresee(tx.sql, tx.today, agreed.for, { payment, said: NOTHING_SAID });
    const { known, match, isAnswered, invoiceIds, contract } = plan;
    if (known) {
      await noteDoor(tx, newPayment(row, agreed.for), known.id);
      await noteRecorded(tx, row, agreed.for);
    } else if (match.kind === 'sure' && isAnswered && invoiceIds.join() === agreed.from.join()) {
      await registerPaymentIn(tx, { ...newPayment(row, agreed.for), invoiceIds, contractId: contract?.id ?? null });
      await noteRecorded(tx, row, agreed.for);
    }
    await tx.sql(
      'bank_payment_settled',
      `update bank_payments set agreed_for = null, agreed_from = '{}', agreed_by = null where id = $1::int`,
      [id],
    );
  });
}

/**
 * Records one payment of a statement as the page showed it.
 * @throws NotFound; Conflict when it was decided meanwhile; ToReview, Invalid as `registerSeen`
 */
export function recordPayment(
  scope: Scope,
  place: { readonly statementId: number; readonly id: number; readonly partnerId: number },
  said: Said & { shown: string },
  token: string,
): Promise<RegisteredByHand | KnownPayment> {
  return command(scope, { action: 'payment.register', token }, async (tx) => {
    await lockCredit(tx, place.partnerId);
    const row = await waiting(tx, place);
    const done = await registerSeen(tx, { ...newPayment(row, place.partnerId), ...(await typedOf(tx.sql, row)) }, said);
    await noteRecorded(tx, row, place.partnerId);
    return done;
  });
}

/** Says that a payment is no partner's, or takes that back. @throws NotFound; Conflict when it was decided meanwhile */
export function markForeign(scope: Scope, place: { statementId: number; id: number }, isForeign: boolean, token: string): Promise<void> {
  return command(scope, { action: 'statement.foreign', token }, async (tx) => {
    await lockRow(tx, place.id);
    const row = await bankPayment(tx.sql, place.statementId, place.id);
    if (row.state !== (isForeign ? 'waiting' : 'foreign')) throw new Conflict(DECIDED);
    await tx.sql('bank_payment_foreign', 'update bank_payments set foreign_at = $2::timestamptz, foreign_by = $3 where id = $1::int', [
      ...[row.id, isForeign ? tx.now : null, isForeign ? scope.actor.name : null],
    ]);
    await tx.audit({
      action: isForeign ? 'statement.foreign' : 'statement.returned',
      subject: `поступление ${row.id}`,
      after: { amount: String(row.amount), text: row.payerName },
    });
  });
}

/** @throws NotFound; Conflict */
async function waiting(tx: Tx, { statementId, id }: { statementId: number; id: number }): Promise<BankPayment> {
  await lockRow(tx, id);
  const row = await bankPayment(tx.sql, statementId, id);
  if (row.state !== 'waiting') throw new Conflict(DECIDED);
  return row;
}

const lockRow = (tx: Tx, id: number) => tx.sql('bank_payment_lock', 'select id from bank_payments where id = $1::int for update', [id]);

/** A payment of a statement as its plan is made from. */
export const typedOf = async (sql: Sql, row: BankPayment): Promise<TypedPayment> => ({
  ...sketch(row),
  accountOf: await payersOf(sql, row.payerAccount),
});

const sketch = ({ receivedOn, amount, docNumber, purpose, payerInn }: BankPayment) => ({
  ...{ receivedOn, amount, docNumber, purpose, payerInn, source: 'bank' as const },
});

const newPayment = (row: BankPayment, partnerId: number) => ({
  ...{ ...sketch(row), partnerId, payerName: row.payerName, sourceKey: nextKey(row) },
});

async function noteRecorded(tx: Tx, { id, payerAccount, payerName }: BankPayment, partnerId: number): Promise<void> {
  await tx.sql('bank_payment_recorded', 'update bank_payments set partner_id = $2::int, attempt = attempt + 1 where id = $1::int', [
    id,
    partnerId,
  ]);
  await rememberPayer(tx, partnerId, payerAccount, payerName);
}
