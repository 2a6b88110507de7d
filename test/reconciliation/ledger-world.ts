import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { closeMonth } from '#src/billing/close/close.service.ts';
import { correctInvoice } from '#src/billing/correction.service.ts';
import { addDays, type Day, lastOfMonth, monthOf, moscowDay } from '#src/lib/days.ts';
import { kopecks } from '#src/lib/money.ts';
import { registerPayment, reversePayment } from '#src/payments/payments.service.ts';
import { newClient } from '#src/platform/db/client.ts';
import { systemScope } from '#src/platform/scope.ts';
import { placeNew } from '#test/support/orders.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

/** What was done, as a person would note it on paper: day, order within the day, number, kopecks. */
export interface Noted {
  readonly on: Day;
  readonly rank: number;
  readonly number: string;
  readonly amount: bigint;
}

export interface LedgerWorld {
  readonly p: TestPortal;
  readonly partnerId: number;
  /** Contracts: of the cast, and a second one. */
  readonly contracts: readonly number[];
  readonly noted: readonly Noted[];
}

interface Step {
  readonly kind: 'pay' | 'back' | 'correct';
  readonly days: number;
  readonly amount: number;
  readonly pick: number;
  readonly late: number;
}

const steps = fc.array(
  fc.record<Step>({
    kind: fc.constantFrom('pay', 'pay', 'pay', 'back', 'correct'),
    days: fc.integer({ min: 0, max: 3 }),
    amount: fc.integer({ min: 1, max: 400_000 }),
    pick: fc.nat(1_000),
    late: fc.integer({ min: 0, max: 4 }),
  }),
  { minLength: 12, maxLength: 12 },
);

/** Вектор with two contracts: three months closed, between them random payments, reversals and corrections. */
export async function ledgerWorld(seed: number, months = 3): Promise<LedgerWorld> {
  const p = await openTestPortal();
  const { portal } = p;
  const { id: partnerId } = await portal.db.partner.update({ where: { code: 'vector' }, data: { creditLimit: 10_000_000_00n } });
  const second = await portal.db.contract.create({
    data: { partnerId, number: 'KL-9/2026', signedOn: new Date('2026-03-01'), createdAt: portal.clock.now() },
  });
  const own = await placeNew(p, 'vector', { seats: 6 });
  const other = await placeNew(p, 'vector', { seats: 5 });
  await underContract(p, other, second.id);
  const first = await portal.db.subscription.findFirstOrThrow({ where: { number: own } });
  const world = { p, partnerId, contracts: [first.contractId, second.id], noted: [] as Noted[] };
  const [closed = []] = fc.sample(fc.array(steps, { minLength: 3, maxLength: 3 }), { seed, numRuns: 1 });
  for (const between of closed.slice(0, months)) {
    await closeNow(world);
    for (const [at, step] of between.entries()) await take(world, step, at);
  }
  return world;
}

/** A subscription and its charges under another contract; charges are only added, so it takes a superuser. */
async function underContract(p: TestPortal, number: string, contractId: number): Promise<void> {
  const admin = newClient({ connectionString: p.database.adminUrl });
  await admin.connect();
  await admin.query("set session_replication_role = 'replica'");
  await admin.query('update subscriptions set contract_id = $1 where number = $2', [contractId, number]);
  await admin.query('update service_periods p set contract_id = $1 from subscriptions s where s.id = p.subscription_id and s.number = $2', [
    contractId,
    number,
  ]);
  await admin.end();
}

/** Moves to the evening of the month's last day and closes it; notes the invoices it issued. */
async function closeNow({ p, partnerId, noted }: LedgerWorld & { noted: Noted[] }): Promise<void> {
  const last = lastOfMonth(p.portal.clock.today());
  p.clock.setTo(new Date(`${last}T21:30:00+03:00`));
  await closeMonth(systemScope(p.portal, 'test'), monthOf(last));
  const issued = await p.portal.db.invoice.findMany({ where: { partnerId, issuedOn: new Date(last) }, orderBy: { number: 'asc' } });
  for (const { number, gross } of issued) noted.push({ on: last, rank: 0, number, amount: gross });
}

async function take(world: LedgerWorld & { noted: Noted[] }, step: Step, at: number): Promise<void> {
  const { p, partnerId, contracts, noted } = world;
  p.clock.setTo(new Date(p.portal.clock.now().getTime() + step.days * 86_400_000 + 60_000));
  const today = moscowDay(p.portal.clock.now());
  const manager = await p.scope('manager');
  if (step.kind === 'pay') {
    const receivedOn = addDays(today, -step.late);
    const docNumber = String(step.pick);
    const payment = { partnerId, receivedOn, amount: kopecks(step.amount), payerName: 'ООО «Вектор»', payerInn: null, docNumber };
    const contractId = [null, null, contracts[0] ?? null, contracts[1] ?? null][at % 4] ?? null;
    const from = { purpose: 'За лицензии', source: 'hand', sourceKey: null, invoiceIds: [], contractId } as const;
    await registerPayment(manager, { ...payment, ...from }, randomUUID());
    noted.push({ on: receivedOn, rank: 3, number: docNumber, amount: -BigInt(step.amount) });
  } else if (step.kind === 'back') {
    const payments = await p.portal.db.payment.findMany({
      where: { partnerId, amount: { gt: 0 }, reversedBy: null },
      orderBy: { id: 'asc' },
    });
    const payment = payments[step.pick % Math.max(1, payments.length)];
    if (!payment) return;
    await reversePayment(manager, payment.id, 'Ошибка банка', randomUUID());
    noted.push({ on: today, rank: 4, number: payment.docNumber ?? '', amount: payment.amount });
  } else {
    const invoices = await p.portal.db.invoice.findMany({ where: { partnerId, status: 'issued' }, orderBy: { id: 'asc' } });
    const invoice = invoices[step.pick % invoices.length];
    if (!invoice) return;
    const { number } = await correctInvoice(manager, invoice.id, 'Другой КПП', randomUUID());
    noted.push({ on: today, rank: 1, number: invoice.number, amount: -invoice.gross });
    noted.push({ on: today, rank: 2, number, amount: invoice.gross });
  }
}
