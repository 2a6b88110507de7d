import { command } from '#src/platform/command.ts';
import type { Scope } from '#src/platform/scope.ts';
import type { NewVendorInput, VendorInput } from './editing.forms.ts';
import { lockRow, refuseTaken, sameOf } from './editing.service.ts';

/** @throws Invalid `{ slug }` when it is taken */
export function addVendor(scope: Scope, { token, ...input }: NewVendorInput): Promise<number> {
  return command(scope, { action: 'vendor.add', token }, async (tx) => {
    await refuseTaken(tx, 'vendors', 'slug', input.slug, 'Такой адрес уже есть у другого вендора');
    const { id } = await tx.db.vendor.create({ data: input, select: { id: true } });
    await tx.audit({ action: 'vendor.saved', subject: `вендор ${input.name}`, after: input });
    return id;
  });
}

/** Its name follows into running subscriptions. @throws NotFound; Conflict when it was changed since it was shown */
export function changeVendor(scope: Scope, id: number, { version, token, ...input }: VendorInput): Promise<void> {
  return command(scope, { action: 'vendor.change', token }, async (tx) => {
    await lockRow(tx, 'vendors', id, version);
    const before = await tx.db.vendor.findUniqueOrThrow({ where: { id } });
    await tx.db.vendor.update({ where: { id }, data: input, select: { id: true } });
    await tx.emit('vendorRenamed', { vendorId: id, name: input.name });
    await tx.audit({ action: 'vendor.saved', subject: `вендор ${before.name}`, before: sameOf(before, input), after: input });
  });
}
