import { mkdir, open, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Message } from './books.types.ts';
import { csvOf, hasCsv } from './csv.ts';
import type { Faults } from './faults.ts';
import { type IncomingParts, receive } from './incoming.ts';
import { instantText } from './messages.ts';
import type { Outgoing, OutgoingMail } from './outgoing.ts';
import { objectOf } from './portal-door.ts';

export interface FolderParts {
  /** AX_DIR of the portal: what goes to it lies in `in/`, what comes from it in `out/`. */
  readonly dir: string;
  readonly faults: Faults;
  readonly roll: () => number;
  /** Debtors and payments as tables instead of JSON. */
  readonly csv: 'utf-8' | 'windows-1251' | null;
}

/** `debtors_20261130T060000_000017_0f8fad5b-….json` */
export function fileName({ type, createdAt, seq = 0, messageId }: Message, isCsv: boolean): string {
  const instant = createdAt.slice(0, 19).replaceAll('-', '').replaceAll(':', '');
  return `${type}_${instant}_${String(seq).padStart(6, '0')}_${messageId}.${isCsv ? 'csv' : 'json'}`;
}

/** The exchange by files, from the accounting system's side. */
export class Folder {
  readonly #parts: FolderParts;

  constructor(parts: FolderParts) {
    this.#parts = parts;
  }

  /** Writes what waits; a message counts as delivered when its acknowledgement lies in `archive/` or `error/`. */
  async write(mail: OutgoingMail, nowMs: number): Promise<void> {
    for (const name of ['in', 'out', 'archive', 'error']) await mkdir(join(this.#parts.dir, name), { recursive: true });
    for (const out of mail.waiting()) {
      if (out.tries === 0 || (out.notBefore <= nowMs && !(await this.#isThere(out)))) await this.#place(out, nowMs);
      const ack = await this.#ackOf(out);
      if (ack)
        mail.acknowledge(out.message.messageId, ack['result'] === 'error' ? JSON.stringify(ack['itemErrors'] ?? ack['detail']) : null);
    }
  }

  /** Takes what lies in `out/`: claimed by a rename, read, archived with an acknowledgement beside it. @returns files taken */
  async read(parts: IncomingParts): Promise<number> {
    const names = (await readdir(this.#in('out')).catch(() => [])).filter((name) => name.endsWith('.json')).sort();
    let taken = 0;
    for (const name of names) {
      const archived = this.#in('archive', name);
      if (!(await rename(this.#in('out', name), archived).then(yes, no))) continue;
      const message = objectOf(await readFile(archived, 'utf8'));
      const ack = message ? receive(parts, message) : { messageId: '', result: 'error', itemErrors: [] };
      await this.#put(`${archived}.tmp`, JSON.stringify({ ...ack, at: instantText(parts.now()) }));
      await rename(`${archived}.tmp`, archived.replace(/\.json$/, '.ack.json'));
      taken++;
    }
    return taken;
  }

  async #place(out: Outgoing, nowMs: number): Promise<void> {
    const { faults, roll, csv } = this.#parts;
    const isCsv = csv !== null && hasCsv(out.message.type);
    const bytes = isCsv ? csvOf(out.message, csv) : Buffer.from(JSON.stringify(out.message));
    const path = this.#in('in', fileName(out.message, isCsv));
    Object.assign(out, { tries: out.tries + 1, notBefore: nowMs + 5_000 });
    if (roll() < faults.halfWritten) {
      const half = bytes.subarray(0, Math.floor(bytes.length * roll()));
      // Half of them are written under the name itself, as programs do that know no rename.
      await writeFile(roll() < 0.5 ? `${path}.tmp` : path, half);
      return;
    }
    const whole = roll() < faults.broken ? Buffer.concat([bytes.subarray(0, bytes.length >> 1), Buffer.from('}]')]) : bytes;
    await this.#put(`${path}.tmp`, whole);
    await rename(`${path}.tmp`, path);
  }

  /** Written and on the disk. */
  async #put(path: string, bytes: Buffer | string): Promise<void> {
    const file = await open(path, 'w');
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
  }

  async #isThere(out: Outgoing): Promise<boolean> {
    const isCsv = this.#parts.csv !== null && hasCsv(out.message.type);
    return stat(this.#in('in', fileName(out.message, isCsv))).then(yes, no);
  }

  async #ackOf(out: Outgoing): Promise<Record<string, unknown> | null> {
    const isCsv = this.#parts.csv !== null && hasCsv(out.message.type);
    const name = basename(fileName(out.message, isCsv)).replace(/\.(json|csv)$/, '.ack.json');
    for (const place of ['archive', 'error']) {
      const text = await readFile(this.#in(place, name), 'utf8').catch(() => null);
      if (text !== null) return objectOf(text);
    }
    return null;
  }

  #in = (...names: string[]): string => join(this.#parts.dir, ...names);
}

const yes = (): boolean => true;
const no = (): boolean => false;
