import { expect, it } from 'vitest';
import { throughFaults } from './database-faults.ts';

it('three instances under orders live through lost, killed, frozen and silent databases', { timeout: 300_000 }, async () => {
  const outcome = await throughFaults(['terminate', 'terminate', 'kill', 'freeze', 'silence'], 100);
  expect(outcome).toMatchObject({ dead: 0, lost: [], doubled: 0, wrong: [], violations: [] });
  expect(outcome.acknowledged).toBeGreaterThan(0);
});
