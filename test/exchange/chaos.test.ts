import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ChaosRun, chaosRun, openChaos } from './chaos-run.ts';
import { sendMutated } from './mutated-run.ts';

let run: ChaosRun;
beforeAll(async () => {
  run = await openChaos({ messages: 110, seed: 7 });
}, 120_000);
afterAll(() => run.close());

it('messages in any order, twice, lost, cut off, by HTTP and by files, whose readers are killed, end as the orderly ones', async () => {
  const { told, chaotic, orderly } = await chaosRun(run, {
    ...{ senders: 4, cutEveryMs: 900 },
    killing: { processes: 1, everyMs: 250, most: 1 },
  });
  for (const what of ['lost on the way', 'answer not heard', 'cut off', 'file json', 'file csv', 'cuts', 'kills'])
    expect(told[what] ?? 0, what).toBeGreaterThan(0);
  expect(orderly['gaps']).toBe(0);
  expect(chaotic).toEqual(orderly);
}, 120_000);

it('spoiled messages, over HTTP and as files, are refused or taken item by item: no 5xx, nothing half-applied', async () => {
  const end = await sendMutated(run, { http: 240, files: 50, seed: 5 });
  expect(
    Object.keys(end.statuses)
      .map(Number)
      .filter((status) => ![202, 400, 409, 422].includes(status)),
  ).toEqual([]);
  for (const status of [202, 400, 422]) expect(end.statuses[status], String(status)).toBeGreaterThan(10);
  expect(end.refusedFiles).toBeGreaterThan(15);
  expect(end).toMatchObject({ halfApplied: 0, unaccounted: 0, stillInFolder: [] });
}, 120_000);
