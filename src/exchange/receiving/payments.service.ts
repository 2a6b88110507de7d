import type { Tx } from '#src/platform/scope.ts';
import type { Outcome } from '../exchange.types.ts';
import { carryPayment, type PaymentDecision } from '../payments/carrying.service.ts';
import { knownPayment } from '../payments/payments.queries.ts';
import { keepPayment } from '../payments/rows.service.ts';
import type { ReadItem } from './reading.rules.ts';
import type { Carried } from './receiving.types.ts';
import { isNewer } from './versions.rules.ts';

const NOTHING_DECIDED: PaymentDecision = { partnerId: null, twin: null, takesBack: null };

/**
 * Payments as Axapta has them, by version. One that is clear is recorded, changed or taken back by the portal's verbs; whatever a person must
 * decide waits on the page of the exchange and is acknowledged as received.
 */
export async function takePayments(tx: Tx, { id }: Carried, items: readonly ReadItem<'payments'>[]): Promise<Outcome> {
  let applied = 0;
  for (const { item } of items) {
    const known = await knownPayment(tx.sql, item.transId);
    if (!isNewer(item.version, known?.version ?? null)) continue;
    applied++;
    await keepPayment(tx, id, item, await carryPayment(tx, item, known, NOTHING_DECIDED));
  }
  return { applied, stale: items.length - applied, faults: [] };
}
