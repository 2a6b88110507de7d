import type { BadgeProps } from '#src/platform/http/components.ts';
import type { StoreRequest, StoreRequestState } from './requests.types.ts';

/** How a request in a state is called. */
export const stateWords: Record<StoreRequestState, string> = {
  new: 'Новая',
  taken: 'В работе',
  ordered: 'Оформлена',
  declined: 'Отклонена',
};

const badges: Record<StoreRequestState, BadgeProps> = {
  new: { tone: 'info', icon: 'clock', label: stateWords.new },
  taken: { tone: 'warn', icon: 'user-circle', label: stateWords.taken },
  ordered: { tone: 'ok', icon: 'circle-check', label: stateWords.ordered },
  declined: { tone: 'mute', icon: 'x', label: stateWords.declined },
};

/** What became of a request, its order's fate included. */
export function storeRequestBadge({ state, orderStatus }: Pick<StoreRequest, 'state' | 'orderStatus'>): BadgeProps {
  if (orderStatus === 'held') return { tone: 'warn', icon: 'clock', label: 'Оформлена, заказ ждёт' };
  if (orderStatus === 'cancelled') return { tone: 'mute', icon: 'ban', label: 'Оформлена, заказ отменён' };
  return orderStatus === 'rejected' ? { tone: 'mute', icon: 'ban', label: 'Оформлена, заказ отклонён' } : badges[state];
}
