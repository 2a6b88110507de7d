import { Worker } from 'node:worker_threads';
import { Interrupted } from '#src/platform/jobs.ts';
import type { InvoiceToPrint, RenderedDocument } from './documents.types.ts';
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

/** A pool of up to `size` threads, each started when there is work for it. */
export function createRenderPool(size: number): RenderPool {
  const queue: Waiting[] = [];
  const threads = new Set<RenderThread>();
  let isStopped = false;

  function share(): void {
    for (const thread of threads) if (thread.isFree) give(thread);
    while (queue.length > 0 && threads.size < size) give(begin());
  }

  function give(thread: RenderThread): void {
    const next = queue.shift();
    if (next) thread.draw(next);
  }

  function begin(): RenderThread {
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
  #task: Waiting | null = null;
  #sent = 0;
  #isEnded = false;
  #idle: NodeJS.Timeout | undefined;

  constructor(onFree: () => void, onEnd: () => void) {
    this.#onFree = onFree;
    this.#worker = new Worker(new URL('./render.worker.mjs', import.meta.url), { execArgv: [] });
    this.#worker.on('message', (answer: RenderAnswer) => this.#take(answer));
    this.#worker.on('error', (error: Error) => this.#finish((task) => task.failed(error)));
    this.#worker.on('exit', () => {
      clearTimeout(this.#idle);
      this.#finish((task) => task.failed(this.#isEnded ? new Interrupted(ENDED) : new Error(ENDED)));
      onEnd();
    });
  }

  get isFree(): boolean {
    return this.#task === null;
  }

  draw(task: Waiting): void {
    clearTimeout(this.#idle);
    this.#task = task;
    this.#worker.ref();
    this.#worker.postMessage({ id: ++this.#sent, invoice: task.invoice } satisfies RenderTask);
  }

  async end(): Promise<void> {
    this.#isEnded = true;
    await this.#worker.terminate();
  }

  #take(answer: RenderAnswer): void {
    if (answer.id !== this.#sent) return;
    this.#finish((task) => ('documents' in answer ? task.done(answer.documents) : task.failed(new Error(answer.fault))));
    this.#onFree();
    if (!this.isFree) return;
    this.#worker.unref();
    this.#idle = setTimeout(() => void this.end(), IDLE_MS).unref();
  }

  #finish(tell: (task: Waiting) => void): void {
    const task = this.#task;
    this.#task = null;
    if (task) tell(task);
  }
}
