import { expect, test } from 'vitest';
import type { Tx } from '#src/platform/scope.ts';

// The compiler is the judge here (`npm run check`): a line below that it would take is an error there.

test('a job is asked for with the data its queue takes', () => {
  const wrong = (tx: Tx) => [
    // @ts-expect-error there is no such queue
    tx.enqueue('send-leter', { letterId: 1 }),
    // @ts-expect-error letters have numbers
    tx.enqueue('send-letter', { letterId: 'first' }),
    // @ts-expect-error the job wants to know who asked
    tx.enqueue('close-month', { month: '2026-11-01' }),
  ];
  expect(wrong).toBeTypeOf('function');
});

test('an event is told with what its reactions need', () => {
  const wrong = (tx: Tx) => [
    // @ts-expect-error nothing of this name happens
    tx.emit('creditFreed', { partnerId: 1 }),
    // @ts-expect-error one partner, not many
    tx.emit('creditEased', { partnerIds: [1] }),
  ];
  expect(wrong).toBeTypeOf('function');
});
