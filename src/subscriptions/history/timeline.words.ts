import { LETTER_TEMPLATES } from '#src/letters/letters.rules.ts';
import { type Day, formatDayShort, formatMonth, formatTime, moscowDay } from '#src/lib/days.ts';
import { formatRub } from '#src/lib/money.ts';
import type { TimelineEntry } from '#src/platform/http/components.ts';
import type { HistoryGroup } from './events.rules.ts';
import type { EventLetter, HistoryEvent, PartnerHistoryEvent } from './history.types.ts';
import { monthPaid, sentence } from './history.words.ts';

/** Effect on its month's and on a full month's sum, a new price, the comment, the letters: for the partner's eyes. */
export function partnerNotes(event: HistoryEvent): string[] {
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
  customer_colleague: 'заказчик',
  manager: 'менеджер MONT',
  admin: 'поддержка MONT',
};

/** «Марина Соколова, партнёр»; the clock's doings are «Система». */
export function whoWords({ actorName, actorRole }: Pick<HistoryEvent, 'actorName' | 'actorRole'>): string {
  const role = roleWords[actorRole];
  return role ? `${actorName}, ${role}` : actorName;
}

/** A row of the timeline: the sentence, and for the partner also the money, the order and the letters. */
export function timelineEntry(event: HistoryEvent): TimelineEntry {
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

/** A row of the history over many subscriptions names the one it is about. */
export function entryWithSubscription(event: PartnerHistoryEvent): TimelineEntry {
  const entry = timelineEntry(event);
  const link = { href: `/subscriptions/${event.number}`, label: `${event.productName}, ${event.customerName} (${event.number})` };
  return { ...entry, links: [link, ...(entry.links ?? [])] };
}

/** How the groups of the filter are called. */
export const groupWords: Record<HistoryGroup, string> = {
  orders: 'Оформление',
  stops: 'Стоп и старт',
  seats: 'Количество мест',
  renewals: 'Продления',
  settings: 'Автопродление',
};
