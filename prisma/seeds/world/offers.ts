import { products } from '#prisma/seeds/data/products.ts';
import type { Random } from '#prisma/seeds/data/random.ts';
import type { OfferSeed } from '#prisma/seeds/data/types.ts';
import type { Day } from '#src/lib/days.ts';

const offers: readonly OfferSeed[] = products.flatMap((product) => product.offers);

/** Kopecks per seat and month on a day; null before the first price and from the day the offer was discontinued. */
export function priceOn(offer: OfferSeed, on: Day): number | null {
  if (offer.discontinuedOn && offer.discontinuedOn <= on) return null;
  const price = offer.prices.filter(({ validFrom }) => validFrom <= on).at(-1);
  return price ? Number(price.gross) : null;
}

export type Deal = (fits: (offer: OfferSeed) => boolean) => OfferSeed | null;

/** Deals offers round and round in a shuffled order, so that all of them find customers; null when none fits. */
export function offerDealer(random: Random): Deal {
  const queue = random.shuffle(offers);
  return (fits) => {
    const index = queue.findIndex(fits);
    const [taken] = index < 0 ? [] : queue.splice(index, 1);
    if (!taken) return null;
    queue.push(taken);
    return taken;
  };
}

/** A believable number of seats for a company of so many people, within the limits of the offer. */
export function seatsFor(random: Random, offer: OfferSeed, employees: number): number {
  const share = { user: 0.2 + random.next() * 0.8, device: 0.3 + random.next() * 0.7, server: 0.03, licence: 0.02 }[offer.unit];
  return Math.min(offer.maxSeats, Math.max(offer.minSeats, Math.ceil(employees * share)));
}
