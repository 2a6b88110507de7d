import type { Tx } from '#src/platform/scope.ts';
import type { PeriodChange } from './period.rules.ts';

/**
 * Writes what a change made of a subscription's periods: removed ones first, so that new ones never overlap them.
 * Charges were computed with the periods and are stored as they are.
 * @throws Error when a period to remove was invoiced meanwhile: the database refuses it.
 */
export function writePeriods(
  tx: Tx,
  of: { readonly id: number; readonly partnerId: number; readonly contractId: number },
  change: Pick<PeriodChange, 'removed' | 'added'>,
): void {
  if (change.removed.length > 0) {
    tx.write('remove_periods', 'delete from service_periods where subscription_id = $1 and from_on = any($2::date[])', [
      of.id,
      change.removed.map((period) => period.from),
    ]);
  }
  for (const period of change.added) {
    tx.write(
      'add_period',
      `insert into service_periods (subscription_id, partner_id, contract_id, from_on, to_on, seats, unit_price, vat_rate, charge, vat)
       values ($1, $2, $3, $4::date, $5::date, $6, $7::bigint, $8::int, $9::bigint, $10::bigint)`,
      [
        of.id,
        of.partnerId,
        of.contractId,
        period.from,
        period.to,
        period.seats,
        period.unitPrice,
        period.vatRate,
        period.charge,
        period.vat,
      ],
    );
  }
}
