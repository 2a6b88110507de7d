import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import type { InvoiceToPrint, RenderedDocument } from '#src/documents/documents.types.ts';
import { Interrupted } from '#src/platform/job-attempts.ts';
import type { RenderAnswer, RenderTask } from './render.worker.ts';

/** Threads that draw documents beside the pages, so that a month's close does not make people wait. */
export interface RenderPool {
  /** Draws every document of an invoice on the first free thread. @throws Error when the drawing fails, Interrupted when the pool is stopped meanwhile */
  render(invoice: InvoiceToPrint): Promise<RenderedDocument[]>;
  /** Ends the threads at once; what they were drawing is drawn again by the next try of its job. */
  stop(): Promise<void>;
}

interface Waiting {
  readonly invoice: InvoiceToPrint;
  readonly done: (documents: RenderedDocument[]) => void;
  readonly failed: (error: Error) => void;
}

/** A thread without work ends after this long: it holds some 60 MB. */
const IDLE_MS = 60_000;
/** Invoices that a thread has at once: the next one lies there when one is done, so it never waits for this side. */
const AHEAD = 2;

/** A pool of up to `size` threads, each started when there is work for it. */
export function createRenderPool(size: number): RenderPool {
  const queue: Waiting[] = [];
  const threads = new Set<RenderThread>();
  let isStopped = false;

  function share(): void {
    for (let thread = forNext(); thread; thread = forNext()) {
      const next = queue.shift();
      if (next) thread.draw(next);
    }
  }

  /** The thread to give the next invoice to: the one with the least to do, a new one before any gets a second. */
  function forNext(): RenderThread | undefined {
    if (queue.length === 0) return undefined;
    const [idlest] = [...threads].sort((a, b) => a.load - b.load);
    if (idlest?.load === 0) return idlest;
    if (threads.size < size) return begin();
    return idlest && idlest.load < AHEAD ? idlest : undefined;
  }

  function begin(): RenderThread {
    // threads that help to collect a few megabytes of young garbage take the processors from those that draw
    setFlagsFromString('--no-parallel-scavenge');
    const thread: RenderThread = new RenderThread(share, () => {
      threads.delete(thread);
      if (!isStopped) share();
    });
    threads.add(thread);
    return thread;
  }

  return {
    render: (invoice) =>
      new Promise((done, failed) => {
        if (isStopped) return failed(new Interrupted('the render pool is stopped'));
        queue.push({ invoice, done, failed });
        share();
      }),
    stop: async () => {
      isStopped = true;
      for (const { failed } of queue.splice(0)) failed(new Interrupted('the render pool is stopped'));
      await Promise.all([...threads].map((thread) => thread.end()));
    },
  };
}

const ENDED = 'the thread that drew the documents has ended';

/** One thread and what it draws at the moment. */
class RenderThread {
  readonly #worker: Worker;
  readonly #onFree: () => void;
  readonly #tasks = new Map<number, Waiting>();
  #sent = 0;
  #isEnded = false;
  #idle: NodeJS.Timeout | undefined;

  constructor(onFree: () => void, onEnd: () => void) {
    this.#onFree = onFree;
    this.#worker = new Worker(new URL('./render.worker.mjs', import.meta.url), { execArgv: [] });
    this.#worker.on('message', (answer: RenderAnswer) => this.#take(answer));
    this.#worker.on('error', (error: Error) => this.#failAll(error));
    this.#worker.on('exit', () => {
      clearTimeout(this.#idle);
      this.#failAll(this.#isEnded ? new Interrupted(ENDED) : new Error(ENDED));
      onEnd();
    });
  }

  /** Invoices given to it and not answered yet; a thread that ends takes no more. */
  get load(): number {
    return this.#isEnded ? Number.POSITIVE_INFINITY : this.#tasks.size;
  }

  draw(task: Waiting): void {
    clearTimeout(this.#idle);
    this.#worker.ref();
    this.#tasks.set(++this.#sent, task);
    this.#worker.postMessage({ id: this.#sent, invoice: task.invoice } satisfies RenderTask);
  }

  async end(): Promise<void> {
    this.#isEnded = true;
    await this.#worker.terminate();
  }

  #take(answer: RenderAnswer): void {
    const task = this.#tasks.get(answer.id);
    this.#tasks.delete(answer.id);
    if ('documents' in answer) task?.done(answer.documents);
    else task?.failed(new Error(answer.fault));
    this.#onFree();
    if (this.load > 0) return;
    this.#worker.unref();
    this.#idle = setTimeout(() => void this.end(), IDLE_MS).unref();
  }

  #failAll(error: Error): void {
    const tasks = [...this.#tasks.values()];
    this.#tasks.clear();
    for (const { failed } of tasks) failed(error);
  }
}
