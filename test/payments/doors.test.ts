import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cast } from '#prisma/seeds/data/cast.ts';
import { auditDatabase } from '#src/invariants/audit.ts';
import { addDays, type Day } from '#src/lib/days.ts';
import { kopecks } from '#src/lib/money.ts';
import { paymentOfDoor } from '#src/payments/doors.queries.ts';
import { type Arrival, type Door, registerThroughDoorIn, reversePaymentIn, type TwinDecision } from '#src/payments/doors.service.ts';
import { type NewPayment, reversePayment } from '#src/payments/payments.service.ts';
import { command } from '#src/platform/command.ts';
import type { Scope } from '#src/platform/scope.ts';
import type { Browser } from '#test/support/browser.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

let p: TestPortal;
let scope: Scope;
let manager: Browser;
let partnerId: number;
let today: Day;

beforeAll(async () => {
  p = await openTestPortal();
  scope = await p.scope('manager');
  manager = await p.as('manager');
  partnerId = (await p.portal.db.partner.findUniqueOrThrow({ where: { code: 'vector' } })).id;
  today = p.portal.clock.today();
});
afterAll(() => p.close());

let sum = 1_000_00n;
/** Each test has a sum of its own, so that nobody's payments are twins of another's. */
beforeEach(() => {
  sum += 1n;
});

const came = (source: Door, more: Partial<NewPayment> = {}): NewPayment => ({
  ...{ partnerId, receivedOn: today, amount: kopecks(sum), payerName: 'ООО «Вектор»', payerInn: cast.vector.inn, docNumber: '517' },
  ...{ purpose: 'Оплата', source, sourceKey: source === 'hand' ? null : randomUUID(), invoiceIds: [], ...more },
});
const come = (payment: NewPayment, decided: TwinDecision | null = null): Promise<Arrival> =>
  command(scope, { action: 'test.door' }, (tx) => registerThroughDoorIn(tx, payment, decided));
const recorded = () => p.portal.db.payment.findMany({ where: { amount: sum }, include: { doors: true }, orderBy: { id: 'asc' } });
const doorsOf = (payment: { doors: { source: string }[] } | undefined) => payment?.doors.map(({ source }) => source).sort();

const ORDERS: Door[][] = [
  ['hand', 'bank', 'axapta'],
  ['hand', 'axapta', 'bank'],
  ['bank', 'hand', 'axapta'],
  ['bank', 'axapta', 'hand'],
  ['axapta', 'hand', 'bank'],
  ['axapta', 'bank', 'hand'],
];

describe('a payment that comes through several doors', () => {
  it.each(ORDERS)('is recorded once: %s, %s, %s', async (...doors) => {
    const seen = [];
    for (const [at, door] of doors.entries()) {
      const docNumber = ['517', ' 000517', '№517'][at] ?? null;
      seen.push((await come(came(door, { docNumber, receivedOn: addDays(today, -at) }))).is);
    }
    expect(seen).toEqual(['new', 'known', 'known']);
    const [one, ...others] = await recorded();
    expect([others, one?.source, doorsOf(one)]).toEqual([[], doors[0], ['axapta', 'bank', 'hand']]);
  });

  it('changes nothing under a key that came before, even when it was taken back since', async () => {
    const payment = came('axapta');
    const first = await come(payment);
    expect(await come({ ...payment, docNumber: '9' })).toEqual({ is: 'repeated', id: first.is === 'new' ? first.id : 0 });
    await reversePayment(scope, first.is === 'new' ? first.id : 0, 'Ошибка');
    expect((await come(payment)).is).toBe('repeated');
    const orion = (await p.scope('orion')).actor.partnerId ?? 0;
    await expect(come({ ...payment, partnerId: orion })).rejects.toThrow(/другому партнёру/);
  });

  it('is another one beyond five days, with another number, sum or partner', async () => {
    await come(came('axapta'));
    expect((await come(came('bank', { receivedOn: addDays(today, -6) }))).is).toBe('new');
    expect((await come(came('bank', { docNumber: '5170' }))).is).toBe('new');
    expect((await come(came('bank', { amount: kopecks(sum + 500n) }))).is).toBe('new');
    expect((await come(came('bank', { partnerId: (await p.scope('orion')).actor.partnerId ?? 0 }))).is).toBe('new');
    expect((await come(came('bank', { receivedOn: addDays(today, -1) }))).is).toBe('known');
  });

  it('is asked about where a number is missing, until a person decides', async () => {
    const first = await come(came('axapta', { docNumber: null }));
    const id = first.is === 'new' ? first.id : 0;
    const asked = await come(came('bank'));
    expect(asked).toMatchObject({ is: 'asked', twins: [{ id, doors: ['axapta'] }] });
    expect(await recorded()).toHaveLength(1);
    expect((await come(came('bank'), 'another')).is).toBe('new');
    expect(await come(came('hand'), { sameAs: id })).toEqual({ is: 'known', id });
    await expect(come(came('hand'), { sameAs: id })).rejects.toThrow(/уже приходил этим путём/);
    await expect(come(came('hand'), { sameAs: 999_999 })).rejects.toThrow();
    expect(await recorded()).toHaveLength(2);
  });

  it('passes over chosen invoices that are paid, and refuses foreign ones', async () => {
    await expect(come(came('axapta', { invoiceIds: [999_999] }))).rejects.toThrow(/чужой/);
    expect(await recorded()).toEqual([]);
  });

  it('of equal ones the k-th of one door is the k-th of another, in any order of their coming', async () => {
    const arrivals = fc.array(
      fc.record({ door: fc.constantFrom<Door>('hand', 'bank', 'axapta'), number: fc.constantFrom('1', '2'), day: fc.nat(2) }),
      { minLength: 1, maxLength: 12 },
    );
    await fc.assert(
      fc.asyncProperty(arrivals, async (doors) => {
        sum += 1n;
        for (const { door, number, day } of doors) await come(came(door, { docNumber: number, receivedOn: addDays(today, -day) }));
        const payments = await recorded();
        for (const number of ['1', '2']) {
          const own = doors.filter((one) => one.number === number);
          const perDoor = (['hand', 'bank', 'axapta'] as const).map((door) => own.filter((one) => one.door === door).length);
          const kept = payments.filter(({ docNumber }) => docNumber === number);
          expect([kept.length, kept.flatMap((one) => one.doors).length]).toEqual([Math.max(...perDoor), own.length]);
        }
      }),
      { numRuns: 25 },
    );
  });

  it('of two doors at once one waits for the other', async () => {
    const seen = await Promise.all([come(came('hand')), come(came('bank')), come(came('axapta'))]);
    expect(seen.map(({ is }) => is).sort()).toEqual(['known', 'known', 'new']);
    expect(await recorded()).toHaveLength(1);
  });
});

describe('a payment taken back through several doors', () => {
  const back = (paymentId: number, source: Door, sourceKey: string | null) =>
    command(scope, { action: 'test.back' }, (tx) => reversePaymentIn(tx, { paymentId, reason: 'Отменён', source, sourceKey }));

  it('is taken back once, and may come again', async () => {
    const payment = came('axapta');
    await come(payment);
    const { id = 0 } = (await paymentOfDoor(p.portal.sql, 'axapta', payment.sourceKey ?? '')) ?? {};
    const first = await back(id, 'axapta', 'cancel-1');
    expect([first.is, await back(id, 'axapta', 'cancel-1'), await back(id, 'hand', null)]).toEqual([
      'new',
      { is: 'repeated', id: first.id },
      { is: 'known', id: first.id },
    ]);
    await expect(back(id, 'axapta', 'cancel-2')).rejects.toThrow(/уже сторнирован/);
    await expect(back(first.id, 'bank', 'x')).rejects.toThrow(/уже сторнирован/);
    expect((await come(came('bank'))).is).toBe('new');
    const all = await p.portal.db.payment.findMany({ where: { amount: { in: [sum, -sum] } } });
    expect(all.map(({ amount }) => amount)).toEqual([sum, -sum, sum]);
  });
});

describe('the form of a payment', () => {
  const typed = () => ({
    ...{ partner: cast.vector.inn, receivedOn: today, amount: `${sum / 100n},${String(sum % 100n).padStart(2, '0')}`, docNumber: '0517' },
    ...{ payerName: '', payerInn: '', purpose: 'Оплата', contract: '' },
  });
  const post = (fields: Record<string, string>) => manager.post('/admin/payments', { ...typed(), token: randomUUID(), ...fields });

  it('says that it is recorded already, and writes none', async () => {
    await come(came('axapta'));
    const id = (await recorded())[0]?.id;
    const page = await post({});
    expect([page.status, page.$('#spread').text()]).toEqual([200, expect.stringContaining(`Это платёж № ${id} (из Axapta`)]);
    const shown = String(page.$('input[name=shown]').attr('value'));
    const done = await manager.follow(await post({ shown }));
    expect(done.text).toContain(`Это платёж ${id}: он уже записан`);
    expect((await recorded()).map(doorsOf)).toEqual([['axapta', 'hand']]);
  });

  it('writes it where a person says that it is another', async () => {
    await come(came('axapta'));
    const page = await post({});
    const sure = String(page.$('input[name=sure]').attr('value'));
    const asked = await post({ sure });
    const shown = String(asked.$('input[name=shown]').attr('value'));
    expect((await post({ sure, shown })).status).toBe(303);
    expect((await recorded()).map(doorsOf)).toEqual([['axapta'], ['hand']]);
  });

  it('lets a person say that it is the one without a number', async () => {
    await come(came('axapta', { docNumber: null }));
    const asked = await post({});
    expect(asked.status).toBe(422);
    const same = String(asked.$('input[name=same]').attr('value'));
    const review = await post({ same });
    const shown = String(review.$('input[name=shown]').attr('value'));
    expect((await post({ same, shown })).status).toBe(303);
    expect((await recorded()).map(doorsOf)).toEqual([['axapta', 'hand']]);
  });
});

it('leaves nothing that the audit objects to', async () => {
  expect((await auditDatabase(p.portal.sql, p.portal.clock.today(), p.clock.offset)).filter(({ says }) => says.includes('door'))).toEqual(
    [],
  );
});
