import type { Eased } from './credit.service.ts';

/** A partner's limit and how much of it is taken, as the bar shows it: texts of sums. */
export interface LimitBar {
  limit: string;
  available: string;
  /** Whole percents of the bar, 0 … 100. */
  percent: number;
  /** «Занято 45 %», «Больше лимита на 1 200,00 ₽» */
  used: string;
  /** With what is about to be taken (renewals, this order); over the limit the bar turns red. */
  next?: { percent: number; label: string; isOver: boolean };
}

/** The bar on every page of a blocked partner (product rule §7). */
export interface HoldBar {
  /** «Новые заказы и управление подписками заблокированы: просрочена оплата» */
  what: string;
  /** «с 16 ноября 2026» */
  since: string;
  /** «12 340,00 ₽» */
  sum?: string;
  /** «Счёт № 42 по договору Д-17» */
  invoice?: string;
  manager?: { name: string; phone: string; email: string };
}

/** What credit tells the rest of the portal (`src/reactions.ts`). */
export interface CreditEvents {
  /** Credit may have become free, whatever freed it: held orders are decided again. */
  creditEased: { partnerId: number };
  /** The same of many partners at a month's end. */
  creditsEased: { partnerIds: readonly number[] };
}

/** What came of lifting holds. */
export interface Lifted extends Eased {
  /** Holds that are still open. */
  readonly otherHolds: number;
}
