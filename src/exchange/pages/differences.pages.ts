import { formatMoment } from '#src/lib/days.ts';
import { formatRub } from '#src/lib/money.ts';
import { count } from '#src/lib/russian.ts';
import type { Column } from '#src/lib/table.ts';
import type { BadgeProps, ButtonProps, EmptyProps, PageHeadProps, Tab } from '#src/platform/http/components.ts';
import type { Page } from '#src/platform/http/render.ts';
import type { Difference } from './differences.queries.ts';
import { documentsSection } from './document-differences.pages.ts';
import type { DocumentDifference } from './document-differences.queries.ts';
import type { Section } from './sections.pages.ts';
import { tabsOf } from './tabs.pages.ts';

export interface DifferencesPage extends Page {
  readonly head: PageHeadProps;
  readonly tabs: Tab[];
  readonly rows: {
    readonly account: string;
    readonly partners: Difference['partners'];
    readonly asOf: string;
    readonly ours: string;
    readonly theirs: string;
    readonly difference: string;
    readonly why: string[];
    readonly badge: BadgeProps;
  }[];
  readonly empty: EmptyProps | null;
  /** Invoices that Axapta has otherwise. */
  readonly documents: Section | null;
}

const PATH = '/admin/exchange/differences';

/** The most that the page shows; the files have all. */
const SHOWN = 200;

/** `/admin/exchange/differences`: what the two ledgers say of a debt, and which documents explain it. */
export function differencesPage(found: readonly Difference[], documents: readonly DocumentDifference[]): DifferencesPage {
  const unexplained = found.filter(({ rest }) => rest !== 0n).length;
  const files: ButtonProps[] = (['csv', 'xlsx'] as const).map((kind) => ({
    label: kind.toUpperCase(),
    icon: 'download',
    href: `${PATH}.${kind}`,
  }));
  return {
    title: 'Расхождения с Аксаптой',
    section: 'admin/exchange',
    head: {
      title: 'Расхождения с Аксаптой',
      sub: `${count(found.length, 'плательщик', 'плательщика', 'плательщиков')}, без объяснения ${unexplained}`,
      actions: files,
    },
    tabs: tabsOf('differences'),
    rows: found.slice(0, SHOWN).map((row) => ({
      ...{ account: row.account, partners: row.partners, asOf: formatMoment(row.asOf) },
      ...{ ours: formatRub(row.ours), theirs: formatRub(row.theirs), difference: formatRub(row.ours - row.theirs), why: whyOf(row) },
      badge:
        row.rest === 0n
          ? { tone: 'ok', icon: 'circle-check', label: 'Объяснено' }
          : { tone: 'bad', icon: 'alert-circle', label: `Осталось ${formatRub(row.rest)}` },
    })),
    documents: documentsSection(documents, `${PATH}/documents`),
    empty:
      found.length > 0
        ? null
        : { icon: 'circle-check', title: 'Расхождений нет', text: 'Долг каждого плательщика, которого знает Аксапта, на портале тот же.' },
  };
}

const whyOf = ({ unposted, undecided, unknown }: Difference): string[] => [
  ...(unposted === 0n ? [] : [`не проведены счета: ${formatRub(unposted)}`]),
  ...(undecided === 0n ? [] : [`платежи ждут решения: ${formatRub(undecided)}`]),
  ...(unknown === 0n ? [] : [`платежи, которых Аксапта ещё не сообщила: ${formatRub(-unknown)}`]),
];

export const differenceColumns: Column<Difference>[] = [
  { title: 'Плательщик', kind: 'text', of: (row) => row.account },
  { title: 'Партнёры', kind: 'text', of: (row) => row.partners.map(({ name }) => name).join(', ') },
  { title: 'Данные Аксапты на', kind: 'moment', of: (row) => row.asOf },
  { title: 'Долг на портале', kind: 'money', of: (row) => row.ours },
  { title: 'Долг в Аксапте', kind: 'money', of: (row) => row.theirs },
  { title: 'Разница', kind: 'money', of: (row) => row.ours - row.theirs },
  { title: 'Не проведены счета', kind: 'money', of: (row) => row.unposted },
  { title: 'Платежи ждут решения', kind: 'money', of: (row) => row.undecided },
  { title: 'Платежи только на портале', kind: 'money', of: (row) => row.unknown },
  { title: 'Без объяснения', kind: 'money', of: (row) => row.rest },
];
