import cron from 'node-cron';
import { tasks } from '#src/jobs.ts';
import type { Portal } from '#src/platform/scope.ts';

/** time (Moscow) → one task. Cron only pokes: what is due is computed from data, so a missed or doubled tick does no harm. */
const times: Record<keyof typeof tasks, string> = {
  'month-close': '0 21 28-31 * *',
  receivables: '15 0 * * *',
  'tend-letters': '*/5 * * * *',
  'revert-limits': '10 0 * * *',
  'sweep-accounts': '30 3 * * *',
};

/** Starts the ticking; the answer ends it. */
export function startSchedule(portal: Portal): () => Promise<void> {
  const ticking = Object.entries(times).map(([name, time]) =>
    cron.schedule(time, () => run(portal, name), { timezone: 'Europe/Moscow', noOverlap: true }),
  );
  return async () => {
    await Promise.all(ticking.map((tick) => tick.stop()));
  };
}

async function run(portal: Portal, name: string): Promise<void> {
  try {
    await tasks[name]?.(portal);
  } catch (err) {
    portal.log.error({ err, task: name }, 'a scheduled task failed; the next tick does it again');
  }
}
