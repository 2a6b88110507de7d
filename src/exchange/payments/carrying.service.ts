import { day } from '#src/lib/days.ts';
import { kopecks } from '#src/lib/money.ts';
import { registerThroughDoorIn, reversePaymentIn, type TwinDecision } from '#src/payments/doors.service.ts';
import { PortalError } from '#src/platform/errors.ts';
import type { Tx } from '#src/platform/scope.ts';
import type { PaymentItem } from '../receiving/contract.rules.ts';
import { type KnownPayment, payersOf, paymentsOfSum, settledInvoices } from './payments.queries.ts';
import type { PaymentOutcome } from './rows.service.ts';

/** What a person has decided; null where nothing. */
export interface PaymentDecision {
  /** Whose it is. */
  readonly partnerId: number | null;
  /** Which payment of the portal it is, or none. */
  readonly twin: TwinDecision | null;
  /** Which payment the money given back takes back. */
  readonly takesBack: number | null;
}

/**
 * Makes the portal's payment what Axapta says: recorded once, whichever door it came through; taken back where it was cancelled; recorded anew
 * where sum, day, payer or invoices are others now. What is refused or not clear leaves nothing behind and waits for a person.
 */
export async function carryPayment(
  tx: Tx,
  item: PaymentItem,
  known: KnownPayment | null,
  decided: PaymentDecision,
): Promise<PaymentOutcome> {
  await tx.sql('ax_item', 'savepoint ax_item');
  try {
    return await carry(tx, item, known?.isTakenBack ? { ...known, paymentId: null } : known, decided);
  } catch (error) {
    if (!(error instanceof PortalError)) throw error;
    await backToItem(tx);
    return ask(known, error.message);
  }
}

const backToItem = (tx: Tx) => tx.sql('ax_item_back', 'rollback to savepoint ax_item');

const ask = (known: KnownPayment | null, question: string, partnerId = known?.partnerId ?? null): PaymentOutcome => ({
  ...{ state: 'decide', partnerId, paymentId: known?.paymentId ?? null, question },
});

async function carry(tx: Tx, item: PaymentItem, known: KnownPayment | null, decided: PaymentDecision): Promise<PaymentOutcome> {
  if (item.canceled) return cancel(tx, item, known);
  const payers = await payersOf(tx.sql, item.invoiceAccount);
  const invoices = await settledInvoices(tx.sql, item, decided.partnerId === null ? payers.map(({ id }) => id) : [decided.partnerId]);
  const partnerId = decided.partnerId ?? ownerOf(payers, invoices);
  if (partnerId === null) return ask(known, payers.length === 0 ? NOBODY : SEVERAL, null);
  const facts = { partnerId, invoiceIds: invoices.map(({ id }) => id), payerName: payers.find(({ id }) => id === partnerId)?.name ?? '' };
  if (known?.paymentId != null) {
    if (item.amount <= 0n) return { state: 'recorded', partnerId, paymentId: known.paymentId, question: null };
    if (isAsBefore(item, known, facts)) return { state: 'recorded', partnerId, paymentId: known.paymentId, question: null };
    if (known.isOfOthers) return ask(known, 'В учётной системе этот платёж теперь другой, чем пришёл из банка: сверьте их.');
    await reversePaymentIn(tx, {
      paymentId: known.paymentId,
      reason: 'Изменён в Аксапте',
      source: 'axapta',
      sourceKey: `${item.transId}/${known.version}/replaced`,
    });
  }
  return item.amount > 0n ? record(tx, item, facts, decided.twin) : giveBack(tx, item, partnerId, decided.takesBack);
}

const NOBODY = 'Плательщика с таким кодом на портале нет: выберите партнёра.';
const SEVERAL = 'Этим кодом плательщика платят за нескольких партнёров: выберите, за кого.';

/** Whose it is: of whom the settled invoices are, else the only one that pays so. */
function ownerOf(payers: readonly { id: number }[], invoices: readonly { partnerId: number }[]): number | null {
  const named = [...new Set(invoices.map(({ partnerId }) => partnerId))];
  if (named.length === 1) return named[0] ?? null;
  return payers.length === 1 ? (payers[0]?.id ?? null) : null;
}

interface Facts {
  readonly partnerId: number;
  readonly invoiceIds: readonly number[];
  readonly payerName: string;
}

function isAsBefore(item: PaymentItem, known: KnownPayment, { partnerId, invoiceIds }: Facts): boolean {
  const isSame = item.amount === known.amount && item.date === known.receivedOn && partnerId === known.partnerId;
  return isSame && (known.isOfOthers || invoiceIds.every((id) => known.settles.includes(id)));
}

async function record(tx: Tx, item: PaymentItem, facts: Facts, twin: TwinDecision | null): Promise<PaymentOutcome> {
  const { partnerId } = facts;
  const { transId, version, amount, payerInn, docNumber } = item;
  const arrival = await registerThroughDoorIn(
    tx,
    {
      ...{ ...facts, receivedOn: day(item.date), amount, payerInn, docNumber, purpose: item.purpose ?? '' },
      ...{ source: 'axapta', sourceKey: `${transId}/${version}` },
    },
    twin,
  );
  if (arrival.is !== 'asked') return { state: 'recorded', partnerId, paymentId: arrival.id, question: null };
  const question = 'Похожий платёж уже есть на портале, а номера поручения не хватает: решите, он ли это.';
  return { state: 'decide', partnerId, paymentId: null, question };
}

/** Cancelled: what stands for it is taken back. */
async function cancel(tx: Tx, { transId, version }: PaymentItem, known: KnownPayment | null): Promise<PaymentOutcome> {
  const partnerId = known?.partnerId ?? null;
  if (known?.paymentId != null && known.amount !== null && known.amount > 0n) {
    await reversePaymentIn(tx, {
      ...{ paymentId: known.paymentId, reason: 'Отменён в Аксапте', source: 'axapta', sourceKey: `${transId}/${version}/canceled` },
    });
  } else if (known?.paymentId != null) {
    return ask(known, 'Возврат партнёру отменён в учётной системе: запишите возвращённый платёж снова.');
  }
  return { state: 'canceled', partnerId, paymentId: null, question: null };
}

/** Money given back takes back the one payment of that sum; where there is none, or more, a person says which. */
async function giveBack(tx: Tx, item: PaymentItem, partnerId: number, takesBack: number | null): Promise<PaymentOutcome> {
  const candidates = takesBack === null ? await paymentsOfSum(tx.sql, partnerId, kopecks(-item.amount), item.date) : [takesBack];
  const [paymentId] = candidates;
  const question = 'Деньги возвращены партнёру: выберите, какой платёж это отменяет.';
  if (item.amount === 0n || paymentId === undefined || candidates.length > 1)
    return { state: 'decide', partnerId, paymentId: null, question };
  const { id } = await reversePaymentIn(tx, {
    ...{ paymentId, reason: `Возврат плательщику${item.purpose ? `: ${item.purpose}` : ''}`.slice(0, 500) },
    ...{ source: 'axapta', sourceKey: `${item.transId}/${item.version}` },
  });
  return { state: 'recorded', partnerId, paymentId: id, question: null };
}
