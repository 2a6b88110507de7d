import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ChaosRun, chaosRun, openChaos } from './chaos-run.ts';
import { sendMutated } from './mutated-run.ts';

// npm run drill -- axapta

let run: ChaosRun;
beforeAll(async () => {
  run = await openChaos({ messages: Number(process.env['MESSAGES'] ?? 10_000), seed: 20_261_201 });
}, 600_000);
afterAll(() => run.close());

it('10,000 messages in any order, doubled, lost, replayed, half-written, processes killed, end in the state of the orderly run', async () => {
  const { told, chaotic, orderly } = await chaosRun(run, {
    ...{ senders: 8, cutEveryMs: 2_000 },
    killing: { processes: 2, everyMs: 1_500, most: Number.POSITIVE_INFINITY },
  });
  process.stdout.write(`\n  ${run.messages.length} messages: ${JSON.stringify(told)}\n\n`);
  expect(orderly['gaps']).toBe(0);
  expect(chaotic).toEqual(orderly);
});

it('2,000 spoiled messages: no 5xx, nothing half-applied', async () => {
  const end = await sendMutated(run, { http: 1_700, files: 300, seed: 3 });
  process.stdout.write(`\n  ${JSON.stringify({ ...end, stillInFolder: end.stillInFolder.length })}\n\n`);
  expect(
    Object.keys(end.statuses)
      .map(Number)
      .filter((status) => ![202, 400, 409, 422].includes(status)),
  ).toEqual([]);
  expect(end).toMatchObject({ halfApplied: 0, unaccounted: 0, stillInFolder: [] });
});
