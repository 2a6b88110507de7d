import { exchangeFolders } from '#src/exchange/folders/folders.service.ts';
import { receiveMessage } from '#src/exchange/receiving/receiving.service.ts';
import { newClient } from '#src/platform/db/client.ts';
import type { Portal } from '#src/platform/scope.ts';
import type { Message } from '#test/axapta/books.types.ts';
import { openBarePortal } from '#test/support/bare-portal.ts';
import { type ListeningPortal, listen } from '#test/support/listening.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';
import { TOKEN } from './ax.ts';
import { bring, type ChaosParts, type Told } from './chaos.ts';
import { END, withInvoices } from './chaos-world.ts';
import { endState } from './end-state.ts';
import { TestFolder } from './folders/folder.ts';
import { type Killing, startKilled } from './killed.ts';
import { lifeOf } from './life.ts';

/** Two portals of the same world: one gets every message in order, the other in chaos. */
export interface ChaosRun {
  readonly messages: readonly Message[];
  readonly orderly: TestPortal;
  readonly chaotic: ListeningPortal;
  readonly folder: TestFolder;
  close(): Promise<void>;
}

export async function openChaos({ messages, seed }: { messages: number; seed: number }): Promise<ChaosRun> {
  const folder = await TestFolder.make();
  const config = { axToken: TOKEN, axDir: folder.dir, trustProxy: 1 };
  const orderly = await openTestPortal({ template: withInvoices });
  const chaotic = await listen({ template: withInvoices, config });
  for (const { clock } of [orderly, chaotic]) clock.setTo(END);
  const invoices = await orderly.portal.db.invoice.findMany({ select: { id: true } });
  return {
    messages: await lifeOf({ messages, seed, end: END, documents: invoices.map(({ id }) => `INV-${id}`) }),
    orderly,
    chaotic,
    folder,
    close: async () => {
      await chaotic.close();
      await orderly.close();
      await folder.remove();
    },
  };
}

export interface ChaosEnd {
  readonly told: Told;
  readonly chaotic: object;
  readonly orderly: Record<string, unknown>;
}

export interface ChaosOptions {
  readonly senders: number;
  /** So often all connections of commands are cut, also between COMMIT and its answer. */
  readonly cutEveryMs: number;
  /** Processes that take the messages beside the portal of the run, and are killed. */
  readonly killing: Killing;
}

/** Brings all messages to both and answers with how it ended. */
export async function chaosRun(run: ChaosRun, { senders, cutEveryMs, killing }: ChaosOptions): Promise<ChaosEnd> {
  for (const message of run.messages) {
    const { ok } = await receiveMessage(run.orderly.portal, message, 'http', { requestId: 'orderly', address: null });
    if (!ok) throw new Error(`${message.type} ${message.seq} of the orderly run was refused`);
  }
  await run.orderly.drainJobs();
  const other = await openBarePortal(run.chaotic.database.url, { at: END, config: { axDir: run.folder.dir } });
  const readers = [run.chaotic.portal, other.portal];
  const killed = await startKilled({ databaseUrl: run.chaotic.database.url, dir: run.folder.dir }, killing);
  const parts: ChaosParts = {
    url: urlsInTurn([run.chaotic.url], killed.urls),
    folder: run.folder,
    readers: () => readers,
    seed: 11,
    senders,
  };
  const cutting = await cutConnections(run.chaotic.database.adminUrl, cutEveryMs);
  killed.begin();
  const told = await bring(run.messages, parts).finally(cutting.stop);
  const { kills, errors } = await killed.end();
  // Who was cut off was told so, and came again.
  const odd = [...(run.chaotic.expectedErrors() as { status?: number }[]), ...errors].filter(({ status }) => status !== 503);
  if (odd.length > 0) throw new Error(`errors were logged: ${JSON.stringify(odd.slice(0, 3))}`);
  for (let look = 0; look < 6; look++) await exchangeFolders(run.chaotic.portal);
  await other.portal.jobs.stop();
  await other.close();
  await endLeases(run.chaotic.portal);
  await run.chaotic.drainJobs();
  return {
    told: { ...told, cuts: cutting.count(), kills },
    chaotic: await endState(run.chaotic.portal),
    orderly: await endState(run.orderly.portal),
  };
}

/** One after the other, of those that are there. */
function urlsInTurn(always: readonly string[], others: () => readonly string[]): () => string {
  let turn = 0;
  return () => {
    const all = [...others(), ...always];
    return all[turn++ % all.length] ?? '';
  };
}

/** The jobs that the killed held are free, as they are half a minute later. */
const endLeases = ({ sql }: Portal) =>
  sql('chaos_leases_end', `update pgboss.job set state = 'retry', started_on = null, start_after = now() where state = 'active'`);

/** Ends the connections of commands again and again, as a database does that is stopped at once. */
async function cutConnections(adminUrl: string, everyMs: number): Promise<{ stop: () => Promise<void>; count: () => number }> {
  const client = newClient({ connectionString: adminUrl });
  await client.connect();
  let cut = 0;
  const cutting = setInterval(() => {
    client
      .query(
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name like 'portal commands%'`,
      )
      .then(({ rowCount }) => {
        cut += rowCount ?? 0;
      })
      .catch(() => undefined);
  }, everyMs);
  return {
    count: () => cut,
    stop: async () => {
      clearInterval(cutting);
      await client.end();
    },
  };
}
