import { lockCredit } from '#src/credit/credit.service.ts';
import { canDecide } from '#src/orders/orders.rules.ts';
import { Invalid } from '#src/platform/errors.ts';
import type { Tx } from '#src/platform/scope.ts';
import { cancelHeld } from './cancellation.service.ts';
import { lockOrder } from './held-orders.service.ts';
import { type Easing, outlookOf } from './what-runs.queries.ts';

/** What a person has agreed to before an act that eases credit. */
export interface Agreed {
  /** Numbers of held orders that are cancelled instead of carried out. */
  readonly drop: readonly string[];
  /** Numbers of the orders the page said would run, dropped ones among them; null where nothing was shown. */
  readonly seen: readonly string[] | null;
}

/**
 * The first step of an act that eases a partner's credit by hand: orders dropped on the form are cancelled, and nothing runs that the
 * page did not show. Called in the act's own command, before it.
 * @throws Invalid for the whole form when another order would run by now; NotFound for no such partner or order
 */
export async function agreeToRun(tx: Tx, partnerId: number, easing: Easing, { drop, seen }: Agreed): Promise<void> {
  if (drop.length === 0 && seen === null) return;
  await lockCredit(tx, partnerId);
  const { runs } = await outlookOf(tx.sql, tx.today, partnerId, { ...easing, dropped: drop });
  const unseen = runs.filter(({ placed }) => seen !== null && !seen.includes(placed.number));
  if (unseen.length > 0)
    throw new Invalid({
      '': `Список изменился: выполнится и ${unseen.map(({ placed }) => placed.number).join(', ')}. Проверьте и подтвердите.`,
    });
  await dropHeld(tx, partnerId, drop);
}

/** Cancels held orders that were ticked off; one decided meanwhile stays as it is. @throws NotFound for one of another partner */
export async function dropHeld(tx: Tx, partnerId: number, drop: readonly string[]): Promise<void> {
  for (const number of drop) {
    const order = await lockOrder(tx, partnerId, number);
    if (canDecide(order.status)) await cancelHeld(tx, partnerId, order);
  }
}
