import { type PoolOptions, WorkPool } from './pool.ts';
import type { Lane, Work } from './work.ts';

/** Work off the answering thread: strangers' files, exports, password strength. */
export interface Workers {
  /** @throws as `WorkPool.do` */
  do<Args extends readonly unknown[], Output>(work: Work<Args, Output>, ...args: Args): Promise<Output>;
  stop(): Promise<void>;
}

/**
 * What a lane may take. One thread for exports: a second one cost 66 MB and slowed pages, and a hundred were ready no sooner.
 * Drawing has a pool of its own, sized by a setting (`documents/drawing/render-pool.ts`).
 */
const LANES: Record<Exclude<Lane, 'drawing'>, PoolOptions> = {
  password: { threads: 1, memoryMb: 160, waiting: 50, waitMs: 15_000 },
  intake: { threads: 1, memoryMb: 192, waiting: 20, waitMs: 30_000 },
  export: { threads: 1, memoryMb: 128, waiting: 100, waitMs: 60_000 },
};

/** The threads of a portal; none runs before it is needed. */
export function createWorkers(): Workers {
  const pools = new Map<Lane, WorkPool>(Object.entries(LANES).map(([lane, options]) => [lane as Lane, new WorkPool(options)]));
  return {
    do: async (work, ...args) => {
      const pool = pools.get(work.lane);
      if (!pool) throw new Error(`no threads for ${work.lane}`);
      return pool.do(work, ...args);
    },
    stop: async () => void (await Promise.all([...pools.values()].map((pool) => pool.stop()))),
  };
}
