import { customers } from '#prisma/seeds/data/customers.ts';
import type { Random } from '#prisma/seeds/data/random.ts';
import type { CustomerSeed, PartnerSeed } from '#prisma/seeds/data/types.ts';
import { addDays, type Day, day, earlierDay, moscowDay } from '#src/lib/days.ts';
import type { Act, OrderAct } from './acts.ts';
import { fateOf } from './fates.ts';
import { type Deal, priceOn, seatsFor } from './offers.ts';
import { ROMASHKA } from './stories.ts';
import { moscow, officeHour, WORLD_FROM, WORLD_TO } from './time.ts';

/** How much a partner sells: `share` of its credit limit is what a full month of all its subscriptions costs. */
interface Plan {
  readonly subscriptions: number;
  readonly share: number;
  /** Last day of ordinary business; after it the partner's story is told. */
  readonly until: Day;
}

const PLANS: Readonly<Record<string, Plan>> = {
  vector: { subscriptions: 48, share: 0.38, until: WORLD_TO },
  orion: { subscriptions: 26, share: 0.56, until: day('2026-10-15') },
  meridian: { subscriptions: 26, share: 0.38, until: day('2026-11-06') },
  paritet: { subscriptions: 14, share: 0.38, until: day('2026-10-23') },
};
/** The first working day of the portal. */
const OPENING = '2026-01-12';

const USUAL: Plan = { subscriptions: 16, share: 0.38, until: WORLD_TO };

/** A partner signs its first contract and gets its log-on; further contracts follow. */
export function signing(partner: PartnerSeed): Act[] {
  const [first, ...others] = partner.contracts;
  const by = partner.manager;
  const onDay = (signedOn = '') => moscow(signedOn < OPENING ? OPENING : signedOn, '12:00');
  return [
    { kind: 'partner', at: onDay(first?.signedOn), by, partner },
    ...others.map((contract): Act => ({ kind: 'contract', at: onDay(contract.signedOn), by, partner: partner.code, contract })),
  ];
}

/** The customers of a partner, their subscriptions and what became of them. */
export function business(random: Random, partner: PartnerSeed, deal: Deal): Act[] {
  const plan = PLANS[partner.code] ?? USUAL;
  const own = customers.filter((customer) => customer.partner === partner.code && customer.login !== ROMASHKA);
  const arrivals = own.map((customer, index) => arrival(random, partner, customer, index, plan.until));
  const acts: Act[] = [...arrivals];
  let left = Number(partner.creditLimit) * plan.share;
  for (let n = 0; n < plan.subscriptions; n += 1) {
    const { customer, at } = random.chance(0.3) ? random.pick(arrivals) : (arrivals[n % arrivals.length] ?? random.pick(arrivals));
    const purse = Math.min(left, (left / (plan.subscriptions - n)) * (0.4 + random.next() * 1.2));
    const bought = purchase(random, { partner, customer, deal, purse, after: at, until: plan.until }, `${partner.code}:${n}`);
    if (!bought) continue;
    left -= bought.cost;
    acts.push(...bought.acts);
  }
  return acts;
}

function arrival(random: Random, partner: PartnerSeed, customer: CustomerSeed, index: number, until: Day) {
  const at = officeHour(
    random,
    WORLD_FROM,
    index < 3 ? addDays(WORLD_FROM, 20) : earlierDay(addDays(WORLD_FROM, 170), addDays(until, -10)),
  );
  return { kind: 'customer', at, by: seller(random, partner), customer } as const;
}

interface Occasion {
  readonly partner: PartnerSeed;
  readonly customer: CustomerSeed;
  readonly deal: Deal;
  /** Kopecks a full month may cost. */
  readonly purse: number;
  readonly after: Date;
  readonly until: Day;
}

/** An order that the purse allows, with the later fate of the subscription; null when no offer is cheap enough. */
function purchase(random: Random, of: Occasion, key: string): { cost: number; acts: Act[] } | null {
  const { customer, purse } = of;
  const asked = officeHour(random, moscowDay(of.after), of.until);
  const at = asked > of.after ? asked : new Date(of.after.getTime() + 7 * 60_000);
  const priceAt = (offer: Parameters<typeof priceOn>[0]) => priceOn(offer, moscowDay(at));
  const offer = of.deal((one) => (priceAt(one) ?? Infinity) * one.minSeats <= purse && one.minSeats <= Math.max(10, customer.employees));
  const price = offer && priceAt(offer);
  if (!offer || !price) return null;
  const seats = Math.max(offer.minSeats, Math.min(seatsFor(random, offer, customer.employees), Math.floor(purse / price)));
  const by = seller(random, of.partner);
  const order: OrderAct = { kind: 'order', at, by, key, customer: customer.login, sku: offer.sku, seats };
  return { cost: seats * price, acts: [order, ...fateOf(random, order, offer, of.until)] };
}

/** Most orders of Вектор are placed by its sales person; elsewhere the owner does everything. */
function seller(random: Random, partner: PartnerSeed): string {
  const sales = partner.users.find(({ role }) => role === 'partner_manager');
  return sales && random.chance(0.75) ? sales.login : partner.code;
}
