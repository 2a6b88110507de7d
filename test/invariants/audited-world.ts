import { randomUUID } from 'node:crypto';
import { closeMonth } from '#src/billing/close/close.service.ts';
import { correctInvoice } from '#src/billing/correction.service.ts';
import { auditDatabase, CHECKS } from '#src/invariants/audit.ts';
import { day, month } from '#src/lib/days.ts';
import { kopecks } from '#src/lib/money.ts';
import { registerPayment, reversePayment } from '#src/payments/payments.service.ts';
import { newClient } from '#src/platform/db/client.ts';
import type { Sql } from '#src/platform/db/sql.ts';
import { systemScope } from '#src/platform/scope.ts';
import { declineStoreRequest } from '#src/storefront/requests/requests.service.ts';
import { runDailyTick } from '#src/subscriptions/service/daily-tick.service.ts';
import { askIn, newPhone, openStore } from '#test/storefront/asking.ts';
import { Managing } from '#test/support/managing.ts';
import { placeNew } from '#test/support/orders.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

export const TODAY = day('2026-12-07');

/** A portal with a life behind it, and what the audit says of it when it is broken on purpose. */
export interface AuditedWorld extends TestPortal {
  /** Statements as superuser. */
  readonly sql: Sql;
  /** Names of the checks that see something, while every trigger and foreign key is off and these statements were run. */
  broken(statements: readonly string[]): Promise<string[]>;
}

export async function openAuditedWorld(): Promise<AuditedWorld> {
  const p = await openTestPortal();
  await live(p);
  const admin = newClient({ connectionString: p.database.adminUrl });
  await admin.connect();
  const sql: Sql = async <Row>(_name: string, text: string, values: readonly unknown[] = []) =>
    (await admin.query(text, [...values])).rows as Row[];
  return {
    ...p,
    sql,
    broken: async (statements) => {
      await admin.query('begin');
      try {
        await admin.query("set local session_replication_role = 'replica'");
        for (const statement of statements) {
          const { rowCount } = await admin.query(statement);
          if (/^(insert|update|delete)/.test(statement) && !rowCount) throw new Error(`broke nothing: ${statement}`);
        }
        const seen = new Set((await auditDatabase(sql, TODAY, p.clock.offset)).map(({ says }) => says));
        return CHECKS.filter(({ says }) => seen.has(says)).map(({ name }) => name);
      } finally {
        await admin.query('rollback');
      }
    },
    close: async () => {
      await admin.end();
      await p.close();
    },
  };
}

/** Everything that can happen, over a month's end: then the audit has something to look at. */
async function live(p: TestPortal): Promise<void> {
  const anna = new Managing(await p.scope('vector'));
  const at = (instant: string) => p.clock.setTo(new Date(instant));
  const subscribe = () => placeNew(p, 'vector', { seats: 10 });
  const plain = await subscribe();
  const changed = await subscribe();
  const stopped = await subscribe();
  const byDate = await subscribe();
  const off = await subscribe();
  const waiting = await subscribe();
  await anna.seats(changed, 15);
  await anna.seats(changed, 12);
  await anna.stop(stopped);
  await anna.autoRenewal(byDate, { autoRenew: true, stopOn: day('2026-11-26') });
  await anna.autoRenewal(off, { autoRenew: false });
  at('2026-11-25T09:00:00Z');
  await anna.start(stopped);
  await anna.stop(plain);
  await anna.start(plain);
  at('2026-11-29T09:00:00Z');
  await runDailyTick(p.portal);
  const { limit, exposure } = (await anna.facts(plain)).credit;
  await anna.setLimit(exposure);
  const pending = await subscribe();
  await anna.seats(waiting, 20);
  await anna.setLimit(limit);
  at('2026-11-30T18:00:00Z');
  await closeMonth(systemScope(p.portal, 'test-close'), month('2026-11'));
  at('2026-11-30T19:00:00Z');
  await anna.seats(changed, 20);
  await anna.stop(stopped);
  const late = await subscribe();
  at('2026-12-02T09:00:00Z');
  await pay(p, anna.partnerId);
  at('2026-12-03T09:00:00Z');
  const hold = await anna.hold();
  at('2026-12-04T09:00:00Z');
  await anna.lift(hold);
  at('2026-12-07T09:00:00Z');
  await anna.start(stopped);
  await anna.ease();
  await anna.stop(late);
  const { status } = await anna.find(pending);
  if (status !== 'active') throw new Error(`${pending} is ${status}`);
  await ask(p);
  await p.as('vector');
  await p.drainJobs();
}

/** In the storefront somebody asks who is known as a user of another partner; told no, and another one waits. */
async function ask(p: TestPortal): Promise<void> {
  await openStore(p.portal);
  const { email } = await p.portal.db.user.findUniqueOrThrow({ where: { login: 'orion' } });
  const [refused] = [await askIn(p.portal, { phone: newPhone(), email }), await askIn(p.portal, { phone: newPhone() })];
  await declineStoreRequest(await p.scope('vector'), refused, 'Не продаём', randomUUID());
}

/** The invoice is paid in part, corrected, and one payment is taken back. */
async function pay(p: TestPortal, partnerId: number): Promise<void> {
  const manager = await p.scope('manager');
  const from = { payerName: 'ООО «Вектор»', payerInn: null, docNumber: '7', purpose: 'Оплата', source: 'hand', sourceKey: null } as const;
  const payment = { partnerId, receivedOn: day('2026-12-02'), amount: kopecks(100_00), ...from, invoiceIds: [] };
  await registerPayment(manager, payment, randomUUID());
  const { id } = await registerPayment(manager, payment, randomUUID());
  const { id: invoiceId } = await p.portal.db.invoice.findFirstOrThrow();
  await correctInvoice(manager, invoiceId, 'Другой КПП', randomUUID());
  await reversePayment(manager, id, 'Ошибка банка', randomUUID());
}
