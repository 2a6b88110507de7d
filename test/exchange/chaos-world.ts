import { closeMonth } from '#src/billing/close/close.service.ts';
import { month } from '#src/lib/days.ts';
import { openBarePortal } from '#test/support/bare-portal.ts';
import { withCast } from '#test/support/cast.ts';
import type { Template } from '#test/support/database.ts';
import { orderAs } from '#test/support/orders.ts';

/** When the chaos is over. */
export const END = new Date('2026-11-30T22:00:00+03:00');

/** The cast with November closed: invoices of ООО «Вектор» and ООО «Орион» that Axapta may say something of. */
export const withInvoices: Template = {
  name: 'exchange',
  base: withCast,
  sources: ['test/exchange/chaos-world.ts', 'src/billing', 'src/orders', 'src/subscriptions', 'src/documents', 'src/exchange'],
  fill: async (url) => {
    const ordering = await openBarePortal(url);
    for (const who of ['vector', 'orion']) await orderAs(await ordering.scope(who), { seats: 7 });
    await ordering.portal.jobs.stop();
    await ordering.close();
    const closing = await openBarePortal(url, { at: new Date('2026-11-30T21:30:00+03:00') });
    await closeMonth(await closing.scope('admin'), month('2026-11'));
    await closing.portal.db.$executeRaw`delete from pgboss.job`;
    await closing.portal.jobs.stop();
    await closing.close();
  },
};
