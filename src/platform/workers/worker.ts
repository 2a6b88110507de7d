import { parentPort } from 'node:worker_threads';
import { UnreadableFile } from '#src/lib/unreadable.ts';
import type { WorkAnswer, WorkOrder } from './work.ts';

/** Carries out what a thread is asked, one after another as it comes. */
parentPort?.on('message', async ({ id, module, verb, args }: WorkOrder) => {
  try {
    const found: Record<string, (...args: readonly unknown[]) => unknown> = await import(module);
    const output = await found[verb]?.(...args);
    answer({ id, output });
  } catch (error) {
    if (error instanceof UnreadableFile) answer({ id, unreadable: error.message });
    else answer({ id, fault: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
});

const answer = (message: WorkAnswer): void => parentPort?.postMessage(message);
