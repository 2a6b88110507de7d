import { type Lift, liftHolds, placeHold } from '#src/credit/holds.service.ts';
import { type Day, formatDayShort } from '#src/lib/days.ts';
import { type Kopecks, kopecks } from '#src/lib/money.ts';
import type { Tx } from '#src/platform/scope.ts';
import { type DueDay, dueDay } from '#src/workdays/due-day.rules.ts';

/** An invoice past its due day. */
export interface OverdueInvoice extends DueDay {
  readonly id: number;
  readonly partnerId: number;
  readonly contractId: number;
  readonly number: string;
  readonly issuedOn: Day;
  /** Kopecks still to be paid. */
  readonly open: Kopecks;
}

/**
 * Places the hold `overdue` that names the contract and the invoice (product rule §10); one per invoice. `more` is said behind its reason,
 * `tell` writes other letters than the usual ones (`placeHold`).
 */
export async function holdFor(tx: Tx, invoice: OverdueInvoice, more = '', tell?: (holdId: number) => Promise<void>): Promise<void> {
  const why = `Просрочена оплата счёта № ${invoice.number} от ${formatDayShort(invoice.issuedOn)}: срок был ${dueDay(invoice)}.`;
  const hold = {
    partnerId: invoice.partnerId,
    reason: 'overdue' as const,
    contractId: invoice.contractId,
    invoiceId: invoice.id,
    amount: kopecks(invoice.open),
    text: more ? `${why} ${more}` : why,
  };
  await placeHold(tx, hold, tell);
}

/**
 * Lifts holds `overdue` whose invoice is paid or cancelled, all at once; the robot never lifts another kind. Held orders are decided
 * again whether there are such holds or not: money came, or a debt is gone.
 */
export async function liftPaidHolds(tx: Tx, partnerId: number): Promise<void> {
  await tx.emit('debtsChanged', { partnerId });
  const paid = await tx.sql<Lift>(
    'paid_holds',
    `select h.id, case i.status when 'cancelled' then 'Счёт аннулирован' else 'Счёт оплачен' end as comment from holds h
        join invoice_balances i on i.partner_id = h.partner_id and i.id = h.invoice_id
      where h.partner_id = $1 and h.reason = 'overdue' and h.lifted_at is null
        and (i.status = 'cancelled' or i.open <= 0) order by h.id`,
    [partnerId],
  );
  await liftHolds(tx, partnerId, paid, 'overdue');
}
