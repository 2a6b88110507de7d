import type { SubscriptionStatus } from '#src/subscriptions/subscriptions.rules.ts';
import { canChange, canMove } from '#src/subscriptions/subscriptions.rules.ts';

/** What can be done with a subscription on a page of its own: the last word of `/subscriptions/:number/…`. */
export type Management = 'parameters' | 'auto-renewal' | 'stop' | 'start';

/** A button or a line of a row's menu. */
export interface SubscriptionAction {
  readonly page: Management;
  readonly label: string;
  readonly icon: 'adjustments-horizontal' | 'refresh' | 'player-stop' | 'player-play';
  readonly kind?: 'primary' | 'danger';
  readonly href: string;
}

const actions: readonly (Omit<SubscriptionAction, 'href'> & { readonly may: (status: SubscriptionStatus) => boolean })[] = [
  { page: 'parameters', label: 'Параметры', icon: 'adjustments-horizontal', may: canChange },
  { page: 'auto-renewal', label: 'Автопродление', icon: 'refresh', may: canChange },
  { page: 'stop', label: 'Стоп', icon: 'player-stop', kind: 'danger', may: (status) => canMove(status, 'stop') },
  { page: 'start', label: 'Старт', icon: 'player-play', kind: 'primary', may: (status) => canMove(status, 'start') },
];

/** What the table of moves allows in this state; a hold disables all of it but hides none (product rule §7). */
export function actionsOf({ number, status }: { readonly number: string; readonly status: SubscriptionStatus }): SubscriptionAction[] {
  return actions
    .filter(({ may }) => may(status))
    .map(({ may: _, ...action }) => ({ ...action, href: `/subscriptions/${number}/${action.page}` }));
}

/** May this page be used in this state? */
export function isOpen(page: Management, status: SubscriptionStatus): boolean {
  return actions.some((action) => action.page === page && action.may(status));
}
