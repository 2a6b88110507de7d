import { LETTER_TEMPLATES } from '#src/letters/letters.rules.ts';
import {
  addDays,
  type Day,
  formatDayMonth,
  formatDayShort,
  formatMonth,
  formatTime,
  isDay,
  isMonth,
  lastOfMonth,
  type Month,
  moscowDay,
} from '#src/lib/days.ts';
import { formatRub } from '#src/lib/money.ts';
import { count } from '#src/lib/russian.ts';
import type { TimelineEntry } from '#src/platform/http/components.ts';
import { statusWord } from '#src/subscriptions/service/status.rules.ts';
import type { SubscriptionStatus } from '#src/subscriptions/subscriptions.rules.ts';
import type { JournalGroup } from './events.rules.ts';
import type { EventAction, Particulars } from './history.service.ts';
import type { EventLetter, JournalEvent, PartnerJournalEvent } from './history.types.ts';

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
export type Told = Pick<JournalEvent, 'at' | 'action' | 'before' | 'after'>;

/** The Russian sentence of a journal row; nothing but action and particulars is stored. */
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
function monthPaid(after: Particulars): Month | null {
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

/** Effect on its month's and on a full month's sum, a new price, the comment, the letters: for the partner's eyes. */
export function partnerNotes(event: JournalEvent): string[] {
  const month = formatMonth(monthPaid(event.after) ?? moscowDay(event.at));
  const notes: string[] = [];
  if (event.monthDelta !== 0n) notes.push(`За ${month}: ${signed(event.monthDelta)}`);
  if (event.fullMonthDelta !== 0n) notes.push(`За полный месяц: ${signed(event.fullMonthDelta)}`);
  const was = event.before['unitPrice'];
  const is = event.after['unitPrice'];
  if (was && is && was !== is) notes.push(`Цена за место: ${formatRub(BigInt(String(was)))} → ${formatRub(BigInt(String(is)))}`);
  if (event.comment) notes.push(`Комментарий: ${event.comment}`);
  return [...notes, ...event.letters.map(letterWords)];
}

const letterStates: Record<string, string> = {
  queued: 'в очереди',
  sending: 'отправляется',
  sent: 'отправлено',
  failed: 'не отправлено',
  unknown: 'доставка не подтверждена',
  kept: 'хранится на портале',
};

function letterWords({ template, address, status }: EventLetter): string {
  const name = LETTER_TEMPLATES[template as keyof typeof LETTER_TEMPLATES] ?? template;
  return `Письмо «${name}» на ${address}: ${letterStates[status] ?? status}`;
}

/** `+1 650,00 ₽` or `−900,00 ₽` */
export function signed(amount: bigint): string {
  return `${amount > 0n ? '+' : ''}${formatRub(amount)}`;
}

const roleWords: Record<string, string> = {
  partner_owner: 'партнёр',
  partner_manager: 'партнёр',
  partner_accountant: 'партнёр',
  customer: 'заказчик',
  manager: 'менеджер MONT',
  admin: 'поддержка MONT',
};

/** «Марина Соколова, партнёр»; the clock's doings are «Система». */
export function whoWords({ actorName, actorRole }: Pick<JournalEvent, 'actorName' | 'actorRole'>): string {
  const role = roleWords[actorRole];
  return role ? `${actorName}, ${role}` : actorName;
}

/** A row of the timeline: the sentence, and for the partner also the money, the order and the letters. */
export function timelineEntry(event: JournalEvent): TimelineEntry {
  const said = sentence(event);
  return {
    ...moment(event.at),
    ...said,
    notes: [...said.notes, ...partnerNotes(event)],
    who: whoWords(event),
    ...(event.orderNumber ? { links: [{ href: `/orders/${event.orderNumber}`, label: `Заказ ${event.orderNumber}` }] } : {}),
  };
}

/** Day and time of an instant in Moscow, for a timeline. */
export function moment(at: Date): { datetime: string; day: string; time: string } {
  const day: Day = moscowDay(at);
  return { datetime: at.toISOString(), day: formatDayShort(day), time: formatTime(at) };
}

/** A row of the journal over many subscriptions names the one it is about. */
export function entryWithSubscription(event: PartnerJournalEvent): TimelineEntry {
  const entry = timelineEntry(event);
  const link = { href: `/subscriptions/${event.number}`, label: `${event.productName}, ${event.customerName} (${event.number})` };
  return { ...entry, links: [link, ...(entry.links ?? [])] };
}

/** How the groups of the filter are called. */
export const groupWords: Record<JournalGroup, string> = {
  orders: 'Оформление',
  stops: 'Стоп и старт',
  seats: 'Количество мест',
  renewals: 'Продления',
  settings: 'Автопродление',
};
