import { formatDayShort } from '#src/lib/days.ts';
import { formatRub } from '#src/lib/money.ts';
import { count } from '#src/lib/russian.ts';
import type { Column } from '#src/lib/table.ts';
import type { DocumentDifference } from './document-differences.queries.ts';
import type { Cell, Section } from './sections.pages.ts';

/** The most that the page shows; the files have all. */
const SHOWN = 200;

/** Invoices that the two sides have otherwise, side by side; what differs in Axapta is marked. null where nothing does. */
export function documentsSection(found: readonly DocumentDifference[], filesAt: string): Section | null {
  if (found.length === 0) return null;
  const shown = found.slice(0, SHOWN);
  return {
    id: 'documents',
    title: `Счета в Аксапте другие: ${count(found.length, 'счёт', 'счёта', 'счетов')}${found.length > SHOWN ? `, показаны ${SHOWN}` : ''}`,
    heads: [
      { label: 'Счёт на портале' },
      { label: 'Счёт-фактура в Аксапте' },
      { label: 'Не оплачено на портале', isNumber: true },
      { label: 'Не оплачено в Аксапте', isNumber: true },
      { label: 'Срок на портале' },
      { label: 'Срок в Аксапте' },
    ],
    rows: shown.map((row) => [
      { text: documentText(row.number, row.issuedOn), href: `/admin/partners/${row.partnerId}?tab=money`, small: row.partner },
      told(factureText(row), row.isOtherNumber),
      { text: formatRub(row.open) },
      told(row.axOpen === null ? null : formatRub(row.axOpen), row.isOtherOpen),
      { text: formatDayShort(row.dueOn) },
      told(row.axDueOn && formatDayShort(row.axDueOn), row.isOtherDue),
    ]),
    empty: '',
    more: { href: `${filesAt}.xlsx`, label: 'Excel' },
  };
}

const documentText = (number: string, on: DocumentDifference['issuedOn']): string => `№ ${number} от ${formatDayShort(on)}`;

function factureText({ factureNumber, factureOn }: DocumentDifference): string | null {
  const parts = [factureNumber && `№ ${factureNumber}`, factureOn && `от ${formatDayShort(factureOn)}`].filter(Boolean);
  return parts.length > 0 ? parts.join(' ') : null;
}

/** What Axapta says; «—» where it has said nothing. */
function told(text: string | null, isOther: boolean): Cell {
  if (text === null) return { text: '—' };
  return isOther ? { badge: { tone: 'warn', icon: 'alert-circle', label: text } } : { text };
}

export const documentDifferenceColumns: Column<DocumentDifference>[] = [
  { title: 'Партнёр', kind: 'text', of: (row) => row.partner },
  { title: 'Номер на портале', kind: 'text', of: (row) => row.number },
  { title: 'Номер в Аксапте', kind: 'text', of: (row) => row.factureNumber },
  { title: 'Дата на портале', kind: 'day', of: (row) => row.issuedOn },
  { title: 'Дата в Аксапте', kind: 'day', of: (row) => row.factureOn },
  { title: 'Не оплачено на портале', kind: 'money', of: (row) => row.open },
  { title: 'Не оплачено в Аксапте', kind: 'money', of: (row) => row.axOpen },
  { title: 'Срок на портале', kind: 'day', of: (row) => row.dueOn },
  { title: 'Срок в Аксапте', kind: 'day', of: (row) => row.axDueOn },
  { title: 'Аксапта сообщила', kind: 'moment', of: (row) => row.toldAt },
];
