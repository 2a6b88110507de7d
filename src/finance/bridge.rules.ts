import type { HistoryGroup } from '#src/subscriptions/history/events.rules.ts';
import type { EventAction } from '#src/subscriptions/history/history.service.ts';

/**
 * The parts of «почему сумма изменилась», in the order they are told. A subscription charged in one of the two months is wholly
 * `added` or `gone`; one charged in both is told by what the new price adds (`priced`) and by the rest (`used`).
 */
export const BRIDGE_PARTS = ['added', 'gone', 'priced', 'used'] as const;

export type BridgePart = (typeof BRIDGE_PARTS)[number];

/** Rows of the journal that can have moved a part. */
export const BRIDGE_CAUSES: Record<BridgePart, readonly EventAction[]> = {
  added: ['activated', 'started', 'resumed'],
  gone: ['stopped', 'suspended'],
  priced: ['renewed', 'started', 'resumed'],
  used: ['seats', 'seats_down', 'activated', 'started', 'stopped', 'suspended', 'resumed'],
};

/** Groups of the journal's filter where such rows are found. */
export const BRIDGE_GROUPS: Record<BridgePart, readonly HistoryGroup[]> = {
  added: ['orders', 'stops', 'renewals'],
  gone: ['stops', 'renewals'],
  priced: ['renewals'],
  used: ['seats', 'stops', 'orders'],
};
