import { afterAll, beforeAll, expect, test } from 'vitest';
import { closeDueMonths } from '#src/billing/close/close.service.ts';
import { day } from '#src/lib/days.ts';
import { kopecks } from '#src/lib/money.ts';
import { createPartner } from '#src/partners/partners.service.ts';
import { command } from '#src/platform/command.ts';
import { placeNew } from '#test/support/orders.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

let p: TestPortal;

beforeAll(async () => {
  p = await openTestPortal();
});
afterAll(() => p.close());

test('a partner made after the close orders for the next month, and its month closes with the others', async () => {
  await placeNew(p, 'vector', { seats: 5 });
  p.clock.setTo(new Date('2026-11-30T21:00:00+03:00'));
  await closeDueMonths(p.portal);
  p.clock.setTo(new Date('2026-11-30T21:40:00+03:00'));
  const manager = await p.scope('manager');
  const { id } = await command(manager, { action: 'test.partner' }, (tx) =>
    createPartner(tx, {
      ...{ code: 'late', name: 'ООО «Поздний»', inn: '7707083893', kpp: null, ogrn: null, address: null, email: 'late@late.example' },
      ...{ phone: null, mpnId: null, axDebtorCode: 'D-9', axPayerCode: 'P-9', creditLimit: kopecks(1_000_000_00n), paymentTermDays: 14 },
      managerId: manager.actor.userId ?? 0,
      contract: { number: '9', signedOn: day('2026-11-30'), docMode: 'upd', supplements: [] },
      owner: { name: 'Пётр Поздний', email: 'late@late.example', phone: null },
    }),
  );
  const { openFrom } = await p.portal.db.partner.findUniqueOrThrow({ where: { id } });
  expect(openFrom?.toISOString().slice(0, 10)).toBe('2026-12-01');
  p.clock.setTo(new Date('2026-12-31T21:00:00+03:00'));
  expect(await closeDueMonths(p.portal)).toMatchObject([{ month: '2026-12', state: 'done', parked: [] }]);
});
