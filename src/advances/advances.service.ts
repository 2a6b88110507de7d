import { type Day, formatDayShort } from '#src/lib/days.ts';
import { command } from '#src/platform/command.ts';
import { ChangedMeanwhile, Conflict, Invalid, NotFound } from '#src/platform/errors.ts';
import type { Scope, Tx } from '#src/platform/scope.ts';
import type { AdvanceForm } from './advances.forms.ts';
import type { AdvanceInvoiceRef } from './advances.rules.ts';

/** A payment with its счёт-фактура for the advance, locked. */
interface Locked {
  readonly id: number;
  readonly partnerId: number;
  readonly receivedOn: Day;
  readonly amount: bigint;
  readonly number: string | null;
  readonly on: Day | null;
  readonly correctionNumber: string | null;
  readonly correctionOn: Day | null;
}

/** What a form was shown of it. */
export const advanceVersion = (of: {
  number: string | null;
  on: Day | null;
  correctionNumber: string | null;
  correctionOn: Day | null;
}): string => [of.number, of.on, of.correctionNumber, of.correctionOn].map((part) => part ?? '').join('|');

/**
 * Writes down number and day of the счёт-фактура for an advance, mends them, or takes them away again where they stood at the wrong
 * payment. Documents that are drawn already keep what they say.
 * @throws NotFound, Conflict for a reversal; Invalid for days that can't be or a number that stands at another payment; ChangedMeanwhile
 */
export function keepAdvanceInvoice(scope: Scope, paymentId: number, input: AdvanceForm): Promise<{ number: string | null }> {
  return command(scope, { action: 'advance-invoice.keep', token: input.token }, async (tx) => {
    const payment = await lockPayment(tx, paymentId);
    if (payment.amount <= 0n) throw new Conflict('Это сторно: счёт-фактура на аванс к нему не относится.');
    if (advanceVersion(payment) !== input.version)
      throw new ChangedMeanwhile('Счёт-фактуру изменили, пока вы смотрели. Сверьте отмеченные поля и сохраните ещё раз.');
    if (input.step === 'remove') {
      await remove(tx, payment);
      return { number: null };
    }
    const { number, issuedOn, correctionNumber, correctionOn } = input;
    if (issuedOn === null) throw new Invalid({ issuedOn: 'Укажите дату счёта-фактуры' });
    const wanted: AdvanceInvoiceRef = { number, on: issuedOn, correctionNumber: correctionNumber || null, correctionOn };
    await refuseUnfit(tx, payment, wanted);
    await write(tx, payment, wanted, 'hand');
    return { number };
  });
}

/** What the accounting system tells of the счета-фактуры closed by an invoice (`advanceInvoices[]` of ax-exchange/1). */
export interface ToldAdvanceInvoices {
  readonly partnerId: number;
  readonly invoiceId: number;
  readonly advanceInvoices: readonly AdvanceInvoiceRef[];
}

/**
 * Keeps them at the payments they were issued for: one with that number has it mended; else it goes to the payment that the invoice
 * took as prepayment and that came last before its day. What came twice changes nothing; what a person typed is mended, for the
 * accounting system knows better.
 * @returns those for which the invoice has no such payment
 */
export async function recordAdvanceInvoices(
  tx: Tx,
  { partnerId, invoiceId, advanceInvoices }: ToldAdvanceInvoices,
): Promise<AdvanceInvoiceRef[]> {
  await tx.sql('lock_advances_of', 'select 1 as one from partners where id = $1::int for update', [partnerId]);
  const left: AdvanceInvoiceRef[] = [];
  for (const told of advanceInvoices.map(withWholeCorrection)) {
    const [payment] = await tx.sql<Locked>(
      'advance_payment_told',
      `${PAYMENT} join settlements s on s.partner_id = p.partner_id and s.payment_id = p.id and s.invoice_id = $2::int join invoices i on i.partner_id = s.partner_id and i.id = s.invoice_id
       where p.partner_id = $1::int and p.amount > 0 and p.received_on <= i.issued_on
         and (a.number = $3 and a.issued_on = $4::date or a.id is null and p.received_on <= $4::date)
       group by p.id, a.partner_id, a.id having sum(s.amount) > 0 order by a.id is null, p.received_on desc, p.id limit 1`,
      [partnerId, invoiceId, told.number, told.on],
    );
    if (payment) await write(tx, payment, told, 'axapta');
    else left.push(told);
  }
  return left;
}

/** A correction has a number and a day, no earlier than what it corrects; else it is none. */
const withWholeCorrection = (told: AdvanceInvoiceRef): AdvanceInvoiceRef =>
  told.correctionNumber && told.correctionOn && told.correctionOn >= told.on
    ? told
    : { ...told, correctionNumber: null, correctionOn: null };

const PAYMENT = `select p.id, p.partner_id as "partnerId", p.received_on::text as "receivedOn", p.amount, a.number, a.issued_on::text as on,
  a.correction_number as "correctionNumber", a.correction_on::text as "correctionOn"
  from payments p left join advance_invoices a on a.partner_id = p.partner_id and a.payment_id = p.id`;

/** The partner is locked, so that two who type at once wait for each other. @throws NotFound */
async function lockPayment(tx: Tx, paymentId: number): Promise<Locked> {
  await tx.sql('lock_payer', 'select 1 as one from partners where id = (select partner_id from payments where id = $1::int) for update', [
    paymentId,
  ]);
  const [payment] = await tx.sql<Locked>('advance_payment', `${PAYMENT} where p.id = $1::int`, [paymentId]);
  if (!payment) throw new NotFound();
  return payment;
}

async function refuseUnfit(tx: Tx, { id, receivedOn }: Locked, { number, on, correctionOn }: AdvanceInvoiceRef): Promise<void> {
  if (on < receivedOn) throw new Invalid({ issuedOn: `Не раньше денег: они пришли ${formatDayShort(receivedOn)}` });
  if (on > tx.today) throw new Invalid({ issuedOn: 'Этот день ещё не наступил' });
  if (correctionOn && correctionOn > tx.today) throw new Invalid({ correctionOn: 'Этот день ещё не наступил' });
  const [same] = await tx.sql<{ paymentId: number }>(
    'advance_number_taken',
    `select payment_id as "paymentId" from advance_invoices where number = $1 and date_trunc('year', issued_on) = date_trunc('year', $2::date) and payment_id <> $3::int limit 1`,
    [number, on, id],
  );
  if (same) throw new Invalid({ number: `Такой номер в этом году уже стоит у платежа ${same.paymentId}` });
}

async function write(tx: Tx, payment: Locked, wanted: AdvanceInvoiceRef, source: 'hand' | 'axapta'): Promise<void> {
  if (advanceVersion(payment) === advanceVersion(wanted)) return;
  const { partnerId, id: paymentId } = payment;
  const columns = {
    ...{ number: wanted.number, issuedOn: new Date(wanted.on), correctionNumber: wanted.correctionNumber },
    ...{
      correctionOn: wanted.correctionOn && new Date(wanted.correctionOn),
      source,
      at: tx.now,
      byId: tx.scope.actor.userId,
      byName: tx.scope.actor.name,
    },
  };
  const where = { partnerId_paymentId: { partnerId, paymentId } };
  if (payment.number === null) await tx.db.advanceInvoice.create({ data: { partnerId, paymentId, ...columns }, select: { id: true } });
  else await tx.db.advanceInvoice.update({ where, data: columns, select: { id: true } });
  await tx.audit({
    action: payment.number === null ? 'advance-invoice.recorded' : 'advance-invoice.mended',
    subject: `платёж ${paymentId}`,
    partnerId,
    ...(payment.number === null ? {} : { before: told(payment) }),
    after: { ...told(wanted), source },
  });
}

async function remove(tx: Tx, payment: Locked): Promise<void> {
  const { partnerId, id: paymentId } = payment;
  if (payment.number === null) throw new Conflict('У этого платежа счёта-фактуры на аванс нет.');
  await tx.db.advanceInvoice.delete({ where: { partnerId_paymentId: { partnerId, paymentId } }, select: { id: true } });
  await tx.audit({ action: 'advance-invoice.removed', subject: `платёж ${paymentId}`, partnerId, before: told(payment) });
}

const told = ({
  number,
  on,
  correctionNumber,
  correctionOn,
}: {
  number: string | null;
  on: Day | null;
  correctionNumber: string | null;
  correctionOn: Day | null;
}) => ({
  ...{ number, issuedOn: on },
  ...(correctionNumber ? { correctionNumber, correctionOn } : {}),
});
