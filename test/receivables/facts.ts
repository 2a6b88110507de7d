import { closeMonth } from '#src/billing/close/close.service.ts';
import { correctInvoice } from '#src/billing/correction.service.ts';
import { type Day, month } from '#src/lib/days.ts';
import { kopecks } from '#src/lib/money.ts';
import { registerPayment, reversePayment } from '#src/payments/payments.service.ts';
import { systemScope } from '#src/platform/scope.ts';
import type { TestPortal } from '#test/support/portal.ts';

/** What a partner owes at the end of a day, as the portal had it that very day. Kopecks. */
export interface Standing {
  readonly invoices: readonly { readonly number: string; readonly dueOn: string; readonly open: bigint }[];
  readonly advance: bigint;
}

type Standings = Map<number, Standing>;

/** Lives through days, and keeps what stood at the end of each. */
export class Days {
  readonly ends = new Map<string, Standings>();
  readonly #p: TestPortal;

  constructor(p: TestPortal) {
    this.#p = p;
  }

  get today(): Day {
    return this.#p.portal.clock.today();
  }

  /** Keeps the standings of today and goes on to noon of the day. */
  async goTo(on: string): Promise<void> {
    this.ends.set(this.today, await this.now());
    for (let at = new Date(`${this.today}T12:00:00+03:00`); ; ) {
      at = new Date(at.getTime() + 86_400_000);
      this.#p.clock.setTo(at);
      if (this.today >= on) return;
      this.ends.set(this.today, await this.now());
    }
  }

  async close(of: string): Promise<void> {
    await closeMonth(systemScope(this.#p.portal, 'test'), month(of));
    const late = await this.#p.portal.db.invoice.findMany({ where: { period: new Date(`${of}-01`) } });
    for (const [on, standings] of this.ends) {
      for (const { partnerId, number, dueOn, gross } of late.filter(({ issuedOn }) => on >= dayOf(issuedOn))) {
        const { invoices = [], advance = 0n } = standings.get(partnerId) ?? {};
        standings.set(partnerId, { invoices: [...invoices, { number, dueOn: dayOf(dueOn), open: gross }], advance });
      }
    }
  }

  /** Money that came on a day, booked today: on the days between it was there, and settled nothing yet. */
  async pay(partnerId: number, amount: bigint, receivedOn: Day = this.today): Promise<number> {
    const { id } = await registerPayment(await this.#p.scope('manager'), {
      ...{
        partnerId,
        receivedOn,
        amount: kopecks(amount),
        payerName: 'Плательщик',
        payerInn: null,
        docNumber: String(17 + this.ends.size),
      },
      ...{ purpose: 'Оплата', source: 'hand', sourceKey: null, invoiceIds: [] },
    });
    for (const [on, standings] of this.ends) {
      if (on < receivedOn) continue;
      const { invoices = [], advance = 0n } = standings.get(partnerId) ?? {};
      standings.set(partnerId, { invoices, advance: advance + amount });
    }
    return id;
  }

  async takeBack(paymentId: number): Promise<void> {
    await reversePayment(await this.#p.scope('manager'), paymentId, 'Ошибка банка');
  }

  async correct(invoiceId: number): Promise<void> {
    await correctInvoice(await this.#p.scope('manager'), invoiceId, 'Ошибка в реквизитах');
  }

  /** From the rows themselves, added up here. */
  async now(): Promise<Standings> {
    const { db } = this.#p.portal;
    const [invoices, payments, settlements] = await Promise.all([
      db.invoice.findMany({ where: { status: 'issued' } }),
      db.payment.findMany(),
      db.settlement.findMany(),
    ]);
    const sumOf = (rows: readonly { amount: bigint }[]) => rows.reduce((all, { amount }) => all + amount, 0n);
    const partners = new Set([...invoices, ...payments].map(({ partnerId }) => partnerId));
    return new Map(
      [...partners].map((id) => {
        const own = <T extends { partnerId: number }>(rows: readonly T[]) => rows.filter(({ partnerId }) => partnerId === id);
        const open = own(invoices).map(({ id, number, dueOn, gross }) => ({
          number,
          dueOn: dayOf(dueOn),
          open: gross - sumOf(settlements.filter(({ invoiceId }) => invoiceId === id)),
        }));
        return [id, { invoices: open.filter((one) => one.open !== 0n), advance: sumOf(own(payments)) - sumOf(own(settlements)) }];
      }),
    );
  }
}

export const dayOf = (date: Date): string => date.toISOString().slice(0, 10);

const DAY_MS = 86_400_000;
const EDGES = [0, 7, 30, 60, Number.POSITIVE_INFINITY];

/** Sums by days overdue: not at all, 1–7, 8–30, 31–60, more; then the advance and what is left. */
export function reported({ invoices, advance }: Standing, on: string): bigint[] {
  const ages = [0n, 0n, 0n, 0n, 0n];
  for (const { dueOn, open } of invoices) {
    const late = Math.max(0, (Date.parse(on) - Date.parse(dueOn)) / DAY_MS);
    const at = EDGES.findIndex((edge) => late <= edge);
    ages[at] = (ages[at] ?? 0n) + open;
  }
  return [...ages, advance, ages.reduce((all, one) => all + one, 0n) - advance];
}
