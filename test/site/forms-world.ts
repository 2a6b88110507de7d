import { randomUUID } from 'node:crypto';
import { CAST_SKU } from '#prisma/seeds/data/cast.ts';
import { planHandover } from '#src/accounts/staff/handovers.service.ts';
import { day } from '#src/lib/days.ts';
import { askSupport, closeSupport } from '#src/partners/support/support.service.ts';
import { command } from '#src/platform/command.ts';
import { leaveExchange } from '#test/exchange/ax.ts';
import { askIn, openStore } from '#test/storefront/asking.ts';
import { invited } from '#test/support/invited.ts';
import type { TestPortal } from '#test/support/portal.ts';
import { postFile } from '#test/support/upload.ts';
import { liveThrough } from '#test/support/world.ts';
import { logoOf, productWish, promiseRow } from './route-things.ts';

/**
 * A world in which every form of the portal stands on some page: what `liveThrough` leaves behind, and the states that few come to.
 * @returns per login the pages that links alone do not lead to
 */
export async function worldOfForms(p: TestPortal): Promise<Record<string, string[]>> {
  const { db, clock } = p.portal;
  const { active, stopped } = await liveThrough(p);
  await leaveExchange(p);
  const person = (login: string) => db.user.findUniqueOrThrow({ where: { login } });
  const [sales, books, gromov, tikhonova] = [
    await person('vector-sales'),
    await person('vector-books'),
    await person('gromov'),
    await person('tikhonova'),
  ];
  const [vector, meridian] = [
    await db.partner.findUniqueOrThrow({ where: { code: 'vector' } }),
    await db.partner.findUniqueOrThrow({ where: { code: 'meridian' }, include: { contracts: true } }),
  ];
  for (const { id } of [books, tikhonova]) await db.user.update({ where: { id }, data: { disabledAt: clock.now() } });
  await db.secondFactor.create({ data: { userId: gromov.id, secret: 'x', confirmedAt: clock.now(), createdAt: clock.now() } });
  const [fromId, toId] = [(await person('manager')).id, gromov.id];
  await planHandover(await p.scope('admin'), { fromId, toId, fromOn: day('2026-12-20'), untilOn: day('2026-12-28') }, randomUUID());

  const [lost, settled] = await db.letter.findMany({ take: 2, orderBy: { id: 'asc' } });
  await db.letter.updateMany({ where: { id: { in: [lost?.id ?? 0, settled?.id ?? 0] } }, data: { status: 'failed' } });
  await db.letter.update({ where: { id: settled?.id ?? 0 }, data: { settledAt: clock.now(), settledByName: 'Ирина Белова' } });
  await askSupport(await p.scope('vector'), 'Отвечено по телефону', randomUUID());
  const closed = await db.supportRequest.findFirstOrThrow({ orderBy: { id: 'desc' } });
  await closeSupport(await p.scope('manager'), closed.id, randomUUID());

  await db.bankPayment.updateMany({ where: { amount: 7_00n }, data: { foreignAt: clock.now(), foreignBy: 'Ирина Белова' } });
  const remembered = { confirmedBy: 'Ирина Белова', confirmedAt: clock.now() };
  await db.payerAccount.create({
    data: { ...remembered, partnerId: vector.id, account: '40702810900000012345', payerName: 'ООО «Вектор»' },
  });
  await db.ownAccount.create({ data: { account: '40702810900000054321', addedBy: 'Ирина Белова', addedAt: clock.now() } });

  const sent = { fileName: 'kl_to_1c.txt', size: 2_000_000, uploadedById: fromId, uploadedBy: 'Ирина Белова', uploadedAt: clock.now() };
  await db.statementFile.create({ data: { ...sent, state: 'refused', reason: 'Строка 7: файл скачан не до конца.' } });

  const received = await db.bankPayment.findMany({ where: { amount: { in: [7_00n, 15_00n] } } });
  const imported = received.map(({ statementId, id }) => `/admin/payments/import/${statementId}/${id}`);

  const offer = await db.offer.findFirstOrThrow({ orderBy: { id: 'asc' } });
  await db.price.create({ data: { offerId: offer.id, validFrom: new Date('2026-12-30'), gross: 500_00n } });
  const bytes = `Артикул;Цена\r\n${offer.sku};1234,50`;
  const fields = { validFrom: '31.12.2026', token: randomUUID() };
  const calendar = { fileName: 'calendar.xml', uploadedById: 1, uploadedBy: 'Ирина Белова', uploadedAt: clock.now() };
  const days = { off: [], work: [], short: [], moved: {} };
  const brought = await db.workYear.create({ data: { ...calendar, year: 2028, days } });
  const inForce = await db.workYear.create({
    data: { ...calendar, year: 2029, days, confirmedAt: clock.now(), confirmedBy: 'Ирина Белова' },
  });
  const list = await postFile(await p.as('admin'), '/admin/catalog/import', fields, { name: 'prices.csv', bytes });
  p.portal.jobs.define('close-outlook', () => Promise.reject(new Error('нет бумаги')));
  await command(await p.scope('admin'), { action: 'test' }, (tx) => tx.enqueue('close-outlook', { month: '2026-07' }, { retryLimit: 0 }));
  await p.portal.jobs.drain();
  p.expectedErrors();
  const promise = await promiseRow(p, vector.id);
  await logoOf(p, vector.id);
  const off = { turnedOffAt: clock.now(), turnedOffBy: 'Ирина Белова', turnOffReason: 'Чужой товарный знак' };
  const turnedOff = await db.storefront.update({ where: { code: 'orion' }, data: off, select: { partnerId: true } });
  const waiting = await db.order.findFirstOrThrow({ where: { heldReason: 'credit_limit' } });

  await openStore(p.portal);
  const asked = await askIn(p.portal);

  await db.monthClose.updateMany({ data: { state: 'partial' } });
  const customerUser = await person('romashka');
  const people = [await invited(p, 'romashka-oleg'), await invited(p, 'romashka-nina', { isDisabled: true })];
  await productWish(p);
  const paid = await db.payment.findFirstOrThrow({ where: { partnerId: vector.id, amount: { gt: 0n } } });
  const users = `/admin/partners/${vector.id}/users`;
  const staff = [
    ...[`${users}/${sales.id}`, `${users}/${books.id}`, `/admin/support/${closed.id}`, `/admin/orders/${waiting.number}`],
    `/admin/partners/${vector.id}/promises/${promise}/ending`,
    ...[`/admin/partners/${meridian.id}/contracts/${meridian.contracts[0]?.id}`, '/admin/closing/2026-11', '/admin/closing/2026-11/start'],
    ...[`/admin/partners/${vector.id}/customers/${customerUser.customerId}/users/${customerUser.id}/edit`],
    ...[`/admin/letters/${settled?.id}`, '/admin/letters?status=settled', ...imported],
    `/admin/receivables/advances/${paid.id}`,
    ...[vector.id, turnedOff.partnerId].map((id) => `/admin/storefronts/${id}`),
  ];
  return {
    romashka: people.map((id) => `/my/team/${id}`),
    vector: [
      ...people.map((id) => `/customers/${customerUser.customerId}/users/${id}`),
      `/subscriptions/${active}`,
      `/subscriptions/${stopped}`,
      `/team/${sales.id}`,
      `/team/${books.id}`,
      `/requests/store/${asked}`,
      `/store/vector/requests?offer=${CAST_SKU}`,
    ],
    manager: staff,
    admin: [
      ...[...staff, `/admin/staff/${gromov.id}`, `/admin/staff/${tikhonova.id}`, String(list.location)],
      ...[brought, inForce].map(({ id }) => `/admin/settings/calendar/${id}`),
      ...[`/admin/catalog/offers/${offer.id}`, `/admin/letters/${lost?.id}`],
    ],
  };
}

/** Others who are logged on, so that there is a session of theirs to end. */
export async function othersLogOn(p: TestPortal): Promise<void> {
  for (const login of ['vector-sales', 'gromov', 'romashka-oleg']) {
    const user = await p.portal.db.user.findUniqueOrThrow({ where: { login } });
    await p.portal.db.session.create({ data: sessionOf(user, p.clock.now()) });
  }
}

function sessionOf(user: { id: number; sessionVersion: number }, now: Date) {
  const expiresAt = new Date(now.getTime() + 3_600_000);
  return { id: randomUUID(), userId: user.id, version: user.sessionVersion, createdAt: now, lastSeenAt: now, expiresAt };
}
