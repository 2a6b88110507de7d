import type { PartnerSummary } from '#src/accounts/accounts.types.ts';
import { type Day, daysBetween, formatDayMonth, formatMonth } from '#src/lib/days.ts';
import { formatRub } from '#src/lib/money.ts';
import { formatPhone } from '#src/lib/phone.ts';
import { count } from '#src/lib/russian.ts';
import type { BadgeProps } from '#src/platform/http/components.ts';
import { dueDay } from '#src/workdays/due-day.rules.ts';
import { type Overview, STOP_NEAR_DAYS } from './cabinet.queries.ts';

interface Link {
  readonly href: string;
  readonly label: string;
}

/** One thing that waits for a person. */
export interface AttentionItem {
  readonly badge: BadgeProps;
  readonly text: string;
  readonly links: readonly Link[];
}

/** All that waits: `count` tells of what is not shown one by one, too. */
export interface Attention {
  readonly count: number;
  readonly items: readonly AttentionItem[];
}

/** An invoice is red from this many days before it is due (product rule §18). */
const DUE_NEAR_DAYS = 3;

const heldWords = {
  credit_limit: 'превышен кредитный лимит',
  partner_blocked: 'партнёр заблокирован',
  renewal_first: 'сначала продление подписки',
};

/** Money first, from the day an invoice is issued; then what waits for a decision, then what comes and what did not arrive. */
export function attention(of: Overview, partner: PartnerSummary, today: Day): Attention {
  const { held, stopping, stoppingCount, letters, letterCount, invoices, invoiceCount } = of;
  return {
    count:
      invoiceCount +
      (partner.hold ? 1 : 0) +
      partner.openRequests +
      partner.storeRequests +
      partner.heldOrders +
      stoppingCount +
      letterCount,
    items: [
      ...invoices.map((invoice) => due(invoice, today)),
      ...more(invoiceCount - invoices.length, ['счёт', 'счёта', 'счетов'], '/finance'),
      ...blocked(partner),
      ...asked(partner.openRequests),
      ...askedInStore(partner.storeRequests),
      ...held.map(waiting),
      ...more(partner.heldOrders - held.length, ['заказ ждёт', 'заказа ждут', 'заказов ждут'], '/orders?status=held'),
      ...stopping.map((one) => ending(one, today)),
      ...moreStops(stoppingCount - stopping.length),
      ...letters.map(lost),
      ...more(letterCount - letters.length, ['письмо не дошло', 'письма не дошли', 'писем не дошли'], null),
    ],
  };
}

function due(invoice: Overview['invoices'][number], today: Day): AttentionItem {
  const { number, period, dueOn, open, documentId } = invoice;
  const days = daysBetween(today, dueOn);
  const label = days < 0 ? 'Счёт просрочен' : days === 0 ? 'Срок оплаты сегодня' : 'Счёт к оплате';
  const on = dueDay(invoice, formatDayMonth);
  const isNear = days <= DUE_NEAR_DAYS;
  const when = days < 0 ? `срок был ${on}` : `оплатить до ${on} (${daysAhead(dueOn, today)})`;
  const links = [{ href: `/documents?period=${period.slice(0, 7)}#${number}`, label: `Счёт ${number}` }];
  return {
    badge: { tone: isNear ? 'bad' : 'info', icon: isNear ? 'alert-triangle' : 'receipt', label },
    text: `${formatRub(BigInt(open))} за ${formatMonth(period)}: ${when}.`,
    links: documentId === null ? links : [...links, { href: `/documents/${documentId}`, label: 'Скачать' }],
  };
}

function blocked({ hold, manager }: PartnerSummary): AttentionItem[] {
  if (!hold) return [];
  const text = `${hold.text} Ваш менеджер — ${manager.name}, ${formatPhone(manager.phone)}.`;
  return [{ badge: { tone: 'bad', icon: 'lock', label: 'Заблокировано' }, text, links: [{ href: '/finance', label: 'Почему' }] }];
}

function asked(open: number): AttentionItem[] {
  if (open === 0) return [];
  const text = `${count(open, 'запрос ждёт', 'запроса ждут', 'запросов ждут')} вашего ответа.`;
  const links = [{ href: '/requests?state=open', label: 'Открыть запросы' }];
  return [{ badge: { tone: 'info', icon: 'inbox', label: 'Запросы заказчиков' }, text, links }];
}

function askedInStore(fresh: number): AttentionItem[] {
  if (fresh === 0) return [];
  const text = `${count(fresh, 'новая заявка ждёт', 'новые заявки ждут', 'новых заявок ждут')} вашего ответа.`;
  const links = [{ href: '/requests/store?state=new', label: 'Открыть заявки' }];
  return [{ badge: { tone: 'info', icon: 'building-store', label: 'Заявки с витрины' }, text, links }];
}

const waiting = ({ number, product, customer, reason, charge }: Overview['held'][number]): AttentionItem => ({
  badge: { tone: 'warn', icon: 'clock', label: 'Заказ ждёт' },
  text: `${product}, ${customer}: ${heldWords[reason]}. За месяц заказа — ${formatRub(BigInt(charge))}.`,
  links: [{ href: `/orders/${number}`, label: `Заказ ${number}` }],
});

const ending = ({ number, product, customer, on }: Overview['stopping'][number], today: Day): AttentionItem => ({
  badge: { tone: 'warn', icon: 'calendar-off', label: 'Скоро остановка' },
  text: `${product}, ${customer}: последний день — ${formatDayMonth(on)} (${daysAhead(on, today)}).`,
  links: [{ href: `/subscriptions/${number}`, label: number }],
});

function moreStops(rest: number): AttentionItem[] {
  if (rest <= 0) return [];
  const text = `Ещё ${count(rest, 'подписка остановится', 'подписки остановятся', 'подписок остановятся')} в ближайшие ${STOP_NEAR_DAYS} дней.`;
  const links = [{ href: '/subscriptions?status=stopping&sort=renewal', label: 'Показать' }];
  return [{ badge: { tone: 'warn', icon: 'calendar-off', label: 'Скоро остановка' }, text, links }];
}

const lost = ({ subject, address, status }: Overview['letters'][number]): AttentionItem => ({
  badge: { tone: 'bad', icon: 'mail', label: status === 'failed' ? 'Письмо не ушло' : 'Доставка не подтверждена' },
  text: `«${subject}» на ${address}. Менеджер может выслать его заново.`,
  links: [],
});

/** What of a kind is not shown one by one. */
function more(rest: number, words: readonly [string, string, string], href: string | null): AttentionItem[] {
  if (rest <= 0) return [];
  const links = href === null ? [] : [{ href, label: 'Показать все' }];
  return [{ badge: { tone: 'info', icon: 'info-circle', label: 'И ещё' }, text: `Ещё ${count(rest, ...words)}.`, links }];
}

function daysAhead(on: Day, today: Day): string {
  const days = daysBetween(today, on);
  if (days <= 0) return 'сегодня';
  return days === 1 ? 'завтра' : `через ${count(days, 'день', 'дня', 'дней')}`;
}
