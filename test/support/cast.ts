import { hash } from '@node-rs/argon2';
import { cast, DEMO_PASSWORD } from '#prisma/seeds/data/cast.ts';
import { customers } from '#prisma/seeds/data/customers.ts';
import { staff } from '#prisma/seeds/data/staff.ts';
import { scopeOf, seedCustomer, seedPartner, seedStaff } from '#prisma/seeds/people.ts';
import { seedReference } from '#prisma/seeds/reference.ts';
import { placeHold } from '#src/credit/holds.service.ts';
import { kopecks } from '#src/lib/money.ts';
import { standingClock } from '#src/platform/clock.ts';
import { command } from '#src/platform/command.ts';
import { createLogger } from '#src/platform/logger.ts';
import { openPortal } from '#src/portal.ts';
import { testConfig } from './config.ts';
import { migrated, type Template } from './database.ts';

/**
 * The catalogue, MONT's people, the three named partners with a few customers each; Меридиан has an open hold.
 * Everyone logs on with the demo password; nothing is ordered yet. Made through the services on 2 November 2026.
 */
export const withCast: Template = {
  name: 'cast',
  base: migrated,
  sources: ['prisma/seeds', 'test/support/cast.ts', 'src/accounts', 'src/customers', 'src/partners', 'src/letters', 'src/credit'],
  fill: async (url) => {
    const clock = standingClock(new Date('2026-11-02T09:00:00+03:00'));
    const { portal, close } = await openPortal({
      config: testConfig({ isDemo: false }),
      clock,
      log: createLogger('error'),
      databaseUrl: url,
    });
    await portal.jobs.prepare();
    await seedReference(portal);
    await seedStaff(portal, staff);
    for (const partner of [cast.vector, cast.orion, cast.meridian]) await seedPartner(portal, partner, true);
    for (const code of ['vector', 'orion', 'meridian']) {
      for (const customer of customers.filter((one) => one.partner === code).slice(0, 6)) await seedCustomer(portal, customer, true);
    }
    const manager = await scopeOf(portal, 'manager');
    const meridian = await portal.db.partner.findUniqueOrThrow({ where: { code: 'meridian' } });
    const text = 'Просрочена оплата счёта № МС-000087 от 30.09.2026. Оплатите счёт или свяжитесь с вашим менеджером.';
    await command(manager, { action: 'seed.hold' }, (tx) =>
      placeHold(tx, { partnerId: meridian.id, reason: 'manual', text, amount: kopecks(84_260_00) }),
    );
    await portal.jobs.drain();
    // Somebody logs on in most tests: the same password, hashed at no cost.
    const passwordHash = await hash(DEMO_PASSWORD, { memoryCost: 8, timeCost: 1, parallelism: 1 });
    await portal.db.user.updateMany({ where: { passwordHash: { not: null } }, data: { passwordHash } });
    await portal.jobs.stop();
    await close();
  },
};
