import { command } from '#src/platform/command.ts';
import { NotFound } from '#src/platform/errors.ts';
import type { Scope } from '#src/platform/scope.ts';
import type { NewOfferInput, OfferInput } from './editing.forms.ts';
import { asDate, lockRow, refusePast, refuseTaken } from './editing.service.ts';

/** An offer with its first price. @throws NotFound for no such product; Invalid `{ sku }` when it is taken, `{ validFrom }` for a past day */
export function addOffer(scope: Scope, productId: number, { gross, validFrom, token, ...input }: NewOfferInput): Promise<number> {
  return command(scope, { action: 'offer.add', token }, async (tx) => {
    const product = await tx.db.product.findUnique({ where: { id: productId }, select: { name: true } });
    if (!product) throw new NotFound();
    await refuseTaken(tx, 'offers', 'sku', input.sku, 'Такой артикул уже есть');
    refusePast(tx, validFrom);
    const { id } = await tx.db.offer.create({ data: { ...input, productId }, select: { id: true } });
    await tx.db.price.create({ data: { offerId: id, gross, validFrom: new Date(validFrom) }, select: { id: true } });
    await tx.audit({ action: 'offer.saved', subject: `предложение ${input.sku}`, after: { ...input, gross: String(gross), validFrom } });
    return id;
  });
}

/** Name, limits, last day of sale. Running subscriptions go on as they are (product rule §5). @throws NotFound; Conflict */
export function changeOffer(scope: Scope, id: number, { version, discontinuedOn, token, ...input }: OfferInput): Promise<void> {
  return command(scope, { action: 'offer.change', token }, async (tx) => {
    await lockRow(tx, 'offers', id, version);
    const before = await tx.db.offer.findUniqueOrThrow({ where: { id } });
    await tx.db.offer.update({ where: { id }, data: { ...input, discontinuedOn: asDate(discontinuedOn) }, select: { id: true } });
    const was = before.discontinuedOn?.toISOString().slice(0, 10) ?? null;
    const action = was === discontinuedOn ? 'offer.saved' : discontinuedOn ? 'offer.discontinued' : 'offer.resumed';
    const { name, minSeats, maxSeats } = before;
    await tx.audit({
      action,
      subject: `предложение ${before.sku}`,
      before: { name, minSeats, maxSeats, discontinuedOn: was },
      after: { ...input, discontinuedOn },
    });
  });
}
