import { MessagePort, type Transferable, Worker } from 'node:worker_threads';
import { UnreadableFile } from '#src/lib/unreadable.ts';
import { Interrupted } from '#src/platform/job-attempts.ts';
import { TookTooMuch, type WorkAnswer, type WorkOrder } from './work.ts';

/** Work asked for and not answered yet. */
export interface Asked {
  readonly order: Omit<WorkOrder, 'id'>;
  readonly deadlineMs: number;
  readonly done: (output: unknown) => void;
  readonly failed: (error: Error) => void;
}

export interface ThreadOptions {
  /** Megabytes of its heap; null: as the process. */
  readonly memoryMb: number | null;
  /** It ends after so long without work. */
  readonly idleMs: number;
}

/** What a thread tells the pool. */
export interface ThreadEvents {
  onFree(): void;
  /** `left`: what it had been given and not begun. */
  onEnd(left: readonly Asked[]): void;
}

const ENDED = 'the worker thread has ended';
/** Room for young objects beside the heap; more would be kept by every thread for long. */
const YOUNG_MB = 16;

/** One worker thread and what it was given: it works on the first, the rest lies there so that it never waits for this side. */
export class WorkThread {
  readonly #worker: Worker;
  readonly #events: ThreadEvents;
  readonly #idleMs: number;
  readonly #tasks = new Map<number, Asked>();
  #sent = 0;
  #fault: Error | null = null;
  #isEnded = false;
  #timer: NodeJS.Timeout | undefined;

  constructor({ memoryMb, idleMs }: ThreadOptions, events: ThreadEvents) {
    this.#events = events;
    this.#idleMs = idleMs;
    const resourceLimits = memoryMb === null ? {} : { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: YOUNG_MB };
    this.#worker = new Worker(new URL('./worker.mjs', import.meta.url), { execArgv: [], resourceLimits });
    this.#worker.on('message', (answer: WorkAnswer) => this.#take(answer));
    this.#worker.on('error', (error: NodeJS.ErrnoException) => {
      this.#isEnded = true;
      this.#fault ??= error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? new TookTooMuch('memory') : error;
    });
    this.#worker.on('exit', () => this.#ended());
  }

  /** Pieces of work given and not answered; a thread that ends takes no more. */
  get load(): number {
    return this.#isEnded ? Number.POSITIVE_INFINITY : this.#tasks.size;
  }

  do(asked: Asked): void {
    this.#worker.ref();
    this.#tasks.set(++this.#sent, asked);
    if (this.#tasks.size === 1) this.#watch();
    const handed = asked.order.args.filter((arg): arg is Transferable => arg instanceof MessagePort || arg instanceof ArrayBuffer);
    this.#worker.postMessage({ id: this.#sent, ...asked.order } satisfies WorkOrder, handed);
  }

  /** Ends it at once. What it was doing fails with `fault`, what it had not begun goes back to the pool. */
  async end(fault: Error): Promise<void> {
    this.#isEnded = true;
    this.#fault ??= fault;
    await this.#worker.terminate();
  }

  #take(answer: WorkAnswer): void {
    const asked = this.#tasks.get(answer.id);
    this.#tasks.delete(answer.id);
    if ('output' in answer) asked?.done(answer.output);
    else asked?.failed('unreadable' in answer ? new UnreadableFile(answer.unreadable) : new Error(answer.fault));
    this.#watch();
    this.#events.onFree();
  }

  /** The time of the work that is now the first begins; without any the thread may go. */
  #watch(): void {
    clearTimeout(this.#timer);
    if (this.#isEnded) return;
    const [first] = this.#tasks.values();
    if (first) this.#timer = setTimeout(() => void this.end(new TookTooMuch('time')), first.deadlineMs);
    else {
      this.#worker.unref();
      this.#timer = setTimeout(() => void this.end(new Interrupted(ENDED)), this.#idleMs).unref();
    }
  }

  #ended(): void {
    clearTimeout(this.#timer);
    this.#isEnded = true;
    const [first, ...left] = this.#tasks.values();
    this.#tasks.clear();
    first?.failed(this.#fault ?? new Error(ENDED));
    this.#events.onEnd(left);
  }
}
