import { formatDayShort, formatMonth, type Month } from '#src/lib/days.ts';
import { formatAmount, formatRub } from '#src/lib/money.ts';
import { count } from '#src/lib/russian.ts';
import type { Column } from '#src/lib/table.ts';
import type { EmptyProps, FiltersProps, PageHeadProps, PagerProps, Tab } from '#src/platform/http/components.ts';
import { ShownList } from '#src/platform/http/list.ts';
import { monthOptions } from '#src/platform/http/list-fields.ts';
import { addressOf } from '#src/platform/http/lists.ts';
import type { Page } from '#src/platform/http/render.ts';
import { receivablesTabs, SECTION } from '#src/receivables/sections.parts.ts';
import { type RegisterFilter, registerList } from './register.forms.ts';
import type { Register, RegisterRow, RegisterSums } from './register.queries.ts';

const PATH = '/admin/receivables/register';

export interface RegisterPage extends Page {
  readonly head: PageHeadProps;
  readonly tabs: Tab[];
  readonly filters: FiltersProps;
  readonly heads: readonly string[];
  readonly rows: readonly RegisterItem[];
  readonly totals: readonly RegisterSum[];
  readonly pager: PagerProps;
  readonly empty: EmptyProps | null;
}

interface RegisterSum {
  readonly label: string;
  readonly text: string;
}

interface RegisterItem {
  readonly title: string;
  readonly href: string;
  readonly what: string;
  readonly buyer: string;
  readonly codes: string;
  readonly note: string | null;
  readonly isCancelled: boolean;
  readonly sums: readonly RegisterSum[];
}

/** Columns of sums, in the order of the sales ledger: whole, then bases, then VAT. */
const SUMS: readonly (readonly [label: string, sum: keyof RegisterSums])[] = [
  ['Всего с НДС', 'gross'],
  ['База 22 %', 'net22'],
  ['База 20 %', 'net20'],
  ['База 0 %', 'net0'],
  ['НДС 22 %', 'vat22'],
  ['НДС 20 %', 'vat20'],
  ['Без НДС', 'exempt'],
];

/** `/admin/receivables/register`: documents of a month by rates of VAT, as the sales ledger wants them. */
export function registerPage(
  found: Register & { months: readonly Month[]; period: Month },
  filter: RegisterFilter & { page: number },
): RegisterPage {
  const { period, sums, rows, total } = found;
  const months = found.months.includes(period) ? found.months : [period, ...found.months];
  const list = new ShownList(registerList, PATH, { ...filter, period }, { period: { options: monthOptions(months) } });
  return {
    title: `Реестр документов, ${formatMonth(period)}`,
    section: SECTION,
    head: {
      title: 'Реестр документов',
      sub: `${formatMonth(period)} · ${count(total, 'документ', 'документа', 'документов')} на ${formatRub(sums.gross)}, НДС ${formatRub(sums.vat)}`,
      actions: list.files(),
    },
    tabs: receivablesTabs(PATH),
    filters: list.filters('Фильтр реестра'),
    heads: SUMS.map(([label]) => label),
    rows: rows.map(itemOf),
    totals: sumsOf(sums),
    pager: list.pager(total),
    empty: rows.length > 0 ? null : { icon: 'file-invoice', title: 'Документов нет', text: `За ${formatMonth(period)} ничего не нашлось.` },
  };
}

const sumsOf = (sums: RegisterSums): RegisterSum[] =>
  SUMS.map(([label, sum]) => ({ label, text: sums[sum] === 0n ? '—' : formatAmount(sums[sum]) }));

function itemOf(row: RegisterRow): RegisterItem {
  return {
    title: `№ ${row.number} от ${formatDayShort(row.issuedOn)}`,
    href: addressOf('/admin/documents', { q: row.number }),
    what: `${whatOf(row)}, код ${KIND_CODE}`,
    buyer: row.buyer,
    codes: codesOf(row),
    note: noteOf(row) || null,
    isCancelled: row.cancelledOn !== null,
    sums: sumsOf(row),
  };
}

/** Код вида операции: отгрузка (приказ ФНС от 14.03.2016 № ММВ-7-3/136@). */
const KIND_CODE = '01';

function whatOf({ docMode, isVat }: RegisterRow): string {
  if (docMode === 'upd') return isVat ? 'УПД' : 'УПД без НДС';
  return isVat ? 'Счёт-фактура и акт' : 'Акт';
}

const codesOf = ({ inn, kpp }: RegisterRow): string => (kpp ? `${inn}/${kpp}` : inn);

/** What became of it, or of what was before it, as it is today. */
function noteOf({ cancelledOn, replacedBy, replaces, was }: RegisterRow): string {
  const cancelled = cancelledOn ? `аннулирован ${formatDayShort(cancelledOn)}, был на ${formatRub(was)}` : '';
  return [cancelled, replacedBy ? `заменён № ${replacedBy}` : '', replaces ? `взамен № ${replaces}` : ''].filter(Boolean).join(', ');
}

/** The register as a file. */
export const registerColumns: Column<RegisterRow>[] = [
  { title: 'Код вида операции', kind: 'text', of: () => KIND_CODE },
  { title: 'Номер', kind: 'text', of: (row) => row.number },
  { title: 'Дата', kind: 'day', of: (row) => row.issuedOn },
  { title: 'Документ', kind: 'text', of: whatOf },
  { title: 'Покупатель', kind: 'text', of: (row) => row.buyer },
  { title: 'ИНН/КПП', kind: 'text', of: codesOf },
  ...SUMS.map(([title, sum]): Column<RegisterRow> => ({ title, kind: 'money', of: (row) => row[sum] })),
  { title: 'НДС всего', kind: 'money', of: (row) => row.vat },
  { title: 'Состояние', kind: 'text', of: noteOf },
];
