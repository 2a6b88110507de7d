import { randomUUID } from 'node:crypto';
import { exchangeFolders } from '#src/exchange/folders/folders.service.ts';
import type { Message } from '#test/axapta/books.types.ts';
import { csvOf, hasCsv } from '#test/axapta/csv.ts';
import { dice } from '#test/axapta/faults.ts';
import { TOKEN } from './ax.ts';
import type { ChaosRun } from './chaos-run.ts';
import { fileOf } from './folders/folder.ts';
import { mutated } from './mutated.ts';

/** How many were answered with which status, and what lies where afterwards. */
export interface MutatedEnd {
  readonly statuses: Readonly<Record<number, number>>;
  readonly refusedFiles: number;
  /** Rows that a refused message has written. */
  readonly halfApplied: number;
  /** Messages whose items are not all accounted for. */
  readonly unaccounted: number;
  readonly stillInFolder: readonly string[];
}

/** Sends spoiled messages over HTTP and puts others as files. */
export async function sendMutated(
  { messages, chaotic, folder }: ChaosRun,
  counts: { http: number; files: number; seed: number },
): Promise<MutatedEnd> {
  const roll = dice(counts.seed);
  const any = () => messages[Math.floor(roll() * messages.length)] as Message;
  const spoiled = () => mutated({ ...any(), messageId: randomUUID() }, roll);
  const statuses: Record<number, number> = {};
  await Promise.all(
    Array.from({ length: 4 }, async () => {
      for (let left = counts.http / 4; left > 0; left--) {
        const status = await post(chaotic.url, spoiled(), roll);
        statuses[status] = (statuses[status] ?? 0) + 1;
      }
    }),
  );
  for (let file = 0; file < counts.files; file++) {
    const message = any();
    const isTable = hasCsv(message.type) && file % 2 === 0;
    const { name } = fileOf(message.type, 50_000 + file, { ext: isTable ? 'csv' : 'json' });
    await folder.put(name, isTable ? spoiledBytes(csvOf(message, 'windows-1251'), roll) : spoiled());
  }
  for (let look = 0; look < 6; look++) await exchangeFolders(chaotic.portal);
  await chaotic.drainJobs();
  return {
    statuses,
    ...(await leftBehind(chaotic.portal.sql)),
    refusedFiles: await refused(folder),
    stillInFolder: (await folder.names('in')).filter((name) => !name.endsWith('.tmp')),
  };
}

async function post(url: string, body: string, roll: () => number): Promise<number> {
  const headers = {
    authorization: `Bearer ${TOKEN}`,
    'content-type': 'application/json',
    'x-forwarded-for': `10.9.${Math.floor(roll() * 250)}.1`,
  };
  const answer = await fetch(`${url}/api/ax/v1/messages`, { method: 'POST', headers, body });
  await answer.text();
  return answer.status;
}

/** Some bytes are others, and now and then a piece is missing. */
function spoiledBytes(bytes: Buffer, roll: () => number): Buffer {
  const copy = Buffer.from(bytes);
  for (let at = 0; at < 3; at++) copy[Math.floor(roll() * copy.length)] = Math.floor(roll() * 256);
  return roll() < 0.3 ? copy.subarray(0, Math.floor(roll() * copy.length)) : copy;
}

async function leftBehind(sql: ChaosRun['chaotic']['portal']['sql']): Promise<Pick<MutatedEnd, 'halfApplied' | 'unaccounted'>> {
  const [row] = await sql<{ halfApplied: number; unaccounted: number }>(
    'mutated_left',
    `select (select count(*)::int from ax_messages m where m.state = 'refused' and (m.applied > 0
         or exists (select 1 from ax_debtors d where d.message_id = m.id) or exists (select 1 from ax_payments p where p.message_id = m.id)
         or exists (select 1 from ax_invoices i where i.message_id = m.id))) as "halfApplied",
       (select count(*)::int from ax_messages m where m.state in ('waiting', 'done', 'partial')
         and (m.state = 'waiting' or m.done <> m.items - (select count(distinct split_part(e ->> 'pointer', '/', 3)) from jsonb_array_elements(m.item_errors) e
           where m.done < m.items))) as unaccounted`,
  );
  if (!row) throw new Error('nothing was counted');
  return row;
}

const refused = async (folder: ChaosRun['folder']): Promise<number> =>
  (await folder.names('error')).filter((name) => name.endsWith('.ack.json')).length;
