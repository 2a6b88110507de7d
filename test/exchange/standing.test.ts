import { afterAll, beforeAll, expect, it } from 'vitest';
import { closeDueMonths } from '#src/billing/close/close.service.ts';
import { creditOf } from '#src/credit/credit.service.ts';
import { liftHold } from '#src/credit/holds.service.ts';
import { tendExchange } from '#src/exchange/tending/tending.service.ts';
import { auditPortal } from '#src/invariants/audit.ts';
import { decimalRub } from '#src/lib/money.ts';
import { command } from '#src/platform/command.ts';
import { placeNew } from '#test/support/orders.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';
import { debtor, message, post, TOKEN } from './ax.ts';

let p: TestPortal;
let vector: number;
let version = 1;

beforeAll(async () => {
  p = await openTestPortal({ config: { axToken: TOKEN } });
  vector = (await p.portal.db.partner.findUniqueOrThrow({ where: { code: 'vector' } })).id;
});
afterAll(() => p.close());

/** Tells the debtor Вектор as it is now. */
const tell = (changes: object) =>
  post(
    p,
    message({
      createdAt: p.portal.clock.now().toISOString(),
      items: [debtor({ asOf: p.portal.clock.now().toISOString(), version: String(version++), ...changes })],
    }),
  );
const holds = () => p.portal.db.hold.count({ where: { partnerId: vector, reason: 'axapta', liftedAt: null } });
const exposure = async () => decimalRub((await creditOf(p.portal.sql, vector)).exposure);
const later = (hours: number) => p.clock.setTo(new Date(p.portal.clock.now().getTime() + hours * 3_600_000));
const order = async (status: string) => p.portal.db.order.count({ where: { partnerId: vector, status: status as 'held' } });

it('credit is the debt in Axapta, what is not in it yet, and what is charged: creditMax − balance − unposted − charges', async () => {
  await tell({ creditMax: '1000000.00', mandatoryCreditLimit: true, balance: '400000.00' });
  expect(await exposure()).toBe('400000.00');
  await placeNew(p, 'vector', { seats: 7 });
  const charged = (await p.portal.db.servicePeriod.findFirstOrThrow({ where: { partnerId: vector } })).charge;
  expect(await exposure()).toBe(decimalRub(400_000_00n + charged));
});

it('an order over it waits, and runs when Axapta has booked money', async () => {
  await tell({ creditMax: '1000000.00', mandatoryCreditLimit: true, balance: '999990.00' });
  await placeNew(p, 'vector', { seats: 20 });
  expect(await order('held')).toBe(1);
  await tell({ creditMax: '1000000.00', mandatoryCreditLimit: true, balance: '0.00' });
  expect(await order('held')).toBe(0);
});

it('an issued invoice counts until the debt has it', async () => {
  p.clock.setTo(new Date('2026-12-01T09:00:00+03:00'));
  await tell({ creditMax: '1000000.00', mandatoryCreditLimit: true, balance: '5.00' });
  p.clock.setTo(new Date('2026-12-01T10:00:00+03:00'));
  await closeDueMonths(p.portal);
  const invoice = await p.portal.db.invoice.findFirstOrThrow({ where: { partnerId: vector } });
  const december = (
    await p.portal.db.servicePeriod.findMany({ where: { partnerId: vector, fromOn: { gte: new Date('2026-12-01') } } })
  ).reduce((all, { charge }) => all + charge, 0n);
  expect(await exposure()).toBe(decimalRub(5_00n + invoice.gross + december));
  const posted = { portalDocId: `INV-${invoice.id}`, status: 'posted', postedAt: '2026-12-01T11:00:00+03:00' };
  later(2);
  await post(p, message({ type: 'invoice-status', createdAt: '2026-12-01T11:30:00+03:00', items: [posted] }));
  expect(await exposure(), 'posted after the moment of the debt').toBe(decimalRub(5_00n + invoice.gross + december));
  await tell({ creditMax: '1000000.00', mandatoryCreditLimit: true, balance: decimalRub(5_00n + invoice.gross) });
  expect(await exposure()).toBe(decimalRub(5_00n + invoice.gross + december));
});

it('old data lift no block, and are told once; fresh ones lift it and decide what waited', async () => {
  await tell({ blocked: 'All', blockReason: 'Суд' });
  expect(await holds()).toBe(1);
  await placeNew(p, 'vector', { seats: 5 });
  const old = new Date(p.portal.clock.now().getTime() + 60_000).toISOString();
  later(30);
  await post(p, message({ createdAt: old, items: [debtor({ asOf: old, version: String(version++) })] }));
  await tendExchange(p.portal);
  await tendExchange(p.portal);
  expect([await holds(), await order('held')]).toEqual([1, 1]);
  const told = (await p.letters({ template: 'exchange-silent' })).map(({ to }) => to);
  expect(told.length).toBe(new Set(told).size);
  expect(told.length).toBeGreaterThan(1);
  await post(p, message({ createdAt: p.portal.clock.now().toISOString(), items: [] }));
  await tendExchange(p.portal);
  expect([await holds(), await order('held')], 'nothing changed since, says an empty message').toEqual([0, 0]);
});

it('very old data: the greater debt of the two ledgers counts', async () => {
  await tell({ creditMax: '1000000.00', mandatoryCreditLimit: true, balance: '-500000.00' });
  const inAxapta = await exposure();
  later(73);
  await tendExchange(p.portal);
  const [own] = await p.portal.sql<{ exposure: bigint }>('test_exposure', 'select partner_exposure($1) as exposure', [vector]);
  expect([inAxapta.startsWith('-'), await exposure()]).toEqual([true, decimalRub(own?.exposure ?? 0n)]);
});

it('whoever lifts a block by hand is not overruled by the same block, only by another', async () => {
  await tell({ blocked: 'Invoice' });
  later(1);
  const hold = await p.portal.db.hold.findFirstOrThrow({ where: { partnerId: vector, reason: 'axapta', liftedAt: null } });
  await command(await p.scope('manager'), { action: 'test.lift' }, (tx) => liftHold(tx, vector, hold.id, 'Договорились'));
  await tell({ blocked: 'Invoice', balance: '9.00' });
  await tendExchange(p.portal);
  expect(await holds()).toBe(0);
  await tell({});
  later(1);
  await tell({ blocked: 'Invoice' });
  expect(await holds()).toBe(1);
  await tell({});
});

it('no limit in Axapta: the portal’s own ledger decides', async () => {
  await tell({ creditMax: '0.00', mandatoryCreditLimit: false, balance: '77777777.00' });
  const [own] = await p.portal.sql<{ exposure: bigint }>('test_exposure', 'select partner_exposure($1) as exposure', [vector]);
  expect(await exposure()).toBe(decimalRub(own?.exposure ?? 0n));
});

it('leaves nothing that must not be', async () => {
  await p.drainJobs();
  expect(await auditPortal(p.portal)).toEqual([]);
});
