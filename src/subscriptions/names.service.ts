import type { Tx } from '#src/platform/scope.ts';

/** The vendor's name follows into its subscriptions. */
export async function renameVendor(tx: Tx, { vendorId, name }: { vendorId: number; name: string }): Promise<void> {
  await tx.sql('vendor_renamed', 'update subscriptions set vendor_name = $2 where vendor_id = $1::int and vendor_name <> $2', [
    vendorId,
    name,
  ]);
}

/** The product's name follows into its subscriptions; issued documents keep theirs. */
export async function renameProduct(tx: Tx, { productId, name }: { productId: number; name: string }): Promise<void> {
  await tx.sql(
    'product_renamed',
    'update subscriptions s set product_name = $2 from offers o where o.id = s.offer_id and o.product_id = $1::int and s.product_name <> $2',
    [productId, name],
  );
}
