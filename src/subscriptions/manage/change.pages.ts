import { wordsOfUnit } from '#src/catalog/catalog.rules.ts';
import { formatDayLong, formatDayShort } from '#src/lib/days.ts';
import { grouped } from '#src/lib/russian.ts';
import type { AlertProps, FieldProps, PageHeadProps, StepperProps, Tab } from '#src/platform/http/components.ts';
import type { Page } from '#src/platform/http/render.ts';
import { cardTabs } from '#src/subscriptions/card/card-tabs.parts.ts';
import { type ChangeForm, type ChangeFrame, changeFrame, commentField } from '#src/subscriptions/manage/change-form.parts.ts';
import { stopOnGoneBy } from '#src/subscriptions/manage/changes.rules.ts';
import { worksFrom } from '#src/subscriptions/service/period.rules.ts';
import { statusBadge } from '#src/subscriptions/service/status.rules.ts';
import type { Viewer } from '#src/subscriptions/viewer.queries.ts';
import type { ChangeFacts } from './change.queries.ts';
import { type ChangeCard, closedCard, seatsCard, startCard } from './change-card.parts.ts';

interface ChangePage extends Page, ChangeFrame {
  readonly isInvalid: boolean;
  readonly head: PageHeadProps;
  readonly alerts: AlertProps[];
  readonly comment: FieldProps;
  readonly card: ChangeCard;
}

export interface ParametersPage extends ChangePage {
  readonly tabs: Tab[];
  readonly seats: StepperProps;
  readonly preview: string;
  /** «Проверьте: 28 → 31, +891,00 ₽», when it was sent before the sums were seen. */
  readonly toCheck: AlertProps | null;
}

/** «Параметры»: seats up from today, down from tomorrow, with the sums before confirming. */
export function parametersPage(facts: ChangeFacts, form: ChangeForm, viewer: Viewer): ParametersPage {
  const { subscription: s, offer } = facts;
  const typed = form.values['seats'] ?? String(s.seats);
  const error = form.errors['seats'];
  const frame = changeFrame(s, 'parameters', 'Параметры', form, viewer);
  const card = frame.closed ? closedCard(facts) : seatsCard(facts, typed);
  return {
    title: `Параметры подписки ${s.number}`,
    ...pageOf(facts, frame, 'Параметры', form, viewer),
    tabs: cardTabs(s, 'parameters', viewer.manages),
    seats: {
      name: 'seats',
      label: `Количество ${wordsOfUnit(offer.unit).many}`,
      value: typed,
      min: offer.minSeats,
      max: offer.maxSeats,
      hint: `От ${grouped(offer.minSeats)} до ${grouped(offer.maxSeats)}. ${fromWhen(facts)}`,
      ...(error ? { error } : {}),
    },
    preview: `/subscriptions/${s.number}/parameters/preview`,
    card,
    toCheck: form.isToCheck && card.summary ? { tone: 'info', title: `Проверьте: ${card.summary}.`, text: TO_CHECK } : null,
  };
}

const TO_CHECK = 'Сумма пересчитана для нового количества. Если всё верно, нажмите «Подтвердить».';

/** The evening of a close leaves today as it is. */
function fromWhen({ subscription: s, today }: Pick<ChangeFacts, 'subscription' | 'today'>): string {
  const from = worksFrom({ today, openFrom: s.openFrom });
  return from === today ? 'Больше — с сегодняшнего дня, меньше — с завтрашнего.' : `И больше, и меньше — с ${formatDayLong(from)}.`;
}

/** «сегодня», or the first day not closed: «1 декабря 2026». */
function startsOn({ subscription: s, today }: Pick<ChangeFacts, 'subscription' | 'today'>): string {
  const from = worksFrom({ today, openFrom: s.openFrom });
  return from === today ? 'сегодня' : formatDayLong(from);
}

export interface StartPage extends ChangePage {
  /** When it works again. */
  readonly when: string;
  readonly product: string;
}

/** «Старт»: what it will cost, and whether it will have to wait. */
export function startPage(facts: ChangeFacts, form: ChangeForm, viewer: Viewer): StartPage {
  const { subscription: s, offer, today } = facts;
  const frame = changeFrame(s, 'start', 'Старт', form, viewer);
  const page = pageOf(facts, frame, 'Запустить подписку', form, viewer);
  const alerts = [...page.alerts];
  const goneBy = stopOnGoneBy(s, today);
  if (goneBy) alerts.push({ tone: 'info', text: `Дата остановки ${formatDayShort(goneBy)} уже прошла: при запуске она будет снята.` });
  else if (s.stopOn) alerts.push({ tone: 'info', text: `Дата остановки сохранится: ${formatDayLong(s.stopOn)}.` });
  if (!s.autoRenew) alerts.push({ tone: 'info', text: 'Автопродление выключено: подписка снова остановится в конце месяца.' });
  const discontinued = offer.isDiscontinued ? 'Продукт снят с продажи: запустить подписку заново нельзя.' : null;
  return {
    title: `Запустить подписку ${s.number}?`,
    ...page,
    why: page.why ?? discontinued,
    alerts,
    product: `${s.productName}, ${s.customerName}`,
    when: startsOn(facts),
    card: frame.closed ? closedCard(facts) : startCard(facts),
  };
}

function pageOf({ subscription: s, heldOrder }: ChangeFacts, frame: ChangeFrame, title: string, form: ChangeForm, viewer: Viewer) {
  return {
    section: 'subscriptions',
    ...frame,
    why: frame.why ?? (heldOrder ? 'Сначала должен решиться заказ, который ждёт' : null),
    head: {
      title,
      sub: `${s.productName}, ${s.customerName} · ${s.number}`,
      badge: statusBadge(s, viewer.openDay),
      crumbs: frame.crumbs,
    },
    alerts: heldOrder ? [heldAlert(heldOrder)] : [],
    comment: commentField(form),
  };
}

const heldAlert = (number: string): AlertProps => ({
  tone: 'warn',
  title: `По этой подписке ждёт заказ ${number}.`,
  text: 'Дождитесь решения или отмените его.',
  link: { href: `/orders/${number}`, label: 'Открыть заказ' },
});
