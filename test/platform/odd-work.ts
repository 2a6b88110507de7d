import { UnreadableFile } from '#src/lib/unreadable.ts';
import { defineWork } from '#src/platform/workers/work.ts';

/** Work that goes right and wrong in every way, for the threads to survive. */
export const echo = (value: string): string => value;

export function spin(): never {
  for (;;) Math.random();
}

export function grow(): number {
  const kept: number[][] = [];
  for (;;) kept.push(Array.from({ length: 100_000 }, Math.random));
}

export function refuse(): never {
  throw new UnreadableFile('Это не таблица');
}

export function fail(): never {
  throw new RangeError('out of range');
}

const declared = { lane: 'intake', module: import.meta.url, deadlineMs: 20_000 } as const;
export const echoing = defineWork<typeof echo>({ ...declared, verb: 'echo' });
export const spinning = defineWork<typeof spin>({ ...declared, verb: 'spin', deadlineMs: 300 });
export const growing = defineWork<typeof grow>({ ...declared, verb: 'grow' });
export const refusing = defineWork<typeof refuse>({ ...declared, verb: 'refuse' });
export const failing = defineWork<typeof fail>({ ...declared, verb: 'fail' });
