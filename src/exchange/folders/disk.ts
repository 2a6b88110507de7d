import { constants } from 'node:fs';
import { lstat, mkdir, open, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';

export const PLACES = ['in', 'out', 'archive', 'error'] as const;
export type Place = (typeof PLACES)[number];

/** The exchange's folder, AX_DIR, and the four in it. */
export class Disk {
  readonly #dir: string;

  constructor(dir: string) {
    this.#dir = dir;
  }

  at(place: Place, name = ''): string {
    return join(this.#dir, place, name);
  }

  /** @throws the fault of the system when the folders are not there and can't be made */
  async prepare(): Promise<void> {
    for (const place of PLACES) await mkdir(this.at(place), { recursive: true });
  }

  /** Writes a file so that nobody ever sees a part of it, and it is there after a power cut: `.tmp`, flush, rename. */
  async write(place: Place, name: string, text: string): Promise<void> {
    const path = this.at(place, name);
    const file = await open(`${path}.tmp`, 'w');
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await this.move(`${path}.tmp`, path);
  }

  /** Renames and makes it last. @returns false when the file is not there (any more): somebody else was faster */
  async move(from: string, to: string): Promise<boolean> {
    try {
      await rename(from, to);
    } catch (error) {
      if (isAbsent(error)) return false;
      throw error;
    }
    await flushFolder(dirname(to));
    return true;
  }

  async exists(place: Place, name: string): Promise<boolean> {
    return (await markOf(this.at(place, name))) !== null;
  }
}

/** What tells one state of a file from another. */
export interface FileMark {
  readonly size: number;
  readonly changedMs: number;
}

/** null when there is no such file, or it is a folder or a link. */
export async function markOf(path: string): Promise<FileMark | null> {
  try {
    const found = await lstat(path);
    return found.isFile() ? { size: found.size, changedMs: found.mtimeMs } : null;
  } catch (error) {
    if (isAbsent(error)) return null;
    throw error;
  }
}

export const isSame = (a: FileMark | null, b: FileMark | null): boolean => a?.size === b?.size && a?.changedMs === b?.changedMs;

/** The bytes of a file, never through a link. */
export async function bytesOf(path: string): Promise<Buffer> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    return await file.readFile();
  } finally {
    await file.close();
  }
}

async function flushFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => null);
  await folder?.sync().catch(() => undefined); // not every file system can
  await folder?.close();
}

const isAbsent = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';
