import { type Clock, type SettableClock, shiftedClock, systemClock } from '#src/platform/clock.ts';
import { type Config, ConfigError } from '#src/platform/config.ts';
import { newClient } from '#src/platform/db/client.ts';

/** Where the demo world begins when CLOCK names no other instant. */
const DEMO_START = '2026-11-22T10:00:00+03:00';
/** The demo world is lived up to this day: an earlier clock would show documents from the future. */
const FIRST_INSTANT = '2026-11-22T00:00:00+03:00';
export const KEY = 'clock.offset';

/**
 * The clock of this process: the machine's own, or in demo mode one that began at the demo's start and runs on.
 * Its distance from the machine's time is kept in the database, so a restart goes on where it was.
 */
export async function startClock(config: Config, databaseUrl: string): Promise<Clock | SettableClock> {
  if (!config.isDemo) return systemClock();
  if (config.clockStart && config.clockStart < new Date(FIRST_INSTANT))
    throw new ConfigError('CLOCK: the demo world was lived through 21 November 2026; name 2026-11-22T00:00+03:00 or later');
  const client = newClient({ connectionString: databaseUrl });
  await client.connect();
  try {
    const first = (config.clockStart ?? new Date(DEMO_START)).getTime() - systemClock().now().getTime();
    await client.query(`insert into settings (key, value) values ($1, to_jsonb($2::bigint)) on conflict do nothing`, [
      KEY,
      Math.round(first),
    ]);
    const { rows } = await client.query<{ value: number }>('select value from settings where key = $1', [KEY]);
    return shiftedClock(rows[0]?.value ?? first);
  } finally {
    await client.end();
  }
}
