import { DEMO_PASSWORD } from '#prisma/seeds/data/cast.ts';
import { staff } from '#prisma/seeds/data/staff.ts';
import { seedStaff } from '#prisma/seeds/people.ts';
import { seedReference } from '#prisma/seeds/reference.ts';
import { hashPassword } from '#src/accounts/passwords/password-hash.service.ts';
import type { Portal } from '#src/platform/scope.ts';
import { addProducts } from './catalog.ts';
import { addCustomers } from './customers.ts';
import { finish } from './finish.ts';
import { SeedError, type SeedSize } from './options.ts';
import { addPartners } from './partners.ts';
import { openSession } from './session.ts';
import { addSubscriptions } from './subscriptions.ts';

/**
 * Fills an empty migrated database by set: the catalog and staff of the demo, then partners, customers and subscriptions without number.
 * Owners log on as `p00001` …, staff as in the demo, all with the demo password.
 * @throws SeedError when the database holds partners or products already
 */
export async function seedLoad(portal: Portal, databaseUrl: string, size: SeedSize, say: (line: string) => void): Promise<void> {
  const [found] = await portal.sql<{ isFull: boolean }>(
    'seed_found',
    'select exists (select from partners) or exists (select from products) as "isFull"',
  );
  if (found?.isFull)
    throw new SeedError('The database holds data already. Name an empty one by DATABASE_URL, or an empty folder by DATA_DIR.');
  const time = { now: portal.clock.now(), today: portal.clock.today() };
  const { client, step, end } = await openSession(databaseUrl, say);
  try {
    await step('catalog and staff', async () => {
      await seedReference(portal);
      await seedStaff(portal, staff);
    });
    await step('products', () => addProducts(client, size.products));
    await step('partners', async () => addPartners(client, size.partners, await hashPassword(DEMO_PASSWORD)));
    await step('customers', () => addCustomers(client, size.partners, size.subscriptions));
    await step('subscriptions', () =>
      addSubscriptions(client, size.subscriptions, time, (done) => say(`  ${done} of ${size.subscriptions}`)),
    );
    await step('limits, holds, statistics', () => finish(client, size.subscriptions, time));
  } finally {
    await end();
  }
}
