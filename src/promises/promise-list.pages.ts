import { type Day, formatDayShort, formatMoment } from '#src/lib/days.ts';
import { formatRub } from '#src/lib/money.ts';
import { count } from '#src/lib/russian.ts';
import type { Column } from '#src/lib/table.ts';
import type { BadgeProps, EmptyProps, FiltersProps, PageHeadProps, PagerProps, SortHeadProps } from '#src/platform/http/components.ts';
import { ShownList } from '#src/platform/http/list.ts';
import { monthOptions } from '#src/platform/http/list-fields.ts';
import type { Page } from '#src/platform/http/render.ts';
import type { PromiseList } from './promise-list.queries.ts';
import { type PromiseFilter, promiseList } from './promises.forms.ts';
import type { PromiseRow } from './promises.queries.ts';
import { keptShare, stateOf } from './promises.rules.ts';
import { overOn, promiseBadge, stateWords } from './promises.words.ts';

export interface PromiseListPage extends Page {
  readonly head: PageHeadProps;
  readonly filters: FiltersProps;
  readonly empty: EmptyProps | null;
  readonly due: SortHeadProps;
  readonly amount: SortHeadProps;
  readonly rows: readonly PromiseLine[];
  readonly pager: PagerProps;
}

interface PromiseLine {
  readonly partner: string;
  readonly partnerHref: string;
  readonly made: string;
  readonly what: string;
  readonly note: string;
  readonly amount: string;
  readonly until: string;
  readonly over: string;
  readonly badge: BadgeProps;
  readonly fileHref: string;
  /** Where it can be taken off; null when it is over. */
  readonly endHref: string | null;
}

const PATH = '/admin/promises';

/** `/admin/promises` */
export function promiseListPage(found: PromiseList, filter: PromiseFilter & { page: number }, today: Day): PromiseListPage {
  const name = found.rows.find(({ partnerId }) => partnerId === filter.partner)?.partner;
  const list = new ShownList(promiseList, PATH, filter, {
    period: { options: monthOptions(found.months) },
    partner: { chip: () => name ?? 'Партнёр' },
  });
  return {
    title: 'Обещанные платежи',
    section: 'admin/promises',
    head: { title: 'Обещанные платежи', sub: subOf(found), actions: list.files() },
    filters: list.filters('Поиск обещаний'),
    empty: found.rows.length > 0 ? null : emptyOf(list.chips().length > 0),
    due: list.head('due', 'Оплатить до'),
    amount: list.head('amount', 'Обещано', true),
    rows: found.rows.map((row) => lineOf(row, today)),
    pager: list.pager(found.total),
  };
}

/** «12 обещаний на 1 200 000,00 ₽, выполнено 80 %» */
function subOf({ total, amount, kept, broken }: PromiseList): string {
  const share = keptShare({ kept, broken });
  const all = `${count(total, 'обещание', 'обещания', 'обещаний')} на ${formatRub(amount)}`;
  return share === null ? all : `${all}, выполнено ${share} % из закончившихся`;
}

function emptyOf(isNarrowed: boolean): EmptyProps {
  if (isNarrowed)
    return { icon: 'search', title: 'Ничего не нашлось', text: 'Таких обещаний нет.', actions: [{ label: 'Все обещания', href: PATH }] };
  return { icon: 'calendar', title: 'Обещаний ещё не было', text: 'Партнёр обещает оплату на странице «Финансы».' };
}

export const whatFor = ({ invoice }: PromiseRow): string => (invoice ? `Счёт № ${invoice}` : 'Нехватка лимита');

function lineOf(row: PromiseRow, today: Day): PromiseLine {
  const path = `/admin/partners/${row.partnerId}`;
  const own = `${path}/promises/${row.id}`;
  return {
    partner: row.partner,
    partnerHref: path,
    made: `${row.madeBy}, ${formatMoment(row.madeAt)}`,
    what: whatFor(row),
    note: noteOf(row),
    amount: formatRub(row.amount),
    until: formatDayShort(row.dueOn),
    over: overOn(row),
    badge: promiseBadge(row, today),
    fileHref: `${own}/file`,
    endHref: stateOf(row) === 'open' ? `${own}/ending` : null,
  };
}

function noteOf({ allowance, contract, endedBy, endReason, grantReason }: PromiseRow): string {
  return [
    contract ?? '',
    allowance === null ? '' : `к лимиту ${formatRub(allowance)}`,
    grantReason ? `сверх одного: ${grantReason}` : '',
    endReason ? `снял ${endedBy}: ${endReason}` : '',
  ]
    .filter(Boolean)
    .join(' · ');
}

/** Promises as a file. */
export const promiseColumns: Column<PromiseRow>[] = [
  { title: 'Партнёр', kind: 'text', of: (row) => row.partner },
  { title: 'За что', kind: 'text', of: whatFor },
  { title: 'Договор', kind: 'text', of: (row) => row.contract },
  { title: 'Обещано, ₽', kind: 'money', of: (row) => row.amount },
  { title: 'Прибавка к лимиту, ₽', kind: 'money', of: (row) => row.allowance },
  { title: 'Обещал', kind: 'text', of: (row) => row.madeBy },
  { title: 'Когда', kind: 'text', of: (row) => formatMoment(row.madeAt) },
  { title: 'Оплатить до', kind: 'day', of: (row) => row.dueOn },
  { title: 'Состояние', kind: 'text', of: (row) => stateWords[stateOf(row)] },
  { title: 'Закончилось', kind: 'text', of: overOn },
  { title: 'Снято: почему', kind: 'text', of: (row) => row.endReason },
  { title: 'Сверх одного: почему', kind: 'text', of: (row) => row.grantReason },
];
