import type { Portal } from '#src/platform/scope.ts';
import { axaptaScope, type Origin } from '../receiving/receiving.service.ts';
import { acknowledgeAll } from '../sending/acks.service.ts';
import { type OutgoingMessage, pull } from '../sending/pulling.service.ts';
import { readAcks } from '../sending/sending.forms.ts';
import type { Disk } from './disk.ts';
import { bytesOf, markOf } from './disk.ts';
import { ackName, nameOf } from './names.rules.ts';
import { unacknowledged } from './unacknowledged.queries.ts';

const ORIGIN: Origin = { requestId: 'ax-folder', address: null };
/** Messages that are asked for at once. */
const PAGE = 100;
/** An acknowledgement of a message is small. */
const LARGEST_ACK = 1_000_000;

/** Where the writing has come to, in this process; a new one begins at what is not acknowledged and finds its files there. */
export interface Written {
  after: bigint | null;
}

/**
 * Writes what goes to Axapta into `out/`, a file each, and takes note of the acknowledgements that lie beside the files Axapta has taken.
 * @returns files written
 */
export async function writeFiles(portal: Portal, disk: Disk, written: Written): Promise<number> {
  await takeAcks(portal, disk);
  const scope = axaptaScope(portal, ORIGIN);
  for (let count = 0; ; ) {
    const { items, next, more } = await pull(scope, { type: null, after: written.after, limit: PAGE });
    for (const message of items) if (await writeFile(disk, message)) count += 1;
    written.after = next;
    if (!more) return count;
  }
}

/** @returns false when Axapta has the file, or had it already */
async function writeFile(disk: Disk, message: OutgoingMessage): Promise<boolean> {
  const name = nameOf({ ...message, createdAt: new Date(message.createdAt) });
  for (const place of ['out', 'archive', 'error'] as const) if (await disk.exists(place, name)) return false;
  await disk.write('out', name, `${JSON.stringify(message)}\n`);
  return true;
}

/** `*.ack.json` of messages that were given out, in `archive/` or `error/`. One that can't be read is left there and told in the log. */
async function takeAcks(portal: Portal, disk: Disk): Promise<void> {
  for (const message of await unacknowledged(portal.sql)) {
    const name = ackName(nameOf(message));
    for (const place of ['archive', 'error'] as const) {
      const mark = await markOf(disk.at(place, name));
      if (mark === null || mark.size > LARGEST_ACK) continue;
      const acks = readAcks(ackOf(await bytesOf(disk.at(place, name))));
      if (acks.ok) await acknowledgeAll(axaptaScope(portal, ORIGIN), acks.value);
      else portal.log.warn({ name, errors: acks.errors.slice(0, 3) }, 'an acknowledgement of Axapta could not be read');
    }
  }
}

/** The contract's fields; what a reader notes of its own beside them is its own. */
function ackOf(bytes: Uint8Array): unknown {
  try {
    const { messageId, result, itemErrors } = JSON.parse(
      Buffer.from(bytes)
        .toString('utf8')
        .replace(/^\uFEFF/, ''),
    ) as Record<string, unknown>;
    return { messageId, result, ...(itemErrors === undefined ? {} : { itemErrors }) };
  } catch {
    return null;
  }
}
