import { type Day, formatDayShort } from '#src/lib/days.ts';
import { tooFar } from '#src/lib/far-days.ts';
import { formatRub } from '#src/lib/money.ts';
import { command } from '#src/platform/command.ts';
import { ChangedMeanwhile, Conflict, Invalid, NotFound } from '#src/platform/errors.ts';
import type { Scope, Tx } from '#src/platform/scope.ts';
import type {
  NewOfferInput,
  NewProductInput,
  NewVendorInput,
  OfferInput,
  PriceInput,
  ProductInput,
  TermsInput,
  VendorInput,
} from './editing.forms.ts';

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
    await tx.sql('vendor_renamed', 'update subscriptions set vendor_name = $2 where vendor_id = $1::int and vendor_name <> $2', [
      id,
      input.name,
    ]);
    await tx.audit({ action: 'vendor.saved', subject: `вендор ${before.name}`, before: sameOf(before, input), after: input });
  });
}

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
    await tx.sql(
      'product_renamed',
      'update subscriptions s set product_name = $2 from offers o where o.id = s.offer_id and o.product_id = $1::int and s.product_name <> $2',
      [id, input.name],
    );
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

/** A new version of the terms of use, for orders from its day on. @throws Invalid `{ version }`, `{ validFrom }` */
export function addTerms(scope: Scope, { token, ...input }: TermsInput): Promise<void> {
  return command(scope, { action: 'terms.add', token }, async (tx) => {
    await refuseTaken(tx, 'terms', 'version', input.version, 'Такая версия уже есть');
    refusePast(tx, input.validFrom);
    const same = await tx.db.terms.count({ where: { validFrom: new Date(input.validFrom) } });
    if (same > 0) throw new Invalid({ validFrom: 'С этого дня уже действует другая версия' });
    await tx.db.terms.create({ data: { ...input, validFrom: new Date(input.validFrom) }, select: { version: true } });
    await tx.audit({ action: 'terms.added', subject: `условия ${input.version}`, after: { validFrom: input.validFrom } });
  });
}

async function lockOffer(tx: Tx, offerId: number): Promise<{ sku: string }> {
  const [offer] = await tx.sql<{ sku: string }>('price_offer', 'select sku from offers where id = $1::int for update', [offerId]);
  if (!offer) throw new NotFound();
  return offer;
}

function refusePast(tx: Tx, day: Day): void {
  if (day < tx.today) throw new Invalid({ validFrom: 'День уже прошёл: укажите сегодня или позже' });
  const far = tooFar(day, tx.today, 'price');
  if (far) throw new Invalid({ validFrom: far });
}

async function refuseTaken(
  tx: Tx,
  table: 'vendors' | 'products' | 'offers' | 'terms',
  column: string,
  value: string,
  message: string,
): Promise<void> {
  const [taken] = await tx.sql(`${table}_taken`, `select 1 from ${table} where lower(${column}) = lower($1)`, [value]);
  if (taken) throw new Invalid({ [column]: message });
}

/** Locks a row that is still as it was shown. */
async function lockRow(tx: Tx, table: 'vendors' | 'products' | 'offers', id: number, version: string): Promise<void> {
  const [row] = await tx.sql<{ version: string }>(
    `${table}_lock_version`,
    `select md5(t::text) as version from ${table} t where id = $1::int for update`,
    [id],
  );
  if (!row) throw new NotFound();
  if (row.version !== version) throw new ChangedMeanwhile();
}

/** Of what was, the particulars that could be changed. */
const sameOf = (before: object, after: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(before).filter(([key]) => Object.hasOwn(after, key)));

const asDate = (day: Day | null): Date | null => (day ? new Date(day) : null);
