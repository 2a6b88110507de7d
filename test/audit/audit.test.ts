import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AuditError, auditDatabase, auditReport, CHECKS, runAudit } from '#src/audit/audit.ts';
import { closeMonth } from '#src/billing/close.service.ts';
import { day, month } from '#src/lib/days.ts';
import type { Sql } from '#src/platform/db/sql.ts';
import { systemScope } from '#src/platform/scope.ts';
import { runDailyTick } from '#src/subscriptions/daily-tick.service.ts';
import { Managing } from '#test/support/managing.ts';
import { placeNew } from '#test/support/orders.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

let p: TestPortal;
let admin: pg.Client;
let sql: Sql;
const TODAY = day('2026-12-07');

/** A life with everything in it, over a month's end: then the audit has something to look at. */
beforeAll(async () => {
  p = await openTestPortal();
  const anna = new Managing(await p.scope('vector'));
  const at = (instant: string) => p.clock.setTo(new Date(instant));
  const subscribe = () => placeNew(p, 'vector', { seats: 10 });
  const [plain, changed, stopped, byDate, off, waiting] = [
    await subscribe(),
    await subscribe(),
    await subscribe(),
    await subscribe(),
    await subscribe(),
    await subscribe(),
  ];
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
  at('2026-12-07T09:00:00Z');
  await anna.start(stopped);
  await anna.ease();
  await anna.stop(late);
  expect((await anna.find(pending)).status).toBe('active');
  admin = new pg.Client({ connectionString: p.database.adminUrl });
  await admin.connect();
  sql = async <Row>(_name: string, text: string, values: readonly unknown[] = []) => (await admin.query(text, [...values])).rows as Row[];
});
afterAll(async () => {
  await admin.end();
  await p.close();
});

/** What the audit says while something is broken on purpose, with every trigger and foreign key off. */
async function broken(...statements: string[]): Promise<string[]> {
  await admin.query('begin');
  try {
    await admin.query("set local session_replication_role = 'replica'");
    for (const statement of statements) {
      const { rowCount } = await admin.query(statement);
      if (!statement.startsWith('alter') && !rowCount) throw new Error(`broke nothing: ${statement}`);
    }
    const violations = await auditDatabase(sql, TODAY);
    return [...new Set(violations.map(({ code, says }) => `${code} ${says}`))];
  } finally {
    await admin.query('rollback');
  }
}

const FIRST = '(select min(id) from subscriptions)';

describe('the audit', () => {
  test('finds nothing in a portal that was only used', async () => {
    expect(await runAudit(p.portal)).toBe(`${CHECKS.length} checks, 0 violations.`);
    expect(auditReport(await auditDatabase(sql, TODAY))).toBe(`${CHECKS.length} checks, 0 violations.`);
  });

  const gap = 'I7 the journal of a subscription is numbered from 1 without gaps';
  const chain = 'I7 each row of the journal carries the hash of itself and of the row before';
  const owner = 'I7 a row of the journal belongs to the partner of its subscription, and rows follow each other in time';
  const fold = 'I7 state, seats, price, auto-renewal and stop date of a subscription are what its journal adds up to';
  const overlap = 'I10 service periods of a subscription do not overlap';
  const days = 'I10 a subscription is billed for the days on which its journal says it was active, and for no other';
  const served = 'I10 an active subscription is served through the end of its partner’s first month not closed';
  const seats = 'I10 the last period of an active subscription has its seats and its price';
  const exposure = 'I3 exposure is within the limit, but for what staff let through, a limit lowered later and money sent back';
  const trace = 'I3 every order that was carried out or waits has its row in the journal of its subscription';
  const state = 'I3 a subscription waits exactly while its order does: pending for a new one, suspended for a renewal';
  const vat = 'I16 the VAT of a service period is the VAT inside its charge';
  const invoice = 'I16 the lines of an invoice add up to its total, and net and VAT to gross';
  const line = 'I16 a line of an invoice in force is its service period, to the kopeck';
  const settled = 'I16 no more is settled than was paid, nor more than an invoice asks for';

  test.each([
    ['a row of the journal taken out', [`delete from subscription_events where seq = 2 and subscription_id = ${FIRST}`], gap],
    ['a comment changed', [`update subscription_events set comment = 'x' where seq = 2 and subscription_id = ${FIRST}`], chain],
    ['a sum changed', [`update subscription_events set month_delta = month_delta + 1 where seq = 2 and subscription_id = ${FIRST}`], chain],
    ['a row of another partner', [`update subscription_events set partner_id = 2 where seq = 1 and subscription_id = ${FIRST}`], owner],
    ['seats changed past the journal', [`update subscriptions set seats = seats + 1 where id = ${FIRST}`], fold],
    ['a state changed past the journal', [`update subscriptions set status = 'stopped' where id = ${FIRST}`], fold],
    ['auto-renewal changed past the journal', [`update subscriptions set auto_renew = not auto_renew where id = ${FIRST}`], fold],
    ['a price changed past the journal', [`update subscriptions set unit_price = unit_price + 1 where id = ${FIRST}`], fold],
    [
      'two periods over each other',
      [
        'alter table service_periods drop constraint service_periods_overlap',
        `insert into service_periods (subscription_id, partner_id, contract_id, from_on, to_on, seats, unit_price, vat_rate, charge, vat)
         select subscription_id, partner_id, contract_id, from_on, to_on, seats, unit_price, vat_rate, charge, vat from service_periods order by id limit 1`,
      ],
      overlap,
    ],
    [
      'a day not billed',
      [`update service_periods set from_on = from_on + 1 where id = (select max(id) from service_periods where to_on > from_on + 1)`],
      days,
    ],
    ['a period gone', [`delete from service_periods where id = (select min(id) from service_periods)`], days],
    ['December not billed', [`delete from service_periods where from_on = '2026-12-01' and subscription_id = ${FIRST}`], served],
    [
      'other seats billed than there are',
      [`update service_periods set seats = seats + 1 where from_on = '2026-12-01' and to_on = '2027-01-01'`],
      seats,
    ],
    ['more taken on than the limit', [`update partners set credit_limit = 1 where code = 'vector'`], exposure],
    ['an order without a trace', [`update subscription_events set order_id = null where order_id is not null`], trace],
    [
      'an order that waits for what runs',
      [`update orders set status = 'held', held_reason = 'credit_limit', held_at = now() where kind = 'new'`],
      state,
    ],
    ['a wrong VAT', [`update service_periods set vat = vat + 1 where id = (select min(id) from service_periods)`], vat],
    [
      'an invoice with a wrong total',
      ['alter table invoices drop constraint invoices_sums', `update invoices set gross = gross + 1`],
      invoice,
    ],
    ['an invoice without a line', [`delete from invoice_lines where no = 1`], invoice],
    ['a line that is not its period', [`update invoice_lines set seats = seats + 1 where no = 1`], line],
    [
      'more settled than paid',
      [
        `insert into payments (partner_id, received_on, amount, payer_name, purpose, source, registered_at, registered_by)
         select id, '2026-12-01', 100, 'x', 'x', 'hand', now(), 'x' from partners where code = 'vector'`,
        `insert into settlements (payment_id, invoice_id, partner_id, amount, at)
         select (select max(id) from payments), i.id, i.partner_id, 200, now() from invoices i limit 1`,
      ],
      settled,
    ],
  ])('sees %s', async (_, statements, says) => {
    expect(await broken(...statements)).toContain(says);
  });

  test('each of its checks is broken above', () => {
    const said = [gap, chain, owner, fold, overlap, days, served, seats, exposure, trace, state, vat, invoice, line, settled];
    expect(CHECKS.map(({ code, says }) => `${code} ${says}`).sort()).toEqual(said.sort());
  });

  test('fails with a report that names every violation', async () => {
    await p.portal.db.partner.update({ where: { code: 'vector' }, data: { creditLimit: 1n } });
    const failed = runAudit(p.portal);
    await expect(failed).rejects.toThrow(AuditError);
    await expect(failed).rejects.toThrow(/^I3 vector: exposure \d+, limit 1, allowed for 1 \(.*\n15 checks, 1 violations\.$/);
  });
});
