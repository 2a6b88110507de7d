import type { Day } from '#src/lib/days.ts';
import type { BillingRule, OfferUnit } from './catalog.types.ts';

const unitWords: Record<OfferUnit, { per: string; one: string; few: string; many: string }> = {
  user: { per: 'за пользователя', one: 'пользователь', few: 'пользователя', many: 'пользователей' },
  device: { per: 'за устройство', one: 'устройство', few: 'устройства', many: 'устройств' },
  server: { per: 'за сервер', one: 'сервер', few: 'сервера', many: 'серверов' },
  licence: { per: 'за лицензию', one: 'лицензия', few: 'лицензии', many: 'лицензий' },
};

/** What one seat of the unit is called: «за пользователя», 1 пользователь, 2 пользователя, 5 пользователей. */
export const wordsOfUnit = (unit: OfferUnit) => unitWords[unit];

/** The billing rule for people (product rule §8). */
export const billingWords: Record<BillingRule, { short: string; long: string }> = {
  prorated: {
    short: 'По дням',
    long: 'По дням: в неполном месяце платите только за дни, когда подписка работает.',
  },
  full_month: {
    short: 'За полный месяц',
    long: 'За полный месяц: наибольшее число мест за месяц, сколько бы дней подписка ни работала.',
  },
};

/** Why an offer can't be ordered on this day; null when it can (product rule §5). */
export function whyNotOrdered(offer: { discontinuedOn: Day | null; price: bigint | null }, today: Day): 'discontinued' | 'no-price' | null {
  if (offer.discontinuedOn !== null && offer.discontinuedOn <= today) return 'discontinued';
  return offer.price === null ? 'no-price' : null;
}
