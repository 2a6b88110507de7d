import { day } from '#src/lib/days.ts';
import { registerPaymentIn } from '#src/payments/payments.service.ts';
import { PortalError } from '#src/platform/errors.ts';
import type { Tx } from '#src/platform/scope.ts';
import type { Outcome } from '../exchange.types.ts';
import type { PaymentItem } from './contract.rules.ts';
import { type KnownPayment, keepPayment, knownPayment, payersOf, settledInvoices } from './payments.queries.ts';
import type { ReadItem } from './reading.rules.ts';
import type { Carried } from './receiving.types.ts';
import { isNewer } from './versions.rules.ts';

/**
 * Payments as Axapta has them. One that is clear is recorded by the portal's one verb; whatever a person must decide (whose it is, money given
 * back, a change of what was recorded) waits on the page of the exchange and is acknowledged as received.
 */
export async function takePayments(tx: Tx, { id }: Carried, items: readonly ReadItem<'payments'>[]): Promise<Outcome> {
  let applied = 0;
  for (const { item } of items) {
    const known = await knownPayment(tx.sql, item.transId);
    if (!isNewer(item.version, known?.version ?? null)) continue;
    applied++;
    await keepPayment(tx, id, item, await carry(tx, item, known));
  }
  return { applied, stale: items.length - applied, faults: [] };
}

/** What became of a payment. */
interface Became {
  readonly state: 'recorded' | 'canceled' | 'decide';
  readonly partnerId: number | null;
  readonly paymentId: number | null;
  readonly question: string | null;
}

const ask = (known: KnownPayment | null, question: string, partnerId = known?.partnerId ?? null): Became => ({
  ...{ state: 'decide', partnerId, paymentId: known?.paymentId ?? null, question },
});

async function carry(tx: Tx, item: PaymentItem, known: KnownPayment | null): Promise<Became> {
  if (known?.paymentId != null) return changed(item, known);
  if (item.canceled) return { state: 'canceled', partnerId: known?.partnerId ?? null, paymentId: null, question: null };
  const payers = await payersOf(tx.sql, item.invoiceAccount);
  const invoices = await settledInvoices(tx.sql, item, payers);
  const named = [...new Set(invoices.map(({ partnerId }) => partnerId))];
  const [partnerId] = named.length === 1 ? named : payers;
  if (partnerId === undefined) return ask(known, 'Плательщика с таким кодом на портале нет: выберите партнёра.');
  if (named.length !== 1 && payers.length > 1)
    return ask(known, 'Этим кодом плательщика платят за нескольких партнёров: выберите, за кого.', null);
  if (item.amount <= 0n) return ask(known, 'Деньги возвращены партнёру: решите, какой платёж это уменьшает.', partnerId);
  return record(
    tx,
    item,
    partnerId,
    invoices.map(({ id }) => id),
  );
}

/** A younger version of what is recorded. */
function changed(item: PaymentItem, known: KnownPayment): Became {
  const { partnerId, paymentId } = known;
  if (item.canceled) return ask(known, 'Платёж аннулирован в учётной системе: сторнируйте его.');
  const isSame = item.amount === known.amount && item.date === known.paidOn;
  return isSame ? { state: 'recorded', partnerId, paymentId, question: null } : ask(known, 'В учётной системе изменились сумма или дата.');
}

async function record(tx: Tx, item: PaymentItem, partnerId: number, invoiceIds: readonly number[]): Promise<Became> {
  await tx.sql('ax_item', 'savepoint ax_item');
  try {
    const { id } = await registerPaymentIn(tx, {
      ...{ partnerId, receivedOn: day(item.date), amount: item.amount, payerName: '', payerInn: item.payerInn, docNumber: item.docNumber },
      ...{ purpose: item.purpose ?? '', source: 'axapta', sourceKey: `ax:${item.transId}`, invoiceIds },
    });
    return { state: 'recorded', partnerId, paymentId: id, question: null };
  } catch (error) {
    if (!(error instanceof PortalError)) throw error;
    await backToItem(tx);
    return { state: 'decide', partnerId, paymentId: null, question: error.message };
  }
}

const backToItem = (tx: Tx) => tx.sql('ax_item_back', 'rollback to savepoint ax_item');
