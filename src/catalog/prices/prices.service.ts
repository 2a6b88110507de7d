import type { PriceInput } from '#src/catalog/editing/editing.forms.ts';
import { refusePast } from '#src/catalog/editing/editing.service.ts';
import { type Day, formatDayShort } from '#src/lib/days.ts';
import { formatRub } from '#src/lib/money.ts';
import { command } from '#src/platform/command.ts';
import { Conflict, Invalid, NotFound } from '#src/platform/errors.ts';
import type { Scope, Tx } from '#src/platform/scope.ts';

/**
 * A price from a day on: today or later, as prices are only added. Running subscriptions meet it at a renewal: a lower one at the next, a
 * higher one 14 days after its letter, or «раньше срока» for a reason, and then the letters go at once (product rule §5).
 * @throws NotFound; Invalid `{ validFrom }` for a past day and for one that has a price
 */
export function addPrice(scope: Scope, offerId: number, { gross, validFrom, early, earlyReason, token }: PriceInput): Promise<void> {
  return command(scope, { action: 'price.add', token }, async (tx) => {
    const offer = await lockOffer(tx, offerId);
    refusePast(tx, validFrom);
    const [price] = await tx.sql<{ gross: bigint; validFrom: Day }>(
      'price_before',
      `select gross, valid_from::text as "validFrom" from prices where offer_id = $1::int and valid_from <= $2::date order by valid_from desc limit 1`,
      [offerId, validFrom],
    );
    if (price?.validFrom === validFrom) {
      throw new Invalid({
        validFrom: `На ${formatDayShort(validFrom)} уже назначена цена ${formatRub(price.gross)}: выберите другой день`,
      });
    }
    const reason = early ? earlyReason : null;
    await tx.db.price.create({ data: { offerId, gross, validFrom: new Date(validFrom), earlyReason: reason }, select: { id: true } });
    if (reason !== null) await tx.enqueue('tell-prices', {});
    const before = price ? { gross: String(price.gross), validFrom: price.validFrom } : undefined;
    await tx.audit({
      action: 'price.added',
      subject: `предложение ${offer.sku}`,
      ...(before ? { before } : {}),
      after: { gross: String(gross), validFrom, ...(reason === null ? {} : { earlyReason: reason }) },
    });
  });
}

/**
 * Takes back a price that is still to come: a slip noticed in time must not reach a renewal. What the journal says of it stays.
 * @throws NotFound for no such price; Conflict for one in force: its history is kept, another price goes on from a later day
 */
export function withdrawPrice(scope: Scope, offerId: number, validFrom: Day, token: string): Promise<void> {
  return command(scope, { action: 'price.withdraw', token }, async (tx) => {
    const offer = await lockOffer(tx, offerId);
    if (validFrom <= tx.today) throw new Conflict('Эта цена уже действует. Назначьте другую с более позднего дня.');
    const [price] = await tx.sql<{ gross: bigint }>(
      'price_withdraw',
      'delete from prices where offer_id = $1::int and valid_from = $2::date returning gross',
      [offerId, validFrom],
    );
    if (!price) throw new NotFound('Такой цены нет: её уже отменили.');
    await tx.audit({ action: 'price.withdrawn', subject: `предложение ${offer.sku}`, before: { gross: String(price.gross), validFrom } });
  });
}

async function lockOffer(tx: Tx, offerId: number): Promise<{ sku: string }> {
  const [offer] = await tx.sql<{ sku: string }>('price_offer', 'select sku from offers where id = $1::int for update', [offerId]);
  if (!offer) throw new NotFound();
  return offer;
}
