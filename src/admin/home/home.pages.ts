import type { Section } from '#src/admin/sections.pages.ts';
import type { StaleData } from '#src/exchange/data-age.queries.ts';
import { staleAlert } from '#src/exchange/exchange.words.ts';
import type { ExchangeWork } from '#src/exchange/waiting.queries.ts';
import type { Day } from '#src/lib/days.ts';
import { formatRub, type Kopecks } from '#src/lib/money.ts';
import { count, plural } from '#src/lib/russian.ts';
import type { AlertProps, EmptyProps, PageHeadProps, StatProps } from '#src/platform/http/components.ts';
import { addressOf } from '#src/platform/http/lists.ts';
import type { Page } from '#src/platform/http/render.ts';
import type { FailedJob } from '#src/platform/jobs.ts';
import type { PromiseRow } from '#src/promises/promises.queries.ts';
import type { CalendarGaps } from '#src/workdays/calendar-gaps.queries.ts';
import { decisionSection, exchangeStats } from './exchange-work.pages.ts';
import type { Attention } from './home.queries.ts';
import {
  applicationSection,
  holdSection,
  jobSection,
  letterSection,
  orderSection,
  ordersPath,
  parkedSection,
  questionSection,
  waitSection,
} from './home-sections.pages.ts';
import { dueSection } from './promises-due.pages.ts';

export interface HomePage extends Page {
  readonly head: PageHeadProps;
  /** What will go wrong unless somebody sees to it. */
  readonly alerts: readonly AlertProps[];
  readonly stats: StatProps[];
  readonly sections: Section[];
  /** Shown when nothing needs anybody. */
  readonly empty: EmptyProps | null;
}

/** What partners owe today, of all of them or of those of one manager; sums in kopecks. */
export interface MoneyOwed {
  readonly overdue: Kopecks;
  readonly debtors: number;
  /** Advances whose счёт-фактура is due by tomorrow. */
  readonly advances: number;
  /** The manager whose partners are meant; null: all. */
  readonly whose: number | null;
  /** Promised payments of today, and those that did not come. */
  readonly promises: readonly PromiseRow[];
  readonly today: Day;
}

/** What is wrong around the portal. */
export interface Alarms {
  readonly gaps: CalendarGaps;
  /** Data of Axapta that are old. */
  readonly stale: StaleData | null;
  /** What of the exchange a person must decide; null without Axapta. */
  readonly exchange: ExchangeWork | null;
}

/** `/admin`: what needs attention first. `jobs` are those that failed for good, told to administrators. */
export function homePage(found: Attention, jobs: readonly FailedJob[], { gaps, stale, exchange }: Alarms, money: MoneyOwed): HomePage {
  const isMine = money.whose !== null;
  const sections = [
    parkedSection(found),
    orderSection(found, isMine),
    waitSection(found, isMine),
    holdSection(found),
    dueSection(money.promises, money.today),
    decisionSection(exchange),
    applicationSection(found),
    questionSection(found),
    letterSection(found),
    jobSection(jobs),
  ];
  const filled = sections.filter(({ rows }) => rows.length > 0);
  return {
    title: 'Обзор',
    section: 'admin',
    head: headOf(isMine),
    alerts: [stale && { ...staleAlert(stale), link: { href: '/admin/exchange', label: 'Обмен с Аксаптой' } }, calendarAlert(gaps)].filter(
      (alert) => alert !== null,
    ),
    stats: [...statsOf(found, jobs, isMine), ...moneyStats(money), ...exchangeStats(exchange)],
    sections: filled,
    empty:
      filled.length > 0
        ? null
        : { icon: 'circle-check', title: 'Ничего не ждёт', text: 'Новых анкет, ждущих заказов, блокировок и неотправленных писем нет.' },
  };
}

/** Without the production calendar of its year a due day knows no moved days off. */
function calendarAlert({ years, dueDays }: CalendarGaps): AlertProps | null {
  if (years.length === 0) return null;
  const due =
    dueDays === 0 ? '' : ` Уже ${count(dueDays, 'неоплаченный счёт', 'неоплаченных счёта', 'неоплаченных счетов')} с таким сроком.`;
  return {
    tone: dueDays > 0 ? 'bad' : 'warn',
    title: `Нет производственного календаря на ${years.join(' и ')} год.`,
    text: `Сроки оплаты в нём считаются по выходным и праздникам закона, без переносов, и помечены «предварительно».${due}`,
    link: { href: '/admin/settings/calendar', label: 'Загрузить календарь' },
  };
}

function statsOf(found: Attention, jobs: readonly FailedJob[], isMine: boolean): StatProps[] {
  const stat = (value: number, label: [one: string, few: string, many: string], href: string, tone: 'warn' | 'bad'): StatProps => ({
    value: String(value),
    label: plural(value, ...label),
    href,
    ...(value > 0 ? { tone } : {}),
  });
  return [
    ...(found.parkedCount > 0
      ? [stat(found.parkedCount, ['партнёр отложен', 'партнёра отложены', 'партнёров отложено'], '/admin/closing', 'bad')]
      : []),
    stat(found.orderCount, ['заказ решать вам', 'заказа решать вам', 'заказов решать вам'], ordersPath('decision', isMine), 'warn'),
    { value: String(found.waitCount), label: 'ждут оплаты или лимита', href: ordersPath('money', isMine) },
    stat(found.blockedCount, ['заблокирован', 'заблокированы', 'заблокированы'], '/admin/partners?state=blocked', 'bad'),
    stat(found.applicationCount, ['новая анкета', 'новые анкеты', 'новых анкет'], '/admin/applications?status=new', 'warn'),
    stat(found.questionCount, ['вопрос', 'вопроса', 'вопросов'], '/admin/support?state=open', 'warn'),
    stat(found.failedLetters, ['письмо не ушло', 'письма не ушли', 'писем не ушло'], '/admin/letters?status=failed', 'bad'),
    stat(found.unknownLetters, ['письмо: неизвестно', 'письма: неизвестно', 'писем: неизвестно'], '/admin/letters?status=unknown', 'warn'),
    ...(jobs.length > 0 ? [stat(jobs.length, ['задача не удалась', 'задачи не удались', 'задач не удалось'], '/admin/jobs', 'bad')] : []),
  ];
}

function moneyStats({ overdue, debtors, advances, whose }: MoneyOwed): StatProps[] {
  const stats: StatProps[] = [];
  const label = `${plural(debtors, 'партнёр просрочил', 'партнёра просрочили', 'партнёров просрочили')} ${formatRub(overdue)}`;
  if (debtors > 0) stats.push({ value: String(debtors), label, href: addressOf('/admin/receivables', { manager: whose }), tone: 'bad' });
  const words = plural(advances, 'счёт-фактура на аванс', 'счета-фактуры на аванс', 'счетов-фактур на аванс');
  if (advances > 0)
    stats.push({ value: String(advances), label: words, href: addressOf('/admin/receivables/advances', { manager: whose }), tone: 'bad' });
  return stats;
}

const headOf = (isMine: boolean): PageHeadProps => ({
  title: 'Обзор',
  sub: isMine ? 'Заказы — только ваших партнёров, остальное — всех' : 'Что требует внимания; заказы ваших партнёров сверху',
  actions: [isMine ? { label: 'Все партнёры', href: '/admin' } : { label: 'Мои партнёры', icon: 'users', href: '/admin?whose=mine' }],
});
