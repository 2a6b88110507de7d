import { lockCredit } from '#src/credit/credit.service.ts';
import { addDays, type Day } from '#src/lib/days.ts';
import { command } from '#src/platform/command.ts';
import { type Portal, type Scope, systemScope } from '#src/platform/scope.ts';
import { lockManaged } from '#src/subscriptions/manage/managed.queries.ts';
import { tellStopDateNear } from '#src/subscriptions/manage/management-letters.service.ts';
import { endService } from '#src/subscriptions/manage/stop-date.service.ts';
import { canMove } from '#src/subscriptions/subscriptions.rules.ts';

/** How many days before its stop date the partner is reminded. */
const REMIND_DAYS = 3;

/** What the tick found to do and did. */
export interface TickReport {
  readonly stopped: number;
  readonly reminded: number;
}

/**
 * The work of a new day: subscriptions whose stop date has passed stop, those whose date is near are reminded of
 * (product rule §8). What is due is read from the data, one transaction each and decided again under its lock: so any number
 * of instances may run it at once, and days on which nobody ran it are caught up.
 * @throws AggregateError when some could not be done; the others are
 */
export async function runDailyTick(portal: Portal): Promise<TickReport> {
  const scope = systemScope(portal, 'daily-tick');
  const today = portal.clock.today();
  const faults: unknown[] = [];
  const stopped = await forEach(await stopDatesPassed(portal, today), faults, (due) => stopByDate(scope, due));
  const reminded = await forEach(await stopDatesNear(portal, today), faults, (due) => remind(scope, due));
  if (faults.length > 0) throw new AggregateError(faults, `the daily tick failed for ${faults.length} subscriptions`);
  return { stopped, reminded };
}

interface Due {
  readonly id: number;
  readonly partnerId: number;
}

function stopDatesPassed({ sql }: Portal, today: Day): Promise<Due[]> {
  return sql<Due>(
    'stop_dates_passed',
    `select id, partner_id as "partnerId" from subscriptions
     where status in ('active', 'suspended') and stop_on is not null and stop_on < $1::date order by stop_on, id`,
    [today],
  );
}

/** Near ones that have not been written about: one reminder per subscription and date. */
function stopDatesNear({ sql }: Portal, today: Day): Promise<Due[]> {
  return sql<Due>(
    'stop_dates_near',
    `select id, partner_id as "partnerId" from subscriptions s
     where status = 'active' and stop_on between $1::date and $2::date
       and not exists (select 1 from letters where cause = 'subscription:' || s.number || ':stop-date-near:' || s.stop_on)
     order by stop_on, id`,
    [today, addDays(today, REMIND_DAYS)],
  );
}

/** Runs `work` for each; one that fails doesn't stop the rest. @returns for how many there was something to do */
async function forEach(due: readonly Due[], faults: unknown[], work: (due: Due) => Promise<boolean>): Promise<number> {
  let done = 0;
  for (const one of due) {
    try {
      if (await work(one)) done += 1;
    } catch (error) {
      faults.push(error);
    }
  }
  return done;
}

function stopByDate(scope: Scope, { id, partnerId }: Due): Promise<boolean> {
  return command(scope, { action: 'subscription.stop-date' }, async (tx) => {
    await lockCredit(tx, partnerId);
    const s = await lockManaged(tx, partnerId, { id });
    if (!s?.stopOn || s.stopOn >= tx.today || !canMove(s.status, 'stop')) return false;
    await endService(tx, s, 'stop_date', s.stopOn);
    return true;
  });
}

function remind(scope: Scope, { id, partnerId }: Due): Promise<boolean> {
  return command(scope, { action: 'subscription.stop-date-near' }, async (tx) => {
    const s = await lockManaged(tx, partnerId, { id });
    if (!s?.stopOn || s.status !== 'active' || s.stopOn > addDays(tx.today, REMIND_DAYS)) return false;
    await tellStopDateNear(tx, s, s.stopOn);
    return true;
  });
}
