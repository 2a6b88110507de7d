import { kopecks } from '#src/lib/money.ts';
import { command } from '#src/platform/command.ts';
import { Conflict, Invalid, NotFound } from '#src/platform/errors.ts';
import type { Scope } from '#src/platform/scope.ts';
import type { PaymentItem } from '../receiving/contract.rules.ts';
import { lockStream } from '../receiving/streams.service.ts';
import { carryPayment } from './carrying.service.ts';
import { knownPayment } from './payments.queries.ts';
import { keepPayment } from './rows.service.ts';

/** What a person has chosen. */
export interface Choice {
  /** Whose it is; null: as Axapta says. */
  readonly partnerId: number | null;
  /** `record`, `another`, `ignore`, `same-ID` or `back-ID`. */
  readonly what: string;
}

/**
 * Carries out a payment of Axapta as a person has decided it: recorded, known as one that is there, taken for the return of one, or none of ours.
 * @throws NotFound; Conflict when it was decided meanwhile; Invalid with what is still not clear
 */
export function decidePayment(scope: Scope, id: number, { partnerId, what }: Choice, token: string): Promise<void> {
  return command(scope, { action: 'exchange.decide', token }, async (tx) => {
    await lockStream(tx, 'payments');
    const row = await tx.db.axPayment.findUnique({ where: { id: BigInt(id) } });
    if (!row) throw new NotFound();
    if (row.state !== 'decide') throw new Conflict('По этому платежу уже есть решение.');
    const item = itemOf(row);
    const known = await knownPayment(tx.sql, row.transId);
    const [act, of = ''] = what.split('-');
    const twin = act === 'same' ? { sameAs: Number(of) } : act === 'another' ? ('another' as const) : null;
    const became =
      act === 'ignore'
        ? { state: 'ignored' as const, partnerId: row.partnerId, paymentId: null, question: null }
        : await carryPayment(tx, item, known, {
            partnerId: partnerId ?? row.partnerId,
            twin,
            takesBack: act === 'back' ? Number(of) : null,
          });
    if (became.state === 'decide') throw new Invalid({ what: became.question ?? 'Выберите, что сделать' });
    await keepPayment(tx, row.messageId, item, became);
    await tx.audit({ action: 'exchange.decided', subject: `платёж Аксапты ${row.transId}`, partnerId: became.partnerId, after: { what } });
  });
}

type Row = NonNullable<Awaited<ReturnType<Scope['portal']['db']['axPayment']['findUnique']>>>;

function itemOf(row: Row): PaymentItem {
  const day = (date: Date | null) => (date === null ? null : date.toISOString().slice(0, 10));
  const settlements = row.settlements as {
    invoiceNumber: string | null;
    portalDocId: string | null;
    amount: string;
    date: string | null;
  }[];
  return {
    ...{
      transId: row.transId,
      invoiceAccount: row.invoiceAccount,
      date: day(row.paidOn) ?? '',
      amount: kopecks(row.amount),
      currency: 'RUB',
    },
    ...{ docNumber: row.docNumber, docDate: day(row.docOn), payerInn: row.payerInn, purpose: row.purpose, voucher: row.voucher },
    settlements: settlements.map((one) => ({ ...one, amount: kopecks(one.amount) })),
    ...{ canceled: row.isCanceled, version: row.version },
  } as PaymentItem;
}
