import type pg from 'pg';
import { type Clock, stopwatch, systemClock } from '#src/platform/clock.ts';
import type { Logger } from '#src/platform/logger.ts';
import { newClient } from './client.ts';

/** What the database said when asked. */
export interface Beat {
  readonly doesAnswer: boolean;
  /** Does the machine's clock agree with the database's to the minute? As last known, while there is no answer. */
  readonly isClockRight: boolean;
}

/** May this instance answer people and start what the clock starts? */
export const isWell = (beat: Beat): boolean => beat.doesAnswer && beat.isClockRight;

/** Asks how the database is, on a connection of its own and within its own time: also when every pool is taken or hangs. */
export interface Pulse {
  /** Asks now; those who ask at once share the answer, which takes two seconds at most. Never throws. */
  beat(): Promise<Beat>;
  readonly last: Beat;
  close(): void;
}

export interface PulseOptions {
  readonly url: string;
  readonly log: Logger;
  /** The machine's clock, not the portal's, which a demo moves. */
  readonly machine?: Clock;
}

/** A connection and its answer get a second each. */
const LIMIT_MS = 1_000;

/** Instances must agree what day it is: one that is further off closes months and writes journals for another time. */
const LARGEST_DIFFERENCE_MS = 60_000;

export function createPulse({ url, log, machine = systemClock() }: PulseOptions): Pulse {
  const settings = { connectionString: url, connectionTimeoutMillis: LIMIT_MS, query_timeout: LIMIT_MS, application_name: 'portal pulse' };
  let client: pg.Client | null = null;
  let last: Beat = { doesAnswer: true, isClockRight: true };
  let asking: Promise<Beat> | null = null;

  /** By how much the database's clock is ahead, in ms, and how exactly that is known. */
  async function ask(): Promise<{ ahead: number; within: number }> {
    const one = client ?? newClient(settings);
    try {
      if (client === null) await one.connect();
      client = one;
      const elapsed = stopwatch();
      const sentAt = machine.now().getTime();
      const { rows } = await one.query<{ at: Date }>('select clock_timestamp() as at');
      const half = elapsed() / 2;
      return { ahead: (rows[0]?.at.getTime() ?? Number.NaN) - sentAt - half, within: half };
    } catch (error) {
      client = null;
      void one.end().catch(() => undefined);
      throw error;
    }
  }

  async function look(): Promise<Beat> {
    try {
      // The second try has a connection of its own: the first may have been lost long ago without a word.
      const { ahead, within } = await (client ? ask().catch(ask) : ask());
      return tell({ doesAnswer: true, isClockRight: Math.abs(ahead) <= LARGEST_DIFFERENCE_MS + within }, Math.round(ahead / 1000));
    } catch {
      return tell({ ...last, doesAnswer: false }, 0);
    }
  }

  function tell(beat: Beat, aheadSeconds: number): Beat {
    if (beat.doesAnswer !== last.doesAnswer) log.warn(beat.doesAnswer ? 'the database answers again' : 'the database does not answer');
    if (!beat.isClockRight && last.isClockRight)
      log.error(
        { aheadSeconds },
        'the clock of this machine differs from the database’s by more than a minute: set it; no task runs until then',
      );
    if (beat.isClockRight && !last.isClockRight) log.warn('the clock of this machine agrees with the database’s again');
    last = beat;
    return beat;
  }

  return {
    get last() {
      return last;
    },
    beat: () => {
      asking ??= look().finally(() => {
        asking = null;
      });
      return asking;
    },
    close: () => void client?.end(),
  };
}
