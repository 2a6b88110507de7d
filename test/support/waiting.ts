import { setTimeout } from 'node:timers/promises';

/** Waits for `work`. @throws Error that says what was waited for, once `ms` are over */
export async function within<T>(ms: number, what: string, work: Promise<T>): Promise<T> {
  const over = new AbortController();
  const late = setTimeout(ms, undefined, { signal: over.signal }).then(() => {
    throw new Error(`waited ${ms} ms for ${what}`);
  });
  late.catch(() => {});
  try {
    return await Promise.race([work, late]);
  } finally {
    over.abort();
  }
}

/** Asks again and again until it is so. @throws Error that says what was waited for, once `ms` are over */
export async function until(ms: number, what: () => string, isSo: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + ms;
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error(`waited ${ms} ms for ${what()}`);
    await setTimeout(20);
  }
}
