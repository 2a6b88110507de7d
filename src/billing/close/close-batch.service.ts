import { tellIssued } from '#src/billing/invoice-letters.service.ts';
import { issueInvoices } from '#src/billing/invoices.service.ts';
import { openFrom } from '#src/partners/standing.service.ts';
import { command } from '#src/platform/command.ts';
import type { Scope, Tx } from '#src/platform/scope.ts';
import type { CloseDays } from './close.rules.ts';
import type { ParkedPartner } from './close.types.ts';
import { faultyPartners } from './close-checks.queries.ts';
import { stopDue } from './stops.service.ts';

/** What a batch may take: a late close goes one by one through what was changed since the month's end. */
const LIMIT_MS = 60_000;

export interface ClosedBatch {
  readonly closed: number;
  readonly parked: readonly ParkedPartner[];
}

/**
 * Closes up to `size` partners in one transaction. Partners that another run holds are passed over;
 * when only such are left, it waits for one.
 */
export function closeBatch(
  scope: Scope,
  days: CloseDays,
  size: number,
  skip: readonly number[],
  taken?: (partnerId: number) => void,
): Promise<ClosedBatch> {
  return command(scope, { action: 'close.batch', limitMs: LIMIT_MS }, async (tx) => {
    const partnerIds = await takePartners(tx, days, size, skip);
    if (partnerIds[0] !== undefined) taken?.(partnerIds[0]);
    return closeGiven(tx, days, partnerIds);
  });
}

/** Closes these partners in this transaction; faulty ones are parked. Their rows need not be locked yet. */
export async function closeGiven(tx: Tx, days: CloseDays, partnerIds: readonly number[]): Promise<ClosedBatch> {
  const parked = await faultyPartners(tx, days, partnerIds);
  for (const { partnerId, fault } of parked) await writePark(tx, days, partnerId, fault);
  const bad = new Set(parked.map(({ partnerId }) => partnerId));
  const good = partnerIds.filter((id) => !bad.has(id));
  if (good.length > 0) await closePartners(tx, days, good);
  return { closed: good.length, parked };
}

/** Stops due, what they let run of the orders that wait, renewals, then the invoices: their numbers are drawn last, so the lock on the series is short. */
async function closePartners(tx: Tx, days: CloseDays, partnerIds: readonly number[]): Promise<void> {
  const stopped = await stopDue(tx, days, partnerIds);
  await tx.emit('creditsEased', { partnerIds });
  await tx.emit('renewalsDue', { partnerIds, month: days.next });
  const invoices = await issueInvoices(tx, days, partnerIds);
  const lastEventId = await openFrom(tx, partnerIds, days.next);
  await tx.emit('invoicesIssued', { partnerIds: [...new Set(invoices.map(({ partnerId }) => partnerId))] });
  await tx.emit('creditsEased', { partnerIds });
  await writeOutcomes(tx, days, partnerIds, lastEventId, stopped);
  await tellIssued(tx, days, invoices);
}

async function takePartners(tx: Tx, days: CloseDays, size: number, skip: readonly number[]): Promise<number[]> {
  const open = `select id from partners where coalesce(open_from, '-infinity'::date) <= $1::date and id <> all($2::int[]) order by id`;
  const free = await tx.sql<{ id: number }>('take_partners', `${open} limit $3 for update skip locked`, [days.first, skip, size]);
  const rows = free.length > 0 ? free : await tx.sql<{ id: number }>('wait_for_partner', `${open} limit 1 for update`, [days.first, skip]);
  return rows.map(({ id }) => id);
}

/** What each partner's close came to, for the page of the close and for the audit. */
async function writeOutcomes(
  tx: Tx,
  days: CloseDays,
  partnerIds: readonly number[],
  lastEventId: number,
  stopped: ReadonlyMap<number, number>,
): Promise<void> {
  await tx.sql(
    'write_outcomes',
    `insert into partner_closes (period, partner_id, closed_at, last_event_id, invoices, gross, stopped, renewed, held)
     select $2::date, p.id, $4::timestamptz, $5::int, coalesce(i.n, 0), coalesce(i.gross, 0), p.stopped, coalesce(r.n, 0), coalesce(h.n, 0)
     from unnest($1::int[], $6::int[]) as p(id, stopped)
     left join (select partner_id, count(*)::int as n, sum(gross)::bigint as gross from invoices
       where partner_id = any($1::int[]) and period = $2::date and status = 'issued' group by 1) i on i.partner_id = p.id
     left join (select partner_id, count(*)::int as n from subscription_events
       where partner_id = any($1::int[]) and at = $4::timestamptz and action = 'renewed' and (after ->> 'period')::date = $3::date group by 1) r on r.partner_id = p.id
     left join (select partner_id, count(*)::int as n from orders
       where partner_id = any($1::int[]) and kind = 'renewal' and period = $3::date and status = 'held' group by 1) h on h.partner_id = p.id
     on conflict (period, partner_id) do update set closed_at = excluded.closed_at, last_event_id = excluded.last_event_id, fault = null, invoices = excluded.invoices,
       gross = excluded.gross, stopped = excluded.stopped, renewed = excluded.renewed, held = excluded.held`,
    [partnerIds, days.first, days.next, tx.now, lastEventId, partnerIds.map((id) => stopped.get(id) ?? 0)],
  );
}

/** Parks one partner outside of its failed transaction; null when another run has closed it meanwhile. */
export function parkPartner(scope: Scope, days: CloseDays, partnerId: number, fault: string): Promise<ParkedPartner | null> {
  return command(scope, { action: 'close.park' }, async (tx) => {
    const [open] = await tx.sql<{ name: string }>(
      'partner_to_park',
      `select name from partners where id = $1 and coalesce(open_from, '-infinity'::date) <= $2::date for update`,
      [partnerId, days.first],
    );
    if (!open) return null;
    await writePark(tx, days, partnerId, fault);
    return { partnerId, name: open.name, fault };
  });
}

async function writePark(tx: Tx, days: CloseDays, partnerId: number, fault: string): Promise<void> {
  await tx.sql(
    'park_partner',
    `insert into partner_closes (period, partner_id, fault) values ($1::date, $2, $3)
     on conflict (period, partner_id) do update set fault = excluded.fault, closed_at = null`,
    [days.first, partnerId, fault],
  );
  await tx.audit({ action: 'close.parked', subject: `закрытие ${days.month}`, partnerId, after: { fault } });
}
