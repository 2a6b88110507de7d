import type { Tx } from '#src/platform/scope.ts';

/**
 * What payments had settled of an invoice settles the one issued in its stead: a row of the opposite sign for the old, the same
 * for the new. The sums are equal, for both are made of the same periods.
 */
export async function moveSettlements(
  tx: Tx,
  { partnerId, oldId, newId }: { partnerId: number; oldId: number; newId: number },
): Promise<void> {
  await tx.sql(
    'move_settlements',
    `with settled as (select payment_id, sum(amount) as amount from settlements where invoice_id = $1 group by 1 having sum(amount) <> 0)
     insert into settlements (payment_id, invoice_id, partner_id, amount, at)
     select payment_id, $1::int, $3::int, -amount, $4::timestamptz from settled union all select payment_id, $2::int, $3::int, amount, $4::timestamptz from settled`,
    [oldId, newId, partnerId, tx.now],
  );
}
