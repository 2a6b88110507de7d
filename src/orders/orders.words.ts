import type { HeldReason } from '#src/credit/credit.rules.ts';
import type { BadgeProps } from '#src/platform/http/components.ts';
import type { OrderKind, OrderStatus } from './orders.types.ts';

/** What an order is for, in words. */
export const kindWords: Record<OrderKind, string> = {
  new: 'Новая подписка',
  increase: 'Больше мест',
  restart: 'Запуск подписки',
  renewal: 'Продление',
};

const badges: Record<OrderStatus, BadgeProps> = {
  held: { tone: 'warn', label: 'Ждёт', icon: 'clock' },
  done: { tone: 'ok', label: 'Выполнен', icon: 'circle-check' },
  cancelled: { tone: 'mute', label: 'Отменён', icon: 'ban' },
  rejected: { tone: 'bad', label: 'Отклонён', icon: 'x' },
};

/** «Ждёт: кредитный лимит»: the state of an order with its reason. */
export function orderBadge({ status, heldReason }: { status: OrderStatus; heldReason: HeldReason | null }): BadgeProps {
  const badge = badges[status];
  return heldReason ? { ...badge, label: `${badge.label}: ${reasonWords[heldReason]}` } : badge;
}

/** The state alone, for filters and files. */
export const statusWords = (status: OrderStatus): string => badges[status].label;

export const reasonWords: Record<HeldReason, string> = {
  credit_limit: 'кредитный лимит',
  partner_blocked: 'партнёр заблокирован',
  renewal_first: 'сначала продление',
};

/** Why an order waits, and what ends it. */
export const heldTexts: Record<HeldReason, { title: string; why: string; next: string }> = {
  credit_limit: {
    title: 'превышен кредитный лимит',
    why: 'Вместе с этим заказом задолженность превысит кредитный лимит.',
    next: 'Заказ выполнится сам, как только лимита хватит: после оплаты счёта или повышения лимита.',
  },
  partner_blocked: {
    title: 'партнёр заблокирован',
    why: 'Новые заказы, продления и управление подписками заблокированы.',
    next: 'Заказ выполнится сам, как только блокировка будет снята.',
  },
  renewal_first: {
    title: 'сначала продление подписки',
    why: 'Подписка приостановлена: её продление тоже ждёт. Этот заказ следует за ним, лимит здесь ни при чём.',
    next: 'Заказ выполнится сам сразу после продления подписки, если на него хватит лимита.',
  },
};

/** «7» or, where seats were added, «5 → 7». */
export const seatsText = ({ kind, seatsBefore, seats }: { kind: OrderKind; seatsBefore: number; seats: number }): string =>
  kind === 'increase' ? `${seatsBefore} → ${seats}` : String(seats);
