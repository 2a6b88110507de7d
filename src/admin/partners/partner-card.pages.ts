import type { Section } from '#src/admin/sections.pages.ts';
import type { ControlledHold, CreditControl } from '#src/credit/control.queries.ts';
import { holdWords, liftWords } from '#src/credit/credit.rules.ts';
import type { ExposureParts } from '#src/credit/credit.service.ts';
import type { LimitBar } from '#src/credit/credit.types.ts';
import { exposureTotals } from '#src/credit/exposure.parts.ts';
import { limitBarOf } from '#src/credit/limit-bar.rules.ts';
import type { StaleData } from '#src/exchange/data-age.queries.ts';
import { staleAlert } from '#src/exchange/exchange.words.ts';
import { formatDayLong, formatDayShort, formatMoment, moscowDay } from '#src/lib/days.ts';
import { formatRub } from '#src/lib/money.ts';
import { formatPhone } from '#src/lib/phone.ts';
import { count } from '#src/lib/russian.ts';
import type { AlertProps, BadgeProps, Fact, PageHeadProps, Tab, TotalsProps } from '#src/platform/http/components.ts';
import type { Page } from '#src/platform/http/render.ts';
import type { LimitRow, PartnerCard, PastHold } from './partner-card.queries.ts';
import { heldSection } from './partner-tabs.pages.ts';
import type { OrderLine } from './partner-trace.queries.ts';

export const CARD_TABS = ['overview', 'people', 'subscriptions', 'money', 'trace'] as const;
export type CardTab = (typeof CARD_TABS)[number];

export interface PartnerPage extends Page {
  readonly head: PageHeadProps;
  readonly tabs: Tab[];
  /** Data of Axapta that are old, where they decide about this partner. */
  readonly stale: AlertProps | null;
  /** Open holds, each with the way to lift it: the reason first. */
  readonly holds: AlertProps[];
  readonly overview: { readonly limit: LimitBar; readonly raise: string | null; readonly exposure: TotalsProps } | null;
  readonly facts: Fact[];
  readonly requisitesHref: string;
  readonly sections: Section[];
}

const tabWords: Record<CardTab, string> = {
  overview: 'Обзор',
  people: 'Реквизиты и люди',
  subscriptions: 'Подписки и заказы',
  money: 'Деньги и документы',
  trace: 'Письма и журнал',
};

/** The frame of every tab: who it is, what is wrong now, where to look. */
export function partnerPage(partner: PartnerCard, credit: CreditControl, tab: CardTab, sections: Section[]): PartnerPage {
  const path = `/admin/partners/${partner.id}`;
  return {
    title: partner.name,
    section: 'admin/partners',
    head: {
      title: partner.name,
      crumbs: [{ label: 'Партнёры', href: '/admin/partners' }, { label: partner.name }],
      badge: stateOf(credit),
      sub: `${partner.code} · менеджер ${partner.manager}`,
      actions: [
        { label: 'Посмотреть как партнёр', icon: 'eye', kind: 'quiet', href: `${path}/view-as` },
        { label: 'Акт сверки', icon: 'file-text', kind: 'quiet', href: `${path}/reconciliation` },
        { label: 'Сотрудники', icon: 'users', kind: 'quiet', href: `${path}/users` },
        { label: 'Новый договор', icon: 'plus', kind: 'quiet', href: `${path}/contracts` },
        { label: 'Изменить лимит', icon: 'coins', href: `${path}/limit` },
        { label: 'Заблокировать', icon: 'lock', kind: 'danger', href: `${path}/holds` },
      ],
    },
    tabs: CARD_TABS.map((one) => ({
      label: tabWords[one],
      href: one === 'overview' ? path : `${path}?tab=${one}`,
      ...(one === tab ? { isCurrent: true } : {}),
      ...(one === 'subscriptions' ? { count: partner.active } : {}),
    })),
    stale: null,
    holds: credit.holds.map((hold) => holdAlert(hold, path)),
    overview: null,
    facts: [],
    requisitesHref: `${path}/requisites`,
    sections,
  };
}

function stateOf(credit: CreditControl): BadgeProps {
  if (credit.holds.length > 0) return { tone: 'bad', icon: 'lock', label: 'Заблокирован' };
  if (credit.exposure > credit.limit) return { tone: 'bad', icon: 'alert-circle', label: 'Сверх лимита' };
  if (credit.heldOrders > 0) return { tone: 'warn', icon: 'clock', label: 'Заказы ждут' };
  return { tone: 'ok', icon: 'circle-check', label: 'Работает' };
}

function holdAlert(hold: ControlledHold, path: string): AlertProps {
  const known = [
    hold.contract ? `договор ${hold.contract}` : '',
    hold.invoice ? `счёт № ${hold.invoice}` : '',
    hold.amount === null ? '' : `к оплате ${formatRub(BigInt(hold.amount))}`,
    `${hold.placedBy}, ${formatMoment(new Date(hold.placedAt))}`,
    hold.comment ? `комментарий: ${hold.comment}` : '',
  ].filter(Boolean);
  return {
    tone: 'bad',
    title: `${holdWords[hold.reason]}.`,
    text: `${hold.text} (${known.join(', ')})`,
    link: { href: `${path}/holds/${hold.id}/lift`, label: 'Разблокировать' },
  };
}

/** «Обзор»: limit and exposure by parts, what waits, how limit and holds went. */
export function overviewPage(
  partner: PartnerCard,
  credit: CreditControl,
  more: {
    parts: ExposureParts;
    held: readonly OrderLine[];
    limits: readonly LimitRow[];
    holds: readonly PastHold[];
    promised: Section;
    stale: StaleData | null;
  },
): PartnerPage {
  const path = `/admin/partners/${partner.id}`;
  const page = partnerPage(partner, credit, 'overview', [
    heldSection(partner.id, more.held),
    limitSection(more.limits, path),
    more.promised,
    pastHoldSection(more.holds),
  ]);
  const isByAxapta = more.parts.axapta !== null || credit.holds.some(({ reason }) => reason === 'axapta');
  return {
    ...page,
    stale: isByAxapta && more.stale ? { ...staleAlert(more.stale), link: { href: '/admin/exchange', label: 'Обмен с Аксаптой' } } : null,
    overview: { limit: limitBar(credit), raise: raiseText(credit), exposure: exposureTotals(more.parts, credit.exposure) },
  };
}

function limitBar({ limit, exposure, heldSum }: CreditControl): LimitBar {
  return limitBarOf(limit, exposure, heldSum > 0n ? { sum: heldSum, label: 'С заказами, которые ждут' } : undefined);
}

const raiseText = ({ raise }: CreditControl): string | null =>
  raise && `Лимит повышен по ${formatDayLong(raise.untilOn)}, потом снова ${formatRub(BigInt(raise.revertTo))}.`;

function limitSection(limits: readonly LimitRow[], path: string): Section {
  return {
    id: 'limits',
    title: 'Как менялся лимит',
    heads: [{ label: 'Когда' }, { label: 'Был', isNumber: true }, { label: 'Стал', isNumber: true }, { label: 'Кто и почему' }],
    rows: limits.map(({ at, before, after, untilOn, comment, byName }) => [
      { text: formatMoment(at) },
      { text: formatRub(before) },
      { text: formatRub(after), ...(untilOn ? { small: `по ${formatDayShort(untilOn)}` } : {}) },
      { text: comment, small: byName },
    ]),
    empty: 'Лимит не меняли с открытия.',
    action: { label: 'Изменить', size: 'small', href: `${path}/limit` },
  };
}

function pastHoldSection(holds: readonly PastHold[]): Section {
  return {
    id: 'past-holds',
    title: 'Снятые блокировки',
    heads: [{ label: 'Причина' }, { label: 'Поставлена' }, { label: 'Снята' }, { label: 'Комментарий' }],
    rows: holds.map((hold) => [
      { text: hold.text, small: holdWords[hold.reason] },
      { text: formatMoment(hold.placedAt), small: hold.placedBy },
      { text: formatMoment(hold.liftedAt), small: hold.liftCause === 'promise' ? liftWords.promise : hold.liftedBy },
      { text: hold.liftComment ?? '—' },
    ]),
    empty: 'Блокировок не было.',
  };
}

/** Requisites, as they stand in documents. */
export function requisites(partner: PartnerCard): Fact[] {
  const fact = (label: string, value: string | null, isMono = false): Fact[] =>
    value ? [{ label, value, ...(isMono ? { isMono } : {}) }] : [];
  return [
    ...fact('ИНН', partner.inn, true),
    ...fact('КПП', partner.kpp, true),
    ...fact('ОГРН', partner.ogrn, true),
    ...fact('Адрес', partner.address),
    ...fact('Почта', partner.email),
    ...fact('Телефон', partner.phone && formatPhone(partner.phone)),
    ...fact('MPN ID', partner.mpnId, true),
    ...fact('Код дебитора Axapta', partner.axDebtorCode, true),
    ...fact('Код плательщика Axapta', partner.axPayerCode, true),
    { label: 'Срок оплаты', value: count(partner.paymentTermDays, 'день', 'дня', 'дней') },
    { label: 'Партнёр с', value: formatDayLong(moscowDay(partner.createdAt)) },
    ...(partner.applicationId === null
      ? []
      : [{ label: 'Анкета', value: `№ ${partner.applicationId}`, href: `/admin/applications/${partner.applicationId}` }]),
  ];
}
