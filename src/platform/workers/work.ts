import { Unavailable } from '#src/platform/errors.ts';

/** Threads are kept apart by what they do, so that a hostile file delays no password and a hundred exports no upload. */
export type Lane = 'password' | 'intake' | 'export' | 'drawing';

/** A function that a worker thread carries out: values that can be cloned go in and come out, nothing else is shared. */
export interface Work<Args extends readonly unknown[], Output> {
  readonly lane: Lane;
  /** Address of the module, `new URL('./x.ts', import.meta.url).href`, and the name of the function it exports. */
  readonly module: string;
  readonly verb: string;
  /** The thread is ended when it takes longer. */
  readonly deadlineMs: number;
  /** Says what goes in and out; holds nothing. */
  readonly types?: (...args: Args) => Output;
}

type Verb = (...args: never[]) => unknown;

/** Declares work by the type of its function: `defineWork<typeof passwordFault>({…})`. */
export function defineWork<V extends Verb>(work: {
  lane: Lane;
  module: string;
  verb: string;
  deadlineMs: number;
}): Work<Parameters<V>, Awaited<ReturnType<V>>> {
  return work;
}

/** What a thread is asked, and what it answers. */
export interface WorkOrder {
  readonly id: number;
  readonly module: string;
  readonly verb: string;
  readonly args: readonly unknown[];
}

export type WorkAnswer = { readonly id: number } & (
  | { readonly output: unknown }
  | { readonly unreadable: string }
  | { readonly fault: string }
);

/** Thrown when too much work of a lane waits already, or it waited too long: nothing was begun. */
export class Overworked extends Unavailable {
  constructor() {
    super('Сейчас готовится слишком много файлов сразу. Ничего не потеряно: повторите через минуту.');
  }
}

/** Thrown when a piece of work took longer, or more memory, than it is given; its thread was ended. */
export class TookTooMuch extends Unavailable {
  readonly of: 'time' | 'memory';
  constructor(of: 'time' | 'memory') {
    super('Работа заняла больше, чем портал на неё отводит, и остановлена. Сузьте отбор или повторите позже.');
    this.of = of;
  }
}
