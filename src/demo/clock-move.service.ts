import { addDays, type Day, daysBetween, moscowDay, moscowMidnight } from '#src/lib/days.ts';
import type { SettableClock } from '#src/platform/clock.ts';
import { Conflict, Invalid } from '#src/platform/errors.ts';
import type { Portal } from '#src/platform/scope.ts';
import { dueRuns, frequentTasks, runTask } from '#src/schedule.ts';
import { KEY } from './clock.ts';

/** The farthest one move goes. */
export const MOST_DAYS = 370;

/** How far a move of the clock has come. */
export interface ClockMove {
  readonly from: Date;
  readonly to: Date;
  /** Days to go in all; the day under way counts as not done. */
  readonly days: number;
  readonly daysDone: number;
  /** The task at work, null between tasks. */
  readonly task: string | null;
  readonly isOver: boolean;
  /** What went wrong on the way, one sentence a task. */
  readonly faults: readonly string[];
}

const moves = new WeakMap<Portal, ClockMove>();

type Follower = () => Promise<void>;
const followers = new WeakMap<Portal, Follower>();

/** Names who follows the clock of this portal: he is waited for after every move, before what fell due is done. null: nobody any more. */
export function onClockMove(portal: Portal, follower: Follower | null): void {
  if (follower) followers.set(portal, follower);
  else followers.delete(portal);
}

/** The move under way or the last one of this process; null when there was none. */
export const clockMove = (portal: Portal): ClockMove | null => moves.get(portal) ?? null;

/**
 * May the clock be moved to this instant now? @returns calendar days between
 * @throws as `moveClock` does
 */
export function checkMove(portal: Portal, clock: SettableClock, to: Date): number {
  if (clockMove(portal)?.isOver === false) throw new Conflict('Часы уже переводятся: дождитесь конца.');
  if (to <= clock.now()) throw new Invalid({ to: 'Часы идут только вперёд: выберите время позже текущего.' });
  const days = daysBetween(clock.today(), moscowDay(to));
  if (days > MOST_DAYS) throw new Invalid({ to: `За один раз можно перейти не дальше чем на ${MOST_DAYS} дней.` });
  return days;
}

/**
 * Moves the demo's clock forward to an instant, day by day (product rule §14): every scheduled task runs at its Moscow
 * time, in order; those that come more often than daily run once at the end of each day; then the jobs that wait are done.
 * Sessions are moved along, so nobody is logged off. The distance from the machine's time is kept for the next start.
 * A task that fails is told in `faults` and stops nothing.
 * @throws Conflict while another move is under way
 * @throws Invalid `{ to }` when the instant is past or farther than MOST_DAYS
 */
export function moveClock(portal: Portal, clock: SettableClock, to: Date): Promise<void> {
  const from = clock.now();
  const days = checkMove(portal, clock, to);
  let state: ClockMove = { from, to, days: days + 1, daysDone: 0, task: null, isOver: false, faults: [] };
  const tell = (change: Partial<ClockMove>) => {
    state = { ...state, ...change };
    moves.set(portal, state);
  };
  tell({});
  return walk(portal, clock, to, tell, () => state).finally(() => tell({ isOver: true, task: null }));
}

type Tell = (change: Partial<ClockMove>) => void;

async function walk(portal: Portal, clock: SettableClock, to: Date, tell: Tell, state: () => ClockMove): Promise<void> {
  const run = async (task: string) => {
    tell({ task });
    const fault = await runTask(portal, task, 'Часы');
    if (fault) tell({ faults: [...state().faults, `${task}: ${fault}`] });
  };
  // The clock runs on while tasks work, so what is due is counted from where the walk came to, not from the clock.
  for (let day = clock.today(), reached = state().from; ; day = addDays(day, 1)) {
    const end = endOf(day, to);
    for (const { task, at } of dueRuns(reached, end)) {
      await setClock(portal, clock, at);
      await run(task);
    }
    reached = end;
    await setClock(portal, clock, end);
    for (const task of frequentTasks()) await run(task);
    await portal.jobs.drain({ early: true });
    tell({ daysDone: state().daysDone + 1, task: null });
    if (end >= to) return;
  }
}

/** The last instant of the day that the move comes to. */
function endOf(day: Day, to: Date): Date {
  const last = new Date(moscowMidnight(addDays(day, 1)).getTime() - 1000);
  return last < to ? last : to;
}

/** Sets the clock forward with the sessions, and keeps the new distance. Time that has passed meanwhile stays passed. */
async function setClock(portal: Portal, clock: SettableClock, to: Date): Promise<void> {
  const ahead = to.getTime() - clock.now().getTime();
  if (ahead <= 0) return;
  await portal.sql(
    'clock_sessions',
    `update sessions set created_at = created_at + make_interval(secs => $1), last_seen_at = last_seen_at + make_interval(secs => $1),
       expires_at = expires_at + make_interval(secs => $1)`,
    [ahead / 1000],
  );
  clock.setTo(to);
  await portal.sql('clock_keep', `update settings set value = to_jsonb($2::bigint) where key = $1`, [KEY, Math.round(clock.offset)]);
  await followers.get(portal)?.();
}
