import { count } from '#src/lib/russian.ts';

/** What a customer asks its partner to do with a subscription, or to order. */
export interface Wish {
  readonly kind: 'seats' | 'stop' | 'product';
  /** Seats wished; null for the kind `stop`. */
  readonly seats: number | null;
  readonly seatsBefore: number;
}

/** A wish that waits for the partner's answer. */
export interface OpenWish extends Wish {
  readonly id: number;
}

/** What is asked for: «10 → 13 мест», «остановить подписку» or «новая подписка, 5 мест». */
export function wishWords({ kind, seats, seatsBefore }: Wish): string {
  if (kind === 'product') return `новая подписка, ${count(seats ?? 0, 'место', 'места', 'мест')}`;
  return kind === 'stop' ? 'остановить подписку' : `${seatsBefore} → ${count(seats ?? 0, 'место', 'места', 'мест')}`;
}

/** SQL of the wish that waits about subscription `s`: at most one there is. */
export const OPEN_WISH = `(select json_build_object('id', r.id, 'kind', r.kind, 'seats', r.seats, 'seatsBefore', r.seats_before)
  from change_requests r where r.partner_id = s.partner_id and r.subscription_id = s.id and r.state = 'open')`;
