import { command } from '#src/platform/command.ts';
import { Invalid } from '#src/platform/errors.ts';
import type { Scope, Tx } from '#src/platform/scope.ts';
import type { NewProductInput, ProductInput } from './editing.forms.ts';
import { asDate, lockRow, refuseTaken, sameOf } from './editing.service.ts';

/** @throws Invalid `{ slug }` when it is taken */
export function addProduct(scope: Scope, { registryOn, token, ...input }: NewProductInput): Promise<number> {
  return command(scope, { action: 'product.add', token }, async (tx) => {
    await refuseTaken(tx, 'products', 'slug', input.slug, 'Такой адрес уже есть у другого продукта');
    await refuseAbsent(tx, input);
    const { id } = await tx.db.product.create({
      data: { ...input, registryOn: asDate(registryOn), createdAt: tx.now },
      select: { id: true },
    });
    await tx.audit({ action: 'product.saved', subject: `продукт ${input.name}`, after: { ...input, registryOn } });
    return id;
  });
}

/** Its name follows into running subscriptions, issued documents keep theirs. @throws NotFound; Conflict; Invalid */
export function changeProduct(scope: Scope, id: number, form: ProductInput): Promise<void> {
  const { version, registryOn, token, ...input } = form;
  return command(scope, { action: 'product.change', token }, async (tx) => {
    await lockRow(tx, 'products', id, version);
    await refuseAbsent(tx, input);
    const before = await tx.db.product.findUniqueOrThrow({ where: { id } });
    await tx.db.product.update({ where: { id }, data: { ...input, registryOn: asDate(registryOn) }, select: { id: true } });
    await tx.emit('productRenamed', { productId: id, name: input.name });
    await tx.audit({
      action: 'product.saved',
      subject: `продукт ${before.name}`,
      before: { ...sameOf(before, input), registryOn: before.registryOn?.toISOString().slice(0, 10) ?? null },
      after: { ...input, registryOn },
    });
  });
}

async function refuseAbsent(tx: Tx, { vendorId, categoryId }: { vendorId: number; categoryId: number }): Promise<void> {
  const [known] = await tx.sql<{ vendor: boolean; category: boolean }>(
    'product_belongs',
    'select exists (select 1 from vendors where id = $1::int) as vendor, exists (select 1 from categories where id = $2::int) as category',
    [vendorId, categoryId],
  );
  if (!known?.vendor) throw new Invalid({ vendorId: 'Выберите вендора' });
  if (!known.category) throw new Invalid({ categoryId: 'Выберите категорию' });
}
