import type { Month } from '#src/lib/days.ts';
import type { Sql } from '#src/platform/db/sql.ts';
import { readOnly } from '#src/platform/read-only.ts';
import type { Scope } from '#src/platform/scope.ts';
import { type CloseDays, closeDays } from './close.rules.ts';
import { type PlannedClose, planClose } from './close-plan.queries.ts';

/** So many are worked out when the page is asked for; of more the outlook is made beforehand. */
export const LIVE_PARTNERS = 50;
/** What a statement of a page may take. */
const PAGE_MS = 3_000;

/** What a close will find at a partner. */
export type OutlookRow = Omit<PlannedClose, 'check'>;

/** The close of a month before it is run, of all partners it is not done for. */
export interface Outlook {
  readonly rows: readonly OutlookRow[];
  /** When it was worked out; null: not yet. */
  readonly madeAt: Date | null;
  /** It is being worked out again. */
  readonly isBeingMade: boolean;
  /** Is it made beforehand? */
  readonly isStored: boolean;
}

/** Few partners are worked out now, as of one moment; of many what was stored last is told. Nothing is written or locked. */
export async function closeOutlook(scope: Scope, month: Month): Promise<Outlook> {
  const { portal } = scope;
  const days = closeDays(month);
  const partnerIds = await openPartnerIds(portal.sql, days);
  if (partnerIds.length > LIVE_PARTNERS) return storedOutlook(portal.sql, days);
  const now = portal.clock.now();
  const rows = await readOnly(portal, PAGE_MS, (sql) => planClose(sql, now, days, partnerIds));
  return { rows, madeAt: now, isBeingMade: false, isStored: false };
}

/** One partner as of now, also one that can't be closed as if it could; undefined when the month is closed for it. */
export async function partnerOutlook({ portal }: Scope, month: Month, partnerId: number): Promise<PlannedClose | undefined> {
  const now = portal.clock.now();
  const [row] = await readOnly(portal, PAGE_MS, (sql) => planClose(sql, now, closeDays(month), [partnerId], true));
  return row;
}

/** Partners the month is not closed for. */
export async function openPartnerIds(sql: Sql, days: CloseDays): Promise<number[]> {
  const rows = await sql<{ id: number }>(
    'outlook_partners',
    `select id from partners where coalesce(open_from, '-infinity'::date) <= $1::date order by id`,
    [days.first],
  );
  return rows.map(({ id }) => id);
}

async function storedOutlook(sql: Sql, days: CloseDays): Promise<Outlook> {
  const [made] = await sql<{ madeAt: Date | null; isBeingMade: boolean }>(
    'outlook_state',
    `select made_at as "madeAt", asked_at is not null as "isBeingMade" from close_outlooks where period = $1::date`,
    [days.first],
  );
  const rows = await sql<OutlookRow>(
    'outlook_rows',
    `select r.partner_id as "partnerId", p.name, p.inn, r.gross, r.invoices, r.stopped, r.renewed, r.held, r.reason, r.fault
     from close_outlook_rows r join partners p on p.id = r.partner_id
     where r.period = $1::date and coalesce(p.open_from, '-infinity'::date) <= $1::date order by p.name, p.id`,
    [days.first],
  );
  return { rows: made?.madeAt ? rows : [], madeAt: made?.madeAt ?? null, isBeingMade: made?.isBeingMade ?? false, isStored: true };
}
