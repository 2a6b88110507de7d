import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type Place = 'in' | 'out' | 'archive' | 'error';

/** AX_DIR of a test, as somebody with a file manager sees it. */
export class TestFolder {
  readonly dir: string;

  constructor(dir: string) {
    this.dir = dir;
  }

  static async make(): Promise<TestFolder> {
    const dir = await mkdtemp(join(tmpdir(), 'ax-'));
    for (const place of ['in', 'out', 'archive', 'error']) await mkdir(join(dir, place));
    return new TestFolder(dir);
  }

  put(name: string, content: string | Uint8Array, place: Place = 'in'): Promise<void> {
    return writeFile(join(this.dir, place, name), content);
  }

  async names(place: Place): Promise<string[]> {
    return (await readdir(join(this.dir, place))).sort();
  }

  async json(place: Place, name: string): Promise<Record<string, unknown>> {
    return JSON.parse(await readFile(join(this.dir, place, name), 'utf8')) as Record<string, unknown>;
  }

  remove(): Promise<void> {
    return rm(this.dir, { recursive: true });
  }
}

/** A name as the contract has it, and its acknowledgement's. */
export function fileOf(
  type: string,
  seq: number,
  { id = randomUUID() as string, ext = 'json' } = {},
): { id: string; name: string; ack: string } {
  const base = `${type}_20261122T095500_${String(seq).padStart(6, '0')}_${id}`;
  return { id, name: `${base}.${ext}`, ack: `${base}.ack.json` };
}
