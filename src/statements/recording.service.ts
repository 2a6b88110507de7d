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
import { reviewOf } from './review.queries.ts';
import { type BankPayment, bankPayment, bankPayments, nextKey } from './statements.queries.ts';
import { sureOutlook } from './sure-outlook.queries.ts';

const NOTHING_SAID: Said = { chosen: [], parts: [], way: '', contractId: null, sure: [], same: null, drop: [] };
const DECIDED = 'По этому платежу уже есть решение: обновите страницу.';

/** Thrown when what all sure payments would do is not what the page showed. */
export class NotAsSeen extends Conflict {
  constructor() {
    super('Пока вы смотрели, что-то изменилось: посмотрите ещё раз и подтвердите.');
  }
}

/**
 * Agrees to all sure payments of a statement as they were seen; a job records them one by one, each a decision of its own (money in,
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
    const outlook = await sureOutlook(tx.sql, await reviewOf(tx.sql, statementId, tx.today), tx.today);
    const agreed = [...outlook.known, ...outlook.sure];
    if (outlook.seen !== seen || agreed.length === 0) throw new NotAsSeen();
    const rows = agreed.map(({ payment, partnerId, suggestions }) => ({
      id: payment.id,
      of: partnerId,
      from: suggestions[0]?.invoiceIds ?? [],
    }));
    await tx.sql(
      'bank_payments_agree',
      `update bank_payments b set agreed_for = n.of, agreed_from = array(select jsonb_array_elements_text(n.from)::int), agreed_by = $2
       from jsonb_to_recordset($1::jsonb) as n(id int, of int, "from" jsonb) where b.id = n.id and b.agreed_for is null`,
      [JSON.stringify(rows), scope.actor.name],
    );
    await tx.sql('statement_agreed', 'update statements set agreed = $2::int where id = $1::int', [statementId, rows.length]);
    await tx.enqueue('record-statement', { statementId });
    await tx.audit({
      action: 'statement.agreed',
      subject: `выписка ${card.name}`,
      after: { payments: rows.length, amount: String(outlook.amount) },
    });
    return { agreed: rows.length };
  });
}

/** Records what was agreed to of a statement. What is not as it was agreed any more is left to a person. Safe to repeat. */
export async function recordAgreed(
  portal: Portal,
  statementId: number,
  { id, signal }: { id: string; signal: AbortSignal },
): Promise<void> {
  const scope = systemScope(portal, id);
  for (const one of await bankPayments(portal.sql, statementId, ['agreed'])) {
    signal.throwIfAborted();
    await recordOne(scope, one);
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
