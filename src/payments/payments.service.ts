import { lockCredit } from '#src/credit/credit.service.ts';
import type { Day } from '#src/lib/days.ts';
import type { Kopecks } from '#src/lib/money.ts';
import { command } from '#src/platform/command.ts';
import { Conflict, Invalid, NotFound } from '#src/platform/errors.ts';
import type { Scope, Tx } from '#src/platform/scope.ts';
import type { Door } from './doors.queries.ts';
import { liftPaidHolds } from './overdue-holds.service.ts';
import { openInvoices, prepayments } from './payments.queries.ts';
import { asTyped, inOrder, isUnder, type PaidUnder, type Share, spread } from './payments.rules.ts';

export { type AdvanceUnder, advancesUnder, prepaidOf, unpaidOf } from './payments.queries.ts';
export type { UnpaidInvoice } from './payments.rules.ts';

export interface NewPayment {
  readonly partnerId: number;
  readonly receivedOn: Day;
  readonly amount: Kopecks;
  readonly payerName: string;
  readonly payerInn: string | null;
  readonly docNumber: string | null;
  readonly purpose: string;
  readonly source: Door;
  /** Identity at its source, null for what was typed by hand. That it comes once is up to `registerThroughDoorIn`. */
  readonly sourceKey: string | null;
  /** Invoices to settle first, in this order; the others follow oldest first. */
  readonly invoiceIds: readonly number[];
  /** Exactly so much of these invoices, where that was typed: nothing else is settled, the rest is an advance. */
  readonly shares?: readonly Share[];
  /** The contract it was paid under, where known: its invoices come right after the chosen ones. */
  readonly contractId?: number | null;
}

/** What became of a payment. Sums as text of kopecks. */
export interface RegisteredPayment {
  readonly id: number;
  readonly settled: number;
  readonly prepayment: string;
}

/** Registers a payment and settles invoices with it: chosen ones, those of its contract, then the oldest; the rest is a prepayment (product rule §10). */
export function registerPayment(scope: Scope, payment: NewPayment, token?: string): Promise<RegisteredPayment> {
  return command(scope, { action: 'payment.register', token }, (tx) => registerPaymentIn(tx, payment));
}

/**
 * The inner part, for one of many. Holds `overdue` whose invoice is paid are lifted, held orders are decided again.
 * @throws Invalid for a sum that is not positive, a foreign invoice, or typed shares that do not fit; NotFound for no such partner
 */
export async function registerPaymentIn(tx: Tx, payment: NewPayment): Promise<RegisteredPayment> {
  if (payment.amount <= 0n) throw new Invalid({ amount: 'Сумма должна быть больше нуля.' });
  if (payment.receivedOn > tx.today) throw new Invalid({ receivedOn: 'Дата поступления не может быть в будущем.' });
  await lockCredit(tx, payment.partnerId);
  const under = await paidUnder(tx, payment);
  const { invoiceIds, shares: typed, receivedOn, sourceKey, ...columns } = payment;
  const id = await writePayment(tx, { ...columns, receivedOn: new Date(receivedOn) }, sourceKey);
  const open = await openInvoices(tx.sql, payment.partnerId);
  const isOpen = (id: number) => open.some((invoice) => invoice.id === id);
  if (!invoiceIds.every(isOpen)) throw new Invalid({ invoices: 'Один из выбранных счетов уже оплачен или чужой.' });
  const settled = typed ? asTyped(payment.amount, typed, open) : spread(payment.amount, inOrder(open, invoiceIds, under));
  if (!settled) throw new Invalid({ invoices: 'Суммы по счетам больше, чем можно погасить: проверьте их.' });
  const { shares, rest } = settled;
  await settle(tx, payment.partnerId, id, shares);
  await tx.audit({
    action: 'payment.registered',
    subject: `платёж ${id}`,
    partnerId: payment.partnerId,
    after: { amount: String(payment.amount), settled: shares.length, prepayment: String(rest), source: payment.source },
  });
  await liftPaidHolds(tx, payment.partnerId);
  return { id, settled: shares.length, prepayment: String(rest) };
}

/**
 * Takes a payment back: a negative row beside it, its settlements undone; what it had paid is settled again with money that is
 * not used up, oldest first. @throws NotFound, Conflict when it was taken back before.
 */
export function reversePayment(scope: Scope, paymentId: number, reason: string, token?: string): Promise<{ id: number }> {
  return command(scope, { action: 'payment.reverse', token }, async (tx) => ({
    id: await reverseIn(tx, { paymentId, reason, source: 'hand', sourceKey: null }),
  }));
}

/** The inner part, for whatever door says so (`reversePaymentIn` of `doors.service.ts`). @returns the id of the negative row */
export async function reverseIn(
  tx: Tx,
  { paymentId, reason, source, sourceKey }: { paymentId: number; reason: string; source: Door; sourceKey: string | null },
): Promise<number> {
  const owner = await tx.db.payment.findUnique({ where: { id: paymentId }, select: { partnerId: true } });
  if (!owner) throw new NotFound();
  await lockCredit(tx, owner.partnerId); // before the payment is read: two reversals at once wait here for each other
  const payment = await tx.db.payment.findUniqueOrThrow({ where: { id: paymentId } });
  const reversal = await tx.db.payment.findUnique({ where: { reversesId: paymentId }, select: { id: true } });
  if (reversal || payment.amount < 0n) throw new Conflict('Этот платёж уже сторнирован.');
  const { partnerId, payerName, payerInn, docNumber, contractId } = payment;
  const back = { amount: -payment.amount, receivedOn: new Date(tx.today), reversesId: payment.id, purpose: reason };
  const id = await writePayment(tx, { partnerId, payerName, payerInn, docNumber, contractId, source, ...back }, sourceKey);
  await undo(tx, payment.id, partnerId);
  await usePrepayments(tx, partnerId);
  await liftPaidHolds(tx, partnerId);
  await tx.audit({
    action: 'payment.reversed',
    subject: `платёж ${payment.id}`,
    partnerId,
    after: { reason, amount: String(payment.amount), source },
  });
  return id;
}

/**
 * Settles new invoices with money that came before, oldest first; called when a month is closed. What that money makes room for is
 * decided when the close is through; its renewals have been decided with that in mind.
 */
export async function useAllPrepayments(tx: Tx, { partnerIds }: { partnerIds: readonly number[] }): Promise<void> {
  const withMoney = await tx.sql<{ id: number }>(
    'partners_with_prepayment',
    `select p.partner_id as id from payments p where p.partner_id = any($1::int[]) group by 1
     having sum(p.amount) > coalesce((select sum(s.amount) from settlements s where s.partner_id = p.partner_id), 0) order by 1`,
    [partnerIds],
  );
  for (const { id } of withMoney) await usePrepayments(tx, id);
}

/**
 * Settles what is open with payments that are not used up, both oldest first: money paid under a contract goes to its invoices
 * before any other money is spent, what is left of it then to the others.
 */
async function usePrepayments(tx: Tx, partnerId: number): Promise<void> {
  for (const isOwn of [true, false]) {
    for (const { paymentId, rest, under } of await prepayments(tx.sql, partnerId)) {
      if (isOwn && under === null) continue;
      const open = await openInvoices(tx.sql, partnerId);
      const fit = isOwn ? open.filter((invoice) => isUnder(invoice, under)) : open;
      await settle(tx, partnerId, paymentId, spread(rest, inOrder(fit, [], under)).shares);
    }
  }
}

interface PaymentColumns extends Omit<NewPayment, 'receivedOn' | 'amount' | 'sourceKey' | 'invoiceIds' | 'shares'> {
  readonly receivedOn: Date;
  readonly amount: bigint;
  readonly reversesId?: number;
}

/** The row, with the door it came through first. */
async function writePayment(tx: Tx, row: PaymentColumns, sourceKey: string | null): Promise<number> {
  const registered = { registeredAt: tx.now, registeredBy: tx.scope.actor.name };
  const { id } = await tx.db.payment.create({ data: { ...row, ...registered }, select: { id: true } });
  writeDoor(tx, { ...row, sourceKey }, id);
  return id;
}

/** That a payment came through a door; its caller knows that it did not before. */
export function writeDoor(
  tx: Tx,
  { partnerId, source, sourceKey }: Pick<NewPayment, 'partnerId' | 'source' | 'sourceKey'>,
  paymentId: number,
): void {
  tx.write(
    'payment_door_note',
    `insert into payment_doors (partner_id, payment_id, source, source_key, at, by) values ($1::int, $2::int, $3, $4, $5::timestamptz, $6)`,
    [partnerId, paymentId, source, sourceKey, tx.now, tx.scope.actor.name],
  );
}

/** The contract of the payment. @throws Invalid when it is not the partner's */
async function paidUnder(tx: Tx, { partnerId, contractId }: NewPayment): Promise<PaidUnder | null> {
  if (!contractId) return null;
  const own = await tx.db.contract.findFirst({ where: { id: contractId, partnerId }, select: { id: true, baseContractId: true } });
  if (!own) throw new Invalid({ contract: 'Выберите договор этого партнёра' });
  return { id: own.id, rootId: own.baseContractId ?? own.id };
}

async function settle(tx: Tx, partnerId: number, paymentId: number, shares: readonly Share[]): Promise<void> {
  await tx.db.settlement.createMany({ data: shares.map((share) => ({ ...share, paymentId, partnerId, at: tx.now })) });
}

/** A row of the opposite sign for what this payment has settled of each invoice. */
async function undo(tx: Tx, paymentId: number, partnerId: number): Promise<void> {
  await tx.sql(
    'undo_settlements',
    `insert into settlements (payment_id, invoice_id, partner_id, amount, at)
     select payment_id, invoice_id, $2, -sum(amount), $3::timestamptz from settlements where payment_id = $1
     group by payment_id, invoice_id having sum(amount) <> 0`,
    [paymentId, partnerId, tx.now],
  );
}
