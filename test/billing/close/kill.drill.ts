import { describe, expect, it } from 'vitest';
import { tendLetters } from '#src/letters/tending.service.ts';
import type { Portal } from '#src/platform/scope.ts';
import { smtpPeer } from '#test/letters/smtp-peer.ts';
import type { Death } from '#test/support/kill-at-write.ts';
import { type Aftermath, aftermath, frozenClose, type Mending, NEVER, startProcess, twoAtATime, unkilled } from './killed-close.ts';
import { closed, large, small } from './killed-world.ts';

/** Working off the jobs of a small close takes some hundred writes and draws documents each time: every fourth will do. */
const STEP = 4;

interface Kill extends Aftermath {
  /** What was done, to tell and to do again. */
  readonly what: string;
}

/** Counts and tells; fails when anything was found. */
function reckon(what: string, kills: readonly Kill[], began: number): void {
  const killed = kills.filter(({ isKilled }) => isKilled).length;
  const faulty = kills.filter(({ faults }) => faults.length > 0);
  console.log(`${what}: ${killed} kills, ${faulty.length} with violations, ${Math.round((performance.now() - began) / 1000)} s`);
  expect(faulty).toEqual([]);
}

/** Runs a try at each write, on both sides of it, until the work ends without reaching it; `step` leaves writes out. */
async function everyWrite(step: number, attempt: (death: Death) => Promise<Aftermath>): Promise<Kill[]> {
  const kills: Kill[] = [];
  for (const when of ['before', 'after'] as const) {
    await twoAtATime(async (index) => {
      const at = 1 + index * step;
      const outcome = await attempt({ at, when });
      kills.push({ what: `${when} write ${at}`, ...outcome });
      return outcome.isKilled;
    });
  }
  return kills;
}

describe('a process killed', () => {
  it('at every outgoing write of a small close', async () => {
    const began = performance.now();
    const expected = await unkilled(small);
    const kills = await everyWrite(1, (death) =>
      aftermath(small, expected, async (url) => (await startProcess(url, 'close', death).ended) === null),
    );
    reckon('every write of a small close', kills, began);
    expect(kills.length).toBeGreaterThan(100);
  });

  it('or frozen at every seventh write, while another one closes', async () => {
    const began = performance.now();
    const expected = await unkilled(small);
    const kills: Kill[] = [];
    for (let at = 1, isFrozen = true; isFrozen; at += 7) {
      const outcome = await aftermath(small, expected, (url) => frozenClose(url, at));
      isFrozen = outcome.isKilled;
      kills.push({ what: `frozen after write ${at}`, ...outcome });
    }
    reckon('frozen closes', kills, began);
    expect(kills.length).toBeGreaterThan(5);
  });

  it('at random in a larger close, alone and beside another', async () => {
    const began = performance.now();
    const expected = await unkilled(large);
    const whole = { ms: 0 };
    await aftermath(large, expected, async (url) => {
      const process = startProcess(url, 'close', NEVER);
      await process.begun;
      const begun = performance.now();
      await process.ended;
      whole.ms = performance.now() - begun;
      return false;
    });
    const kills: Kill[] = [];
    await twoAtATime(async (index) => {
      const times = index % 3 === 0 ? [Math.random(), Math.random() * 2] : [Math.random()];
      const outcome = await aftermath(large, expected, async (url) => {
        const ends = await Promise.all(times.map((share) => killedAfter(url, share * whole.ms)));
        return ends.includes(null);
      });
      kills.push({ what: `after ${times.map((share) => Math.round(share * whole.ms)).join(' and ')} ms`, ...outcome });
      return kills.filter(({ isKilled }) => isKilled).length < 100;
    });
    reckon('random kills of a larger close', kills, began);
  });

  it('never, but six at once', async () => {
    const expected = await unkilled(large);
    const outcome = await aftermath(large, expected, async (url) => {
      const ends = await Promise.all(Array.from({ length: 6 }, () => startProcess(url, 'close', NEVER).ended));
      return ends.includes(null);
    });
    console.log(`six closes at once: ${outcome.faults.length} violations`);
    expect(outcome).toEqual({ isKilled: false, faults: [] });
  });

  it('in the middle of its jobs: documents and letters', async () => {
    const began = performance.now();
    const expected = (await unkilled(closed, working())).filter(isLasting);
    const kills = await everyWrite(STEP, async (death) => {
      const peer = await smtpPeer();
      const mending: Mending = { ...working(), smtpUrl: peer.url, look: (portal) => wrongLetters(portal, peer.mails) };
      const outcome = await aftermath(
        closed,
        expected,
        async (url) => (await startProcess(url, 'jobs', death, peer.url).ended) === null,
        mending,
        isLasting,
      );
      await peer.close();
      return outcome;
    });
    reckon('jobs: documents and letters', kills, began);
  });
});

/** Lets a process begin, and kills it so many milliseconds later; null when it was not through by then. */
async function killedAfter(url: string, ms: number): Promise<number | null> {
  const process = startProcess(url, 'close', NEVER);
  await process.begun;
  const timer = setTimeout(process.kill, ms);
  const end = await process.ended;
  clearTimeout(timer);
  return end;
}

/** The lease of the killed process runs out, the tending comes by, the jobs that are left are worked off. */
const working = (): Mending => ({
  finish: async (portal) => {
    await portal.db.$executeRawUnsafe(`update pgboss.job set state = 'retry', started_on = null where state = 'active'`);
    await tendLetters(portal);
    const { failed } = await portal.jobs.drain({ early: true });
    if (failed.length > 0) throw failed[0]?.error;
  },
});

/** How often a job was tried is not what counts. */
const isLasting = (row: string) => !row.startsWith('waiting:');

/** A letter comes once at most; one that is confirmed has come, and only that of the kill may be unknown. */
async function wrongLetters(portal: Portal, mails: readonly { messageId?: string | undefined }[]): Promise<string[]> {
  const letters = await portal.db.letter.findMany({ where: { template: 'invoice-issued' } });
  const came = mails.map(({ messageId }) => messageId);
  const doubled = came.filter((id, at) => came.indexOf(id) !== at).map((id) => `${id} came twice`);
  const lost = letters.filter(({ status, messageId }) => status === 'sent' && !came.includes(`<${messageId}>`));
  const other = letters.filter(({ status }) => status !== 'sent' && status !== 'unknown');
  const unknown = letters.filter(({ status }) => status === 'unknown');
  return [
    ...doubled,
    ...lost.map(({ id }) => `letter ${id} is confirmed and never came`),
    ...other.map(({ id, status }) => `letter ${id} is ${status}`),
    ...unknown.slice(1).map(({ id }) => `letter ${id} is unknown too`),
  ];
}
