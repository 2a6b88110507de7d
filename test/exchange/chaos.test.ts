import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ChaosRun, chaosRun, openChaos } from './chaos-run.ts';

let run: ChaosRun;
beforeAll(async () => {
  run = await openChaos({ messages: 220, seed: 7 });
}, 120_000);
afterAll(() => run.close());

it('messages in any order, twice, lost, cut off, by HTTP and by files with two readers end as the orderly ones', async () => {
  const { told, chaotic, orderly } = await chaosRun(run, { senders: 4 });
  for (const what of ['lost on the way', 'answer not heard', 'cut off', 'half a file json', 'file csv'])
    expect(told[what], what).toBeGreaterThan(0);
  expect(orderly['gaps']).toBe(0);
  expect(chaotic).toEqual(orderly);
}, 120_000);
