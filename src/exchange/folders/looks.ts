import { type FileMark, isSame } from './disk.ts';

interface Look {
  readonly mark: FileMark;
  /** Times it was seen just so. */
  readonly times: number;
}

/** What this process has seen of files that are not finished: how often each was found unchanged. No clock is asked. */
export class Looks {
  #last = new Map<string, Look>();
  #now = new Map<string, Look>();

  /** @returns how often the file was seen so, this time included; 1 after any change */
  see(name: string, mark: FileMark): number {
    const last = this.#last.get(name);
    const times = last && isSame(last.mark, mark) ? last.times + 1 : 1;
    this.#now.set(name, { mark, times });
    return times;
  }

  /** Begins a new round: what was not seen in the last one is forgotten. */
  turn(): void {
    this.#last = this.#now;
    this.#now = new Map();
  }
}
