import { randomUUID } from 'node:crypto';
import sharp from 'sharp';
import { closeMonth } from '#src/billing/close/close.service.ts';
import { revertLimits } from '#src/credit/limit.service.ts';
import { type Day, month } from '#src/lib/days.ts';
import { kopecks } from '#src/lib/money.ts';
import { registerPayment, reversePayment } from '#src/payments/payments.service.ts';
import { remindAndHold } from '#src/payments/receivables.service.ts';
import { tendPromises } from '#src/promises/outcome.service.ts';
import type { Browser, TestPage } from '#test/support/browser.ts';
import { placeNew } from '#test/support/orders.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';
import { postFile } from '#test/support/upload.ts';

/** A small picture that is one. */
export const paper = async () => ({
  name: 'поручение.png',
  bytes: await sharp({ create: { width: 60, height: 40, channels: 3, background: '#fff' } })
    .png()
    .toBuffer(),
});

/**
 * A portal on Tuesday, 15 December 2026, 10:00: «Вектор» and «Орион» have not paid 449,40 ₽ each for 7 seats of November, due on
 * Monday the 14th, and are held since the night.
 */
export class PromiseWorld {
  readonly p: TestPortal;
  readonly partners: Readonly<Record<'vector' | 'orion' | 'meridian', number>>;

  private constructor(p: TestPortal, partners: PromiseWorld['partners']) {
    this.p = p;
    this.partners = partners;
  }

  static async open(): Promise<PromiseWorld> {
    const p = await openTestPortal();
    const found = await p.portal.db.partner.findMany({ where: { code: { in: ['vector', 'orion', 'meridian'] } } });
    const world = new PromiseWorld(p, Object.fromEntries(found.map(({ code, id }) => [code, id])) as PromiseWorld['partners']);
    await p.portal.db.partner.updateMany({ where: { code: { in: ['vector', 'orion'] } }, data: { creditLimit: 500_000_00n } });
    for (const login of ['vector', 'orion']) await placeNew(p, login, { seats: 7 });
    p.clock.setTo(new Date('2026-11-30T21:00:00+03:00'));
    await closeMonth(await p.scope('admin'), month('2026-11'));
    await world.night('2026-12-15');
    world.at('2026-12-15T10:00');
    return world;
  }

  at(moment: string): void {
    this.p.clock.setTo(new Date(`${moment}:00+03:00`));
  }

  /** What the night does, in the order of the schedule. */
  async night(on: string): Promise<void> {
    this.at(`${on}T00:15`);
    await revertLimits(this.p.portal);
    await tendPromises(this.p.portal);
    await remindAndHold(this.p.portal);
  }

  async holds(code: keyof PromiseWorld['partners']): Promise<string[]> {
    const open = await this.p.portal.db.hold.findMany({
      where: { partnerId: this.partners[code], liftedAt: null },
      orderBy: { id: 'asc' },
    });
    return open.map(({ text }) => text);
  }

  /** The open hold of the overdue invoice. */
  async holdId(code: keyof PromiseWorld['partners']): Promise<number> {
    const where = { partnerId: this.partners[code], liftedAt: null, reason: 'overdue' as const };
    return (await this.p.portal.db.hold.findFirstOrThrow({ where })).id;
  }

  /** Promises through the page, as it stands now; `query` is `hold=…` or `sum=…`. */
  async promise(by: Browser, query = '', file?: { name: string; bytes: Buffer } | null): Promise<TestPage> {
    return postFile(by, '/finance/promises', await this.fields(by, query), file === undefined ? await paper() : file);
  }

  /** The form of the page, ready to be sent. */
  async fields(by: Browser, query = ''): Promise<Record<string, string>> {
    const page = await by.get(`/finance/promises/new?${query}`);
    const names = ['token', 'hold', 'amount', 'seen'];
    return Object.fromEntries(names.map((name) => [name, String(page.$(`form[enctype] input[name=${name}]`).attr('value') ?? '')]));
  }

  async pay(code: keyof PromiseWorld['partners'], amount: bigint, receivedOn: Day = this.p.portal.clock.today()): Promise<number> {
    const money = { partnerId: this.partners[code], receivedOn, amount: kopecks(amount), payerName: 'Плательщик', payerInn: null };
    const bank = { docNumber: '517', purpose: 'Оплата', source: 'hand' as const, sourceKey: null, invoiceIds: [] };
    return (await registerPayment(await this.p.scope('manager'), { ...money, ...bank }, randomUUID())).id;
  }

  async takeBack(paymentId: number): Promise<void> {
    await reversePayment(await this.p.scope('manager'), paymentId, 'Возвращён банком');
  }

  promises(code: keyof PromiseWorld['partners']) {
    return this.p.portal.db.paymentPromise.findMany({ where: { partnerId: this.partners[code] }, orderBy: { id: 'asc' } });
  }

  async limit(code: keyof PromiseWorld['partners']): Promise<bigint> {
    return (await this.p.portal.db.partner.findUniqueOrThrow({ where: { code } })).creditLimit;
  }

  async letters(template: string, code: keyof PromiseWorld['partners']) {
    await this.p.drainJobs();
    return this.p.letters({ template, partnerId: this.partners[code] });
  }

  orders(code: keyof PromiseWorld['partners'], status: 'held' | 'done') {
    return this.p.portal.db.order.count({ where: { partnerId: this.partners[code], status } });
  }
}
