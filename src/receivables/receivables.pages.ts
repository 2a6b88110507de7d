import { formatDayLong, formatDayShort, moscowDay } from '#src/lib/days.ts';
import { formatAmount, formatRub } from '#src/lib/money.ts';
import { count } from '#src/lib/russian.ts';
import type { Column } from '#src/lib/table.ts';
import type {
  BadgeProps,
  ButtonProps,
  EmptyProps,
  FiltersProps,
  PageHeadProps,
  PagerProps,
  SortHeadProps,
  StatProps,
  Tab,
} from '#src/platform/http/components.ts';
import { ShownList } from '#src/platform/http/list.ts';
import { addressOf } from '#src/platform/http/lists.ts';
import type { Page } from '#src/platform/http/render.ts';
import { type AsOf, dayControl, type ReceivablesFilter, receivablesList } from './receivables.forms.ts';
import type { Receivables, ReceivablesRow } from './receivables.queries.ts';
import { AGE_WORDS, AGES, type Age } from './receivables.rules.ts';
import { receivablesTabs, SECTION } from './sections.parts.ts';

export interface ReceivablesPage extends Page {
  readonly head: PageHeadProps;
  readonly tabs: Tab[];
  readonly stats: StatProps[];
  readonly filters: FiltersProps;
  readonly heads: SortHeadProps[];
  readonly rows: DebtorItem[];
  readonly totals: DebtorSums;
  readonly pager: PagerProps;
  readonly empty: EmptyProps;
}

interface DebtorSums {
  readonly ages: { readonly label: string; readonly text: string; readonly isLate: boolean }[];
  readonly advance: string;
  readonly balance: string;
}

interface DebtorItem extends DebtorSums {
  readonly href: string;
  readonly name: string;
  readonly sub: string;
  readonly hold: { readonly badge: BadgeProps; readonly since: string } | null;
}

const PATH = '/admin/receivables';

/** `/admin/receivables`: who owed how much for how long at the end of a day. `ownId` is the person who looks. */
export function receivablesPage(
  found: Receivables,
  filter: ReceivablesFilter & { page: number },
  day: AsOf,
  ownId: number | null,
): ReceivablesPage {
  const list = new ShownList(receivablesList, PATH, filter, {
    manager: { options: found.managers.map(({ id, name }) => ({ value: String(id), label: name })) },
  });
  const { sums } = found;
  return {
    title: 'Дебиторская задолженность',
    section: SECTION,
    head: {
      title: 'Дебиторская задолженность',
      sub: `На конец ${formatDayLong(day.on)} · ${count(found.total, 'партнёр', 'партнёра', 'партнёров')} · сальдо ${formatRub(BigInt(sums.balance))}`,
      actions: [
        ...whoseAction(list, ownId, filter),
        ...list.files(),
        {
          label: 'По счетам',
          icon: 'download',
          href: addressOf(`${PATH}/invoices.xlsx`, { on: day.past, manager: filter.manager, q: filter.q || null }),
        },
      ],
    },
    tabs: receivablesTabs(PATH),
    stats: AGES.map((age) => ageStat(age, BigInt(sums[age]), list)),
    filters: list.filters('Фильтр дебиторской задолженности', 'receivables-list', [dayControl(day)]),
    heads: [
      list.head('name', 'Партнёр'),
      ...AGES.map((age) => list.head(age, AGE_WORDS[age], true)),
      list.head('advance', 'Аванс', true),
      list.head('balance', 'Сальдо', true),
    ],
    rows: found.rows.map((row) => itemOf(row, day)),
    totals: sumsOf(sums),
    pager: list.pager(found.total),
    empty: {
      icon: 'coins',
      title: 'Никто не должен',
      text: list.chips().length > 0 ? 'Измените день, поиск или снимите фильтры.' : 'Нет ни открытых счетов, ни авансов.',
      ...(list.chips().length > 0 ? { actions: [{ label: 'Показать всех на сегодня', href: PATH }] } : {}),
    },
  };
}

/** «мои / все». */
function whoseAction(list: ShownList<typeof receivablesList.fields>, ownId: number | null, { manager }: ReceivablesFilter): ButtonProps[] {
  if (ownId === null) return [];
  if (manager === ownId) return [{ label: 'Все партнёры', href: list.href({ manager: null }) }];
  return [{ label: 'Мои партнёры', icon: 'users', href: list.href({ manager: ownId }) }];
}

function ageStat(age: Age, sum: bigint, list: ShownList<typeof receivablesList.fields>): StatProps {
  const stat = {
    value: formatRub(sum),
    label: age === 'current' ? 'не просрочено' : `просрочено ${AGE_WORDS[age].toLowerCase()}${age === 'old' ? ' дней' : ''}`,
    ...list.toggle('age', age),
  };
  return age === 'current' || sum === 0n ? stat : { ...stat, tone: age === 'week' ? 'warn' : 'bad' };
}

function itemOf(row: ReceivablesRow, { past }: AsOf): DebtorItem {
  return {
    href: addressOf(`${PATH}/${row.id}/invoices`, { on: past }),
    name: row.name,
    sub: `ИНН ${row.inn} · ${row.manager}`,
    ...sumsOf(row),
    hold: holdOf(row),
  };
}

function holdOf({ holds, holdAt }: ReceivablesRow): DebtorItem['hold'] {
  if (holdAt === null) return null;
  const badge: BadgeProps = { tone: 'bad', icon: 'lock', label: holds > 1 ? `Заблокирован × ${holds}` : 'Заблокирован' };
  return { badge, since: `с ${formatDayShort(moscowDay(new Date(holdAt)))}` };
}

/** Without the sign of the currency: eight columns of sums stand side by side. */
const orDash = (kopecks: string): string => (kopecks === '0' ? '—' : formatAmount(BigInt(kopecks)));

const sumsOf = (sums: Receivables['sums']): DebtorSums => ({
  ages: AGES.map((age) => ({ label: AGE_WORDS[age], text: orDash(sums[age]), isLate: age !== 'current' && sums[age] !== '0' })),
  advance: orDash(sums.advance),
  balance: formatAmount(BigInt(sums.balance)),
});

/** The list as a file. */
export const receivablesColumns: Column<ReceivablesRow>[] = [
  { title: 'Код', kind: 'text', of: (row) => row.code },
  { title: 'Партнёр', kind: 'text', of: (row) => row.name },
  { title: 'ИНН', kind: 'text', of: (row) => row.inn },
  { title: 'Менеджер', kind: 'text', of: (row) => row.manager },
  ...AGES.map((age): Column<ReceivablesRow> => ({ title: AGE_WORDS[age], kind: 'money', of: (row) => BigInt(row[age]) })),
  { title: 'Аванс', kind: 'money', of: (row) => BigInt(row.advance) },
  { title: 'Сальдо', kind: 'money', of: (row) => BigInt(row.balance) },
  { title: 'Блокировка', kind: 'text', of: (row) => row.holdText },
];
