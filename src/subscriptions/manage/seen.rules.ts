import { type Day, formatDayShort, isDay } from '#src/lib/days.ts';
import { formatRub, type Kopecks, kopecks } from '#src/lib/money.ts';
import { statusWord } from '#src/subscriptions/service/status.rules.ts';
import type { SubscriptionStatus } from '#src/subscriptions/subscriptions.rules.ts';

/** What a person had before his eyes when he decided: sent back by the form, so that a change meanwhile can be told. */
export interface Seen {
  readonly version: number;
  readonly status: SubscriptionStatus;
  readonly seats: number;
  readonly unitPrice: Kopecks;
  readonly autoRenew: boolean;
  /** Last day of service. */
  readonly stopOn: Day | null;
}

/** One field as text: `3 active 10 21400 on 2026-11-30`, a `-` for no stop date. */
export function seenText({ version, status, seats, unitPrice, autoRenew, stopOn }: Seen): string {
  return [version, status, seats, unitPrice, autoRenew ? 'on' : 'off', stopOn ?? '-'].join(' ');
}

const pattern = /^(\d{1,9}) (pending|active|stopped|suspended|cancelled) (\d{1,9}) (\d{1,18}) (on|off) (-|\d{4}-\d\d-\d\d)$/;

/** Reads it back; null for what the portal never wrote. */
export function parseSeen(text: string): Seen | null {
  const found = pattern.exec(text);
  if (!found) return null;
  const [, version, status, seats, unitPrice = '', renewal, stopOn = ''] = found;
  return {
    version: Number(version),
    status: status as SubscriptionStatus,
    seats: Number(seats),
    unitPrice: kopecks(unitPrice),
    autoRenew: renewal === 'on',
    stopOn: isDay(stopOn) ? stopOn : null,
  };
}

/** What is no longer as it was seen. */
export interface Difference {
  readonly label: string;
  readonly was: string;
  readonly is: string;
}

const shown: readonly { readonly label: string; readonly of: (seen: Seen) => string }[] = [
  { label: 'Состояние', of: ({ status }) => statusWord(status) },
  { label: 'Мест', of: ({ seats }) => String(seats) },
  { label: 'Цена за место', of: ({ unitPrice }) => formatRub(unitPrice) },
  { label: 'Автопродление', of: ({ autoRenew }) => (autoRenew ? 'включено' : 'выключено') },
  { label: 'Дата остановки', of: ({ stopOn }) => (stopOn ? formatDayShort(stopOn) : 'не задана') },
];

/** Both values of everything that changed; empty when what changed was put back. */
export function differences(seen: Seen, now: Seen): Difference[] {
  return shown.map(({ label, of }) => ({ label, was: of(seen), is: of(now) })).filter(({ was, is }) => was !== is);
}

/** The same in one sentence: «Состояние: было «Активна», стало «Остановлена».» */
export function changedSentence(seen: Seen, now: Seen): string {
  const parts = differences(seen, now).map(({ label, was, is }) => `${label}: было «${was}», стало «${is}».`);
  return ['Подписка изменилась, проверьте.', ...parts].join(' ');
}
