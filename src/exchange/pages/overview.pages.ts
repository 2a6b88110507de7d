import { day, formatDayShort, formatMoment } from '#src/lib/days.ts';
import { formatRub } from '#src/lib/money.ts';
import { count } from '#src/lib/russian.ts';
import type { AlertProps, EmptyProps, PageHeadProps, StatProps, Tab } from '#src/platform/http/components.ts';
import type { Page } from '#src/platform/http/render.ts';
import { freshnessBadges, staleAlert, typeWord } from '../exchange.words.ts';
import { type AgeLimits, freshnessOf } from '../standing/freshness.rules.ts';
import type { Overview } from './overview.queries.ts';
import type { Section } from './sections.pages.ts';
import { tabsOf } from './tabs.pages.ts';

export interface OverviewPage extends Page {
  readonly head: PageHeadProps;
  readonly tabs: Tab[];
  readonly alert: AlertProps | null;
  readonly stats: StatProps[];
  readonly sections: Section[];
  readonly gaps: { action: string; token: string; what: string; since: string; asked: string }[];
  readonly empty: EmptyProps | null;
}

export interface DataAge {
  readonly isOn: boolean;
  readonly asOf: Date | null;
  readonly now: Date;
  readonly limits: AgeLimits;
}

/** `/admin/exchange`: how old the data are, what waits for a person, what is missing. */
export function overviewPage(found: Overview, age: DataAge, token: string): OverviewPage {
  const sections = [decisions(found), rejected(found), refused(found)].filter(({ rows }) => rows.length > 0);
  return {
    title: 'Обмен с Аксаптой',
    section: 'admin/exchange',
    head: headOf(age),
    tabs: tabsOf('overview'),
    alert: alertOf(age),
    stats: statsOf(found),
    sections,
    gaps: found.gaps.map((gap) => ({
      ...{
        action: `/admin/exchange/gaps/${gap.id}/replay`,
        token,
        what: `${typeWord(gap.type)}: ${gap.from === gap.to ? `№ ${gap.from}` : `№ ${gap.from}–${gap.to}`}`,
      },
      ...{
        since: formatMoment(new Date(gap.foundAt)),
        asked: gap.askedAt ? `повтор запрошен ${formatMoment(new Date(gap.askedAt))}` : 'повтор ещё не запрошен',
      },
    })),
    empty:
      sections.length + found.gaps.length > 0
        ? null
        : { icon: 'circle-check', title: 'Решать нечего', text: 'Сообщений с ошибками, пропусков и спорных платежей нет.' },
  };
}

function headOf({ isOn, asOf, now, limits }: DataAge): PageHeadProps {
  const title = 'Обмен с Аксаптой';
  if (!isOn) return { title, badge: { tone: 'mute', icon: 'ban', label: 'Не включён' } };
  if (asOf === null) return { title, badge: { tone: 'mute', icon: 'clock', label: 'Данных ещё не было' } };
  return { title, sub: `Данные Аксапты на ${formatMoment(asOf)}`, badge: freshnessBadges[freshnessOf(asOf, now, limits)] };
}

function alertOf({ isOn, asOf, now, limits }: DataAge): AlertProps | null {
  if (!isOn) {
    return {
      tone: 'info',
      title: 'Обмен не включён.',
      text: 'Не заданы AX_TOKEN и AX_DIR: лимиты и блокировки решает собственный учёт портала.',
    };
  }
  const freshness = asOf && freshnessOf(asOf, now, limits);
  return asOf === null || freshness === null || freshness === 'fresh' ? null : staleAlert({ asOf, freshness });
}

function statsOf(found: Overview): StatProps[] {
  const stat = (value: number, label: string, tone: 'warn' | 'bad', href?: string): StatProps => ({
    ...{ value: String(value), label, ...(href ? { href } : {}) },
    ...(value > 0 ? { tone } : {}),
  });
  const messages = (state: string) => `/admin/exchange/messages?state=${state}`;
  return [
    { value: String(found.waiting), label: 'выполняются', href: messages('waiting') },
    { value: String(found.collecting), label: 'ждут других страниц', href: messages('collecting') },
    stat(found.faulty, 'с ошибками', 'bad', messages('faulty')),
    stat(found.decisionCount, 'нужно решение', 'warn'),
    stat(found.gaps.length, 'пропуски номеров', 'warn'),
    { value: String(found.toSend), label: 'не подтверждено Аксаптой' },
    stat(found.missing, 'дебиторов нет в полной выгрузке', 'warn'),
  ];
}

const decisions = ({ decisions: rows, decisionCount }: Overview): Section => ({
  id: 'decisions',
  title: `Платежи: нужно решение${decisionCount > rows.length ? ` (первые ${rows.length} из ${decisionCount})` : ''}`,
  heads: [{ label: 'Платёж' }, { label: 'Сумма', isNumber: true }, { label: 'Плательщик' }, { label: 'Что решить' }],
  rows: rows.map((one) => [
    { text: one.transId, href: `/admin/exchange/decisions/${one.id}`, small: formatDayShort(day(one.paidOn)) },
    { text: formatRub(BigInt(one.amount)) },
    { text: one.partner ?? one.account, ...(one.partner ? { small: one.account } : {}) },
    { text: one.question },
  ]),
  empty: '',
});

const rejected = ({ rejected: rows }: Overview): Section => ({
  id: 'rejected',
  title: 'Счета, которые Аксапта отклонила',
  heads: [{ label: 'Счёт' }, { label: 'Партнёр' }, { label: 'Почему' }],
  rows: rows.map((one) => [
    { text: `№ ${one.number}`, small: one.docId },
    { text: one.partner, href: `/admin/partners/${one.partnerId}` },
    { text: one.text || 'причина не названа' },
  ]),
  empty: '',
});

const refused = ({ refused: rows }: Overview): Section => ({
  id: 'refused',
  title: `Не принято Аксаптой: ${count(rows.length, 'сообщение', 'сообщения', 'сообщений')}`,
  heads: [{ label: 'О чём' }, { label: 'Почему' }, { label: 'Когда' }],
  rows: rows.map((one) => [
    { text: one.key, small: typeWord(one.type) },
    { text: one.text || 'причина не названа' },
    { text: formatMoment(new Date(one.at)) },
  ]),
  empty: '',
});
