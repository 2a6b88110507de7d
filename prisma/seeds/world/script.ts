import { partners } from '#prisma/seeds/data/partners.ts';
import { createRandom } from '#prisma/seeds/data/random.ts';
import type { Act } from './acts.ts';
import { applications } from './applications.ts';
import { business, signing } from './business.ts';
import { payments } from './money.ts';
import { offerDealer } from './offers.ts';
import { baltinform, meridian, orion, paritet, romashka, unison } from './stories.ts';
import { ticks } from './ticks.ts';

const SEED = 20_261_122;

/** Everything that people did in the demo world, in order of time; the same on every machine. */
export function worldScript(): Act[] {
  const random = createRandom(SEED);
  const deal = offerDealer(random);
  const ordinary = partners.flatMap((partner) => [...signing(partner), ...business(random, partner, deal), ...payments(random, partner)]);
  const stories = [romashka, orion, meridian, baltinform, paritet, unison, applications].flatMap((tell) => tell());
  const acts = [...ordinary, ...stories];
  return [...acts, ...ticks(partners, acts)].sort((a, b) => a.at.getTime() - b.at.getTime());
}
