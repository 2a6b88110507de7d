import type { Day } from '#src/lib/days.ts';
import { fullMonthCharge } from '#src/subscriptions/service/charge.rules.ts';
import { worksFrom } from '#src/subscriptions/service/period.rules.ts';
import type { WrittenOrder } from './held/order-to-decide.types.ts';
import type { OrderKey, OrderTerms } from './order-rows.service.ts';
import type { OrderFacts } from './orders.letters.ts';

/** What letters tell of an order. A renewal works from the month it pays for, anything else from today or the first day not closed. */
export function factsOf(order: (OrderTerms & OrderKey) | WrittenOrder, today: Day): OrderFacts {
  const { kind, number, subscription: s, seats, unitPrice, vatRate, change, period } = order;
  const openFrom = 'openFrom' in s ? s.openFrom : null;
  return {
    kind,
    number,
    subscriptionNumber: s.number,
    productName: s.productName,
    vendorName: s.vendorName,
    sku: s.sku,
    customerName: s.customerName,
    seatsBefore: s.seats,
    ...{ seats, unitPrice, vatRate },
    charge: change.delta,
    fullMonth: fullMonthCharge({ seats, unitPrice }),
    from: period ?? worksFrom({ today, openFrom }),
  };
}
