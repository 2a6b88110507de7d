import { type Month, monthOf } from '#src/lib/days.ts';
import { command } from '#src/platform/command.ts';
import { readOnly } from '#src/platform/read-only.ts';
import { type Portal, type Scope, systemScope } from '#src/platform/scope.ts';
import { closeDays } from './close.rules.ts';
import { LIVE_PARTNERS, openPartnerIds } from './close-outlook.queries.ts';
import { type PlannedClose, planClose } from './close-plan.queries.ts';
import { firstOpenMonth } from './month-order.service.ts';

/** Partners planned at one moment. */
const CHUNK = 50;
/** What a statement over a chunk may take. */
const LIMIT_MS = 30_000;

/** Asks for the outlook of a month to be made anew; the page says so until it is. */
export async function askForOutlook(scope: Scope, month: Month, token: string): Promise<void> {
  await command(scope, { action: 'close.outlook', token }, async (tx) => {
    await tx.sql(
      'ask_outlook',
      `insert into close_outlooks (period, asked_at) values ($1::date, $2::timestamptz) on conflict (period) do update set asked_at = excluded.asked_at`,
      [closeDays(month).first, tx.now],
    );
    await tx.enqueue('close-outlook', { month }, { singletonKey: month });
  });
}

/** The task: the outlook of the month to be closed next, where there are too many partners to work it out for a page. */
export async function refreshOutlook(portal: Portal): Promise<void> {
  const month = (await firstOpenMonth(portal.sql)) ?? monthOf(portal.clock.today());
  if ((await openPartnerIds(portal.sql, closeDays(month))).length > LIVE_PARTNERS) await makeOutlook(portal, month);
}

/**
 * Works out the close of a month for all partners, some at a time, and stores it with its time. Partners closed meanwhile are
 * passed over; what is left of months that are done goes.
 */
export async function makeOutlook(portal: Portal, month: Month): Promise<void> {
  const days = closeDays(month);
  const begun = portal.clock.now();
  const scope = systemScope(portal, 'close-outlook');
  const partnerIds = await openPartnerIds(portal.sql, days);
  for (let from = 0; from < partnerIds.length; from += CHUNK) {
    const some = partnerIds.slice(from, from + CHUNK);
    const planned = await readOnly(portal, LIMIT_MS, (sql) => planClose(sql, begun, days, some));
    await command(scope, { action: 'close.outlook' }, (tx) => store(tx.sql, days.first, planned));
  }
  await command(scope, { action: 'close.outlook' }, async (tx) => {
    await tx.sql(
      'outlook_made',
      `insert into close_outlooks (period, made_at) values ($1::date, $2::timestamptz)
       on conflict (period) do update set made_at = excluded.made_at, asked_at = case when close_outlooks.asked_at > $2 then close_outlooks.asked_at end`,
      [days.first, begun],
    );
    await tx.sql('outlook_over', `delete from close_outlook_rows where period in (select period from month_closes where state = 'done')`);
  });
}

async function store(sql: Portal['sql'], period: string, rows: readonly PlannedClose[]): Promise<void> {
  const texts = rows.map(({ gross, ...row }) => ({ ...row, gross: String(gross) }));
  await sql(
    'store_outlook',
    `insert into close_outlook_rows (partner_id, period, gross, invoices, stopped, renewed, held, reason, fault)
     select r."partnerId", $1::date, r.gross, r.invoices, r.stopped, r.renewed, r.held, r.reason, r.fault
     from jsonb_to_recordset($2::jsonb) as r("partnerId" int, gross bigint, invoices int, stopped int, renewed int, held int, reason text, fault text)
     on conflict (partner_id, period) do update set gross = excluded.gross, invoices = excluded.invoices, stopped = excluded.stopped,
       renewed = excluded.renewed, held = excluded.held, reason = excluded.reason, fault = excluded.fault`,
    [period, JSON.stringify(texts)],
  );
}
