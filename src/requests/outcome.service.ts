import type { EventMap } from '#src/platform/events.ts';
import type { Tx } from '#src/platform/scope.ts';
import { tellDone, tellUndone } from './request-letters.service.ts';
import { toldOfOrder } from './told.queries.ts';

/** The order that an accepted request made had to wait, and is decided: its customer is told (product rule §12). */
export async function tellOutcome(tx: Tx, { partnerId, number, outcome }: EventMap['orderDecided']): Promise<void> {
  const of = await toldOfOrder(tx.sql, partnerId, number);
  if (!of) return;
  if (outcome === 'done') await tellDone(tx, of);
  else await tellUndone(tx, of);
}
