import type { OfferSeed, OfferUnit, PriceSeed, ProductSeed, RegistryEntry } from '#prisma/seeds/data/types.ts';

/** Price since 1 January 2026, or day → price; kopecks per seat and month with VAT. */
type Prices = bigint | Readonly<Record<string, bigint>>;

const UNIT_NAMES: Readonly<Record<OfferUnit, string>> = {
  user: 'За пользователя',
  device: 'За устройство',
  server: 'За сервер',
  licence: 'За лицензию',
};

/** An offer charged by days. `seats` is the least and the greatest number that can be ordered. */
export function offer(sku: string, unit: OfferUnit, seats: readonly [min: number, max: number], prices: Prices): OfferSeed {
  return {
    sku,
    name: UNIT_NAMES[unit],
    unit,
    billingRule: 'prorated',
    minSeats: seats[0],
    maxSeats: seats[1],
    prices: datedPrices(prices),
  };
}

/** The same charged by whole months, however few the days. */
export function fullMonth(...args: Parameters<typeof offer>): OfferSeed {
  const byDays = offer(...args);
  return { ...byDays, name: `${byDays.name}, полный месяц`, billingRule: 'full_month' };
}

/** Can't be ordered from `day` on; what runs, runs until stopped. */
export function discontinued(day: string, taken: OfferSeed): OfferSeed {
  return { ...taken, discontinuedOn: day };
}

/** A product in the register of Russian software: sold without VAT. */
export function registered(entry: RegistryEntry, product: Omit<ProductSeed, 'vatClass'>): ProductSeed {
  return {
    ...product,
    vatClass: 'registry',
    registryNumber: entry.number,
    registryOn: entry.enteredOn,
  };
}

/** A product outside the register: sold with VAT at the standard rate. */
export function taxed(product: Omit<ProductSeed, 'vatClass'>): ProductSeed {
  return { ...product, vatClass: 'standard' };
}

function datedPrices(prices: Prices): PriceSeed[] {
  const byDay = typeof prices === 'bigint' ? { '2026-01-01': prices } : prices;
  return Object.entries(byDay).map(([validFrom, gross]) => ({ validFrom, gross }));
}
