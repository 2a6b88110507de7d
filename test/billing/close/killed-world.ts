import { day } from '#src/lib/days.ts';
import { kopecks } from '#src/lib/money.ts';
import { registerPayment } from '#src/payments/payments.service.ts';
import type { Scope } from '#src/platform/scope.ts';
import { runTask } from '#src/schedule.ts';
import { openBarePortal } from '#test/support/bare-portal.ts';
import { migrated, type Template } from '#test/support/database.ts';
import { Managing } from '#test/support/managing.ts';
import { seedLoad } from '../../../scripts/seed/load.ts';
import type { SeedSize } from '../../../scripts/seed/options.ts';

/** When the portal is there again after its process was killed in the close of 21:00. */
export const AFTER = new Date('2026-11-30T21:20:00+03:00');

const sources = [
  'test/billing/close/killed-world.ts',
  'scripts/seed',
  ...['prisma/seeds', 'src/billing', 'src/credit', 'src/letters', 'src/orders', 'src/payments', 'src/subscriptions'],
];

/**
 * A November before its close: made-up partners, among them held orders, holds, renewals that do not fit, changes, stops;
 * and of the first and the twentieth partner stop dates within the month and money paid in advance.
 */
function beforeClose(name: string, size: SeedSize): Template {
  return {
    name,
    sources,
    base: migrated,
    fill: async (url) => {
      const { portal, scope, close } = await openBarePortal(url);
      await seedLoad(portal, url, size, () => {});
      for (const login of ['p00001', 'p00020']) {
        const owner = await scope(login).catch(() => null);
        if (owner) await endAndPay(owner, await scope('manager'));
      }
      await portal.jobs.drain();
      await portal.jobs.stop();
      await close();
    },
  };
}

async function endAndPay(owner: Scope, manager: Scope): Promise<void> {
  const person = new Managing(owner);
  const active = await owner.portal.db.subscription.findMany({
    where: { partnerId: person.partnerId, status: 'active', autoRenew: true, stopOn: null },
    orderBy: { id: 'asc' },
    take: 2,
  });
  for (const { number } of active) await person.autoRenewal(number, { autoRenew: true, stopOn: day('2026-11-26') });
  const from = { payerName: 'ООО', payerInn: null, docNumber: null, purpose: 'Аванс', source: 'hand', sourceKey: null } as const;
  const amount = kopecks(5_000_00);
  await registerPayment(manager, { partnerId: person.partnerId, receivedOn: day('2026-11-22'), amount, ...from, invoiceIds: [] });
}

/** Two batches of the close, small enough to be killed at each of its writes. */
export const small: Template = beforeClose('killed_small', { partners: 110, subscriptions: 140, products: 1 });

/** Large enough to be killed anywhere. */
export const large: Template = beforeClose('killed_large', { partners: 200, subscriptions: 2_000, products: 1 });

/** A November just closed: letters and documents are still to be made. */
export const closed: Template = {
  name: 'killed_jobs',
  sources,
  base: beforeClose('killed_few', { partners: 8, subscriptions: 16, products: 1 }),
  fill: async (url) => {
    const { portal, close } = await openBarePortal(url, { at: AFTER });
    await runTask(portal, 'month-close');
    await portal.jobs.stop();
    await close();
  },
};
