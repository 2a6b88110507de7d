import { addDays, formatDayMonth, formatDayShort, formatMonth, isDay, isMonth, lastOfMonth, type Month, moscowDay } from '#src/lib/days.ts';
import { count } from '#src/lib/russian.ts';
import type { TimelineEntry } from '#src/platform/http/components.ts';
import { statusWord } from '#src/subscriptions/service/status.rules.ts';
import type { SubscriptionStatus } from '#src/subscriptions/subscriptions.rules.ts';
import type { EventAction, Particulars } from './history.service.ts';
import type { HistoryEvent } from './history.types.ts';

/** What an event says without any money: fit for the customer as well. */
export interface Sentence {
  readonly what: string;
  readonly before?: string;
  readonly after?: string;
  readonly notes: readonly string[];
  readonly icon: TimelineEntry['icon'];
  readonly tone: TimelineEntry['tone'];
}

/** The particulars a sentence is made of. */
export type Told = Pick<HistoryEvent, 'at' | 'action' | 'before' | 'after'>;

/** The Russian sentence of a history row; nothing but action and particulars is stored. */
export function sentence(event: Told): Sentence {
  return { notes: [], ...change(event), ...sentences[event.action](event) };
}

type Said = Omit<Sentence, 'notes'> & { readonly notes?: readonly string[] };

const sentences: Record<EventAction, (event: Told) => Said> = {
  ordered: ({ after }) => ({
    what: `Подписка оформлена: ${seats(after['seats'])}`,
    icon: 'plus',
    tone: 'info',
    notes: settings({}, after),
  }),
  held: ({ after }) => ({ what: heldWords(after), icon: 'clock', tone: 'warn' }),
  activated: ({ before, after }) => ({ what: 'Подписка запущена', icon: 'player-play', tone: 'ok', notes: settings(before, after) }),
  cancelled: () => ({ what: 'Подписка отменена', icon: 'x', tone: 'mute' }),
  stopped: ({ at, after }) => ({
    what: stopWords[String(after['cause'])] ?? 'Подписка остановлена',
    icon: 'player-stop',
    tone: 'warn',
    notes: after['cause'] === 'auto_renew_off' ? untilMidnight(at) : [],
  }),
  started: ({ before, after }) => ({ what: 'Подписка запущена', icon: 'player-play', tone: 'ok', notes: settings(before, after) }),
  seats: () => ({ what: 'Изменено количество мест', icon: 'users', tone: 'info' }),
  seats_down: () => ({ what: 'Изменено количество мест', icon: 'users', tone: 'info', notes: ['Действует со следующего дня.'] }),
  renewed: ({ after }) => ({ what: `Подписка продлена${monthWords(after)}`, icon: 'refresh', tone: 'ok' }),
  suspended: ({ at }) => ({ what: 'Подписка приостановлена', icon: 'ban', tone: 'bad', notes: untilMidnight(at) }),
  resumed: () => ({ what: 'Подписка возобновлена', icon: 'player-play', tone: 'ok' }),
  auto_renewal: ({ before, after }) => autoRenewal(before, after),
  contract: ({ before, after }) => ({
    what: 'Подписка перешла под другой договор',
    before: String(before['contract']),
    after: String(after['contract']),
    icon: 'file-text',
    tone: 'mute',
  }),
};

/** The close decides in the evening of a month's last day what works from the 1st. */
function untilMidnight(at: Date): string[] {
  const today = moscowDay(at);
  return today === lastOfMonth(today) ? [`Работает до конца дня: это действует с ${formatDayMonth(addDays(today, 1))}.`] : [];
}

const stopWords: Record<string, string> = {
  person: 'Подписка остановлена',
  stop_date: 'Подписка остановлена: наступила дата остановки',
  auto_renew_off: 'Подписка остановлена: автопродление было выключено',
};

function heldWords(after: Particulars): string {
  if (after['kind'] === 'increase') return `Заказ на увеличение до ${seats(after['seats'], 'genitive')} ждёт решения`;
  if (after['kind'] === 'restart') return 'Заказ на запуск ждёт решения';
  return 'Заказ ждёт решения';
}

function monthWords(after: Particulars): string {
  const month = monthPaid(after);
  return month ? ` на ${formatMonth(month)}` : '';
}

/** The month a renewal pays for. */
export function monthPaid(after: Particulars): Month | null {
  const month = String(after['period'] ?? '').slice(0, 7);
  return isMonth(month) ? month : null;
}

function seats(value: Particulars[string] | undefined, form: 'nominative' | 'genitive' = 'nominative'): string {
  const number = Number(value ?? 0);
  return form === 'genitive' ? count(number, 'места', 'мест', 'мест') : count(number, 'место', 'места', 'мест');
}

/** Before → after of the field the event is about: the state, else the seats. */
function change({ before, after }: Told): { before?: string; after?: string } {
  const was = before['status'];
  const is = after['status'];
  if (was !== undefined && is !== undefined && was !== is) return { before: stateWord(was), after: stateWord(is) };
  if (before['seats'] !== undefined && after['seats'] !== undefined)
    return { before: String(before['seats']), after: String(after['seats']) };
  return {};
}

function stateWord(value: Particulars[string]): string {
  return statusWord(value as SubscriptionStatus);
}

function autoRenewal(before: Particulars, after: Particulars): Said {
  const isOnlyDate = after['autoRenew'] === undefined || after['autoRenew'] === before['autoRenew'];
  if (isOnlyDate)
    return {
      what: 'Изменена дата остановки',
      before: dayWord(before['stopOn']),
      after: dayWord(after['stopOn']),
      icon: 'calendar',
      tone: 'mute',
    };
  return {
    what: after['autoRenew'] ? 'Автопродление включено' : 'Автопродление выключено',
    icon: after['autoRenew'] ? 'refresh' : 'refresh-off',
    tone: 'mute',
    notes: settings({ ...before, autoRenew: after['autoRenew'] ?? null }, after),
  };
}

/** Settings of a new or restarted subscription that are not the usual ones, and stop dates set or forgotten. */
function settings(before: Particulars, after: Particulars): string[] {
  const notes: string[] = [];
  if (after['autoRenew'] === false && before['autoRenew'] !== false) notes.push('Автопродление выключено.');
  if (after['stopOn']) notes.push(`Дата остановки: ${dayWord(after['stopOn'])}.`);
  else if (before['stopOn']) notes.push(`Дата остановки ${dayWord(before['stopOn'])} снята.`);
  return notes;
}

function dayWord(value: Particulars[string] | undefined): string {
  const text = String(value ?? '').slice(0, 10);
  return isDay(text) ? formatDayShort(text) : 'не задана';
}
