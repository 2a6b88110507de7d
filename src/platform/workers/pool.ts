import { Interrupted } from '#src/platform/job-attempts.ts';
import { type Asked, WorkThread } from './thread.ts';
import { Overworked, type Work } from './work.ts';

export interface PoolOptions {
  /** Threads at most; each starts when there is work for it and ends when there is none. */
  readonly threads: number;
  /** Megabytes of heap a thread may take; null: as the process. */
  readonly memoryMb: number | null;
  /** Pieces of work that may wait for a thread; more are refused. */
  readonly waiting: number;
  /** How long they may wait. */
  readonly waitMs: number;
  /** Pieces a thread is given at once, 1 where it is not said. */
  readonly ahead?: number;
}

/** A thread without work ends after this long: it holds some 60 MB. */
const IDLE_MS = 30_000;

interface Waiting extends Asked {
  /** None for what was given to a thread before. */
  readonly timer?: NodeJS.Timeout;
}

/** Worker threads for work of one kind, with a deadline and a memory limit each and a bounded queue before them. */
export class WorkPool {
  readonly #options: PoolOptions;
  readonly #queue: Waiting[] = [];
  readonly #threads = new Set<WorkThread>();
  #isStopped = false;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  /**
   * Carries work out on the first free thread; ports and whole buffers (ArrayBuffer) among the arguments go over to it.
   * @throws UnreadableFile as the work does; Overworked when too much waits; TookTooMuch past its deadline or memory;
   * Interrupted when the pool is stopped meanwhile; Error when the work fails
   */
  do<Args extends readonly unknown[], Output>(work: Work<Args, Output>, ...args: Args): Promise<Output> {
    return new Promise<Output>((done, failed) => {
      if (this.#isStopped) return failed(new Interrupted('the worker threads are stopped'));
      if (this.#queue.length >= this.#options.waiting) return failed(new Overworked());
      const { module, verb, deadlineMs } = work;
      const asked: Waiting = {
        order: { module, verb, args },
        deadlineMs,
        done: done as (output: unknown) => void, // the type of the work says what its function gives
        failed,
        timer: setTimeout(() => this.#giveUp(asked), this.#options.waitMs).unref(),
      };
      this.#queue.push(asked);
      this.#share();
    });
  }

  /** Ends the threads at once; what waits or is being done fails with Interrupted. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#failAll(this.#queue.splice(0));
    await Promise.all([...this.#threads].map((thread) => thread.end(new Interrupted('the worker threads are stopped'))));
  }

  #share(): void {
    for (let thread = this.#forNext(); thread; thread = this.#forNext()) {
      const next = this.#queue.shift();
      if (!next) return;
      clearTimeout(next.timer);
      thread.do(next);
    }
  }

  /** The thread to give the next piece to: the one with the least to do, a new one before any gets a second. */
  #forNext(): WorkThread | undefined {
    if (this.#queue.length === 0) return undefined;
    const [idlest] = [...this.#threads].sort((a, b) => a.load - b.load);
    if (idlest?.load === 0) return idlest;
    if (this.#threads.size < this.#options.threads) return this.#begin();
    return idlest && idlest.load < (this.#options.ahead ?? 1) ? idlest : undefined;
  }

  #begin(): WorkThread {
    const thread: WorkThread = new WorkThread(
      { memoryMb: this.#options.memoryMb, idleMs: IDLE_MS },
      { onFree: () => this.#share(), onEnd: (left) => this.#ended(thread, left) },
    );
    this.#threads.add(thread);
    return thread;
  }

  #ended(thread: WorkThread, left: readonly Asked[]): void {
    this.#threads.delete(thread);
    if (this.#isStopped) this.#failAll(left);
    else this.#queue.unshift(...left);
    this.#share();
  }

  #failAll(asked: readonly Asked[]): void {
    for (const { failed } of asked) failed(new Interrupted('the worker threads are stopped'));
  }

  #giveUp(asked: Waiting): void {
    const at = this.#queue.indexOf(asked);
    if (at < 0) return;
    this.#queue.splice(at, 1);
    asked.failed(new Overworked());
  }
}
