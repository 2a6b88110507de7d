import { type Day, daysBetween, formatDayShort, lastOfMonth } from '#src/lib/days.ts';
import { formatRub } from '#src/lib/money.ts';
import { count } from '#src/lib/russian.ts';
import type { Column } from '#src/lib/table.ts';
import type { BadgeProps, EmptyProps, FiltersProps, PageHeadProps, PagerProps, Tab } from '#src/platform/http/components.ts';
import { ShownList } from '#src/platform/http/list.ts';
import type { Page } from '#src/platform/http/render.ts';
import { receivablesTabs, SECTION } from '#src/receivables/sections.parts.ts';
import { type AdvanceFilter, advanceList } from './advances.forms.ts';
import type { Advance, Advances } from './advances.queries.ts';
import { advanceTerm, advanceVat, isShippedInTime } from './advances.rules.ts';

const PATH = '/admin/receivables/advances';

export interface AdvancesPage extends Page {
  readonly head: PageHeadProps;
  readonly tabs: Tab[];
  readonly filters: FiltersProps;
  readonly rows: readonly AdvanceItem[];
  readonly pager: PagerProps;
  readonly empty: EmptyProps | null;
}

interface AdvanceItem {
  readonly partner: string;
  readonly partnerHref: string;
  readonly manager: string;
  readonly payment: string;
  readonly paid: string;
  readonly amount: string;
  readonly vat: string;
  readonly rate: string;
  readonly badge: BadgeProps;
  readonly note: string | null;
  readonly act: { readonly label: string; readonly href: string; readonly of: string };
}

/** `/admin/receivables/advances`: money before the shipment that wants a счёт-фактура, the nearest term first. */
export function advancesPage(found: Advances, filter: AdvanceFilter & { page: number }, today: Day, ownId: number | null): AdvancesPage {
  const list = new ShownList(advanceList, PATH, filter, {
    manager: { options: found.managers.map(({ id, name }) => ({ value: String(id), label: name })) },
  });
  const isMine = ownId !== null && filter.manager === ownId;
  return {
    title: 'Авансы с НДС',
    section: SECTION,
    head: {
      title: 'Авансы с НДС',
      sub: `${count(found.total, 'аванс', 'аванса', 'авансов')} на ${formatRub(found.amount)}. Счёт-фактура — пять дней с поступления, если до того нет отгрузки в том же квартале`,
      actions: [
        isMine
          ? { label: 'Все партнёры', href: list.href({ manager: null }) }
          : { label: 'Мои партнёры', icon: 'users', href: list.href({ manager: ownId }) },
        ...list.files(),
      ],
    },
    tabs: receivablesTabs(PATH),
    filters: list.filters('Фильтр авансов'),
    rows: found.rows.map((one) => itemOf(one, today)),
    pager: list.pager(found.total),
    empty: found.rows.length > 0 ? null : emptyOf(list.chips().length > 0),
  };
}

const emptyOf = (isNarrowed: boolean): EmptyProps =>
  isNarrowed
    ? {
        icon: 'search',
        title: 'Ничего не нашлось',
        text: 'Измените поиск или снимите фильтры.',
        actions: [{ label: 'Показать ждущие', href: PATH }],
      }
    : { icon: 'circle-check', title: 'Все счета-фактуры на авансы выписаны', text: 'Новый аванс появится здесь в день поступления.' };

function itemOf(one: Advance, today: Day): AdvanceItem {
  const { rate, vat } = advanceVat(one.amount, one.receivedOn);
  const { badge, note } = stateOf(one, today);
  return {
    partner: one.partner,
    partnerHref: `/admin/receivables/${one.partnerId}/invoices`,
    manager: one.manager,
    payment: paymentText(one),
    paid: formatRub(one.paid),
    amount: formatRub(one.amount),
    vat: formatRub(vat),
    rate,
    badge,
    note,
    act: { label: one.number === null ? 'Записать' : 'Исправить', href: `${PATH}/${one.id}`, of: paymentText(one) },
  };
}

/** «№ 517 от 20.11.2026» */
export const paymentText = ({ docNumber, receivedOn }: Pick<Advance, 'docNumber' | 'receivedOn'>): string =>
  `${docNumber ? `№ ${docNumber}` : 'Без номера'} от ${formatDayShort(receivedOn)}`;

/** «№ А-17 от 25.11.2026, исправление № 1 от 30.11.2026» */
const invoiceText = ({ number, issuedOn, correctionNumber, correctionOn }: Advance): string =>
  `№ ${number} от ${issuedOn ? formatDayShort(issuedOn) : ''}${correctionOn ? `, исправление № ${correctionNumber} от ${formatDayShort(correctionOn)}` : ''}`;

/** Where it stands: red from the day before the term on. */
export function stateOf(one: Advance, today: Day): { badge: BadgeProps; note: string | null } {
  const term = advanceTerm(one.receivedOn);
  if (one.number !== null) {
    const isLate = one.issuedOn !== null && one.issuedOn > term;
    const note = one.isReversed
      ? 'Платёж сторнирован: счёт-фактуру нужно исправить'
      : isLate
        ? `Позже срока ${formatDayShort(term)}`
        : null;
    return { badge: { tone: one.isReversed || isLate ? 'warn' : 'ok', icon: 'circle-check', label: invoiceText(one) }, note };
  }
  const left = daysBetween(today, term);
  const shipment = lastOfMonth(one.receivedOn);
  const note =
    isShippedInTime(one.receivedOn, shipment) && today <= shipment ? `Не нужен, если закроет отгрузка ${formatDayShort(shipment)}` : null;
  if (left < 0)
    return {
      badge: { tone: 'bad', icon: 'alert-circle', label: `Просрочен: ${count(-left, 'день', 'дня', 'дней')}` },
      note: `Срок был ${formatDayShort(term)}`,
    };
  if (left <= 1) return { badge: { tone: 'bad', icon: 'clock', label: left === 0 ? 'Срок сегодня' : 'Срок завтра' }, note };
  return { badge: { tone: 'warn', icon: 'clock', label: `До ${formatDayShort(term)}` }, note };
}

/** The list as a file. */
export const advanceColumns = (today: Day): Column<Advance>[] => [
  { title: 'Партнёр', kind: 'text', of: (one) => one.partner },
  { title: 'ИНН', kind: 'text', of: (one) => one.inn },
  { title: 'Менеджер', kind: 'text', of: (one) => one.manager },
  { title: 'Номер платежа', kind: 'text', of: (one) => one.docNumber },
  { title: 'Поступил', kind: 'day', of: (one) => one.receivedOn },
  { title: 'Сумма платежа', kind: 'money', of: (one) => one.paid },
  { title: 'Аванс', kind: 'money', of: (one) => one.amount },
  { title: 'Расчётная ставка', kind: 'text', of: (one) => advanceVat(one.amount, one.receivedOn).rate },
  { title: 'НДС', kind: 'money', of: (one) => advanceVat(one.amount, one.receivedOn).vat },
  { title: 'Срок', kind: 'day', of: (one) => advanceTerm(one.receivedOn) },
  { title: 'Счёт-фактура', kind: 'text', of: (one) => one.number },
  { title: 'Дата счёта-фактуры', kind: 'day', of: (one) => one.issuedOn },
  { title: 'Исправление', kind: 'text', of: (one) => one.correctionNumber },
  { title: 'Дата исправления', kind: 'day', of: (one) => one.correctionOn },
  { title: 'Состояние', kind: 'text', of: (one) => (one.number === null ? stateOf(one, today).badge.label : 'Выписан') },
];
