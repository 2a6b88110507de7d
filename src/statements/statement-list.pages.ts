import { formatDayShort, formatMoment } from '#src/lib/days.ts';
import { count } from '#src/lib/russian.ts';
import type { BadgeProps, Crumb, FieldProps, PageHeadProps } from '#src/platform/http/components.ts';
import type { Page } from '#src/platform/http/render.ts';
import type { StatementFile } from './files.queries.ts';
import type { RecentStatement, StatementCard } from './statements.queries.ts';

export const PATH = '/admin/payments/import';
export const SECTION = 'admin/payments';
/** A file of 50,000 documents has some 60 MB. */
export const MOST_MB = 64;

export const LIST_CRUMBS: readonly Crumb[] = [
  { label: 'Платежи', href: '/admin/payments' },
  { label: 'Загрузка выписки', href: PATH },
];

/** A row of the list. */
interface Listed {
  readonly href: string;
  readonly name: string;
  readonly note: string;
  readonly badge: BadgeProps;
}

export interface StatementListPage extends Page {
  readonly head: PageHeadProps;
  readonly token: string;
  readonly errors: Readonly<Record<string, string>>;
  readonly file: FieldProps;
  /** Long files that are being read, or were refused; then the statements. */
  readonly recent: readonly Listed[];
}

/** `/admin/payments/import` */
export function statementListPage(
  { statements, files }: { statements: readonly RecentStatement[]; files: readonly StatementFile[] },
  token: string,
  errors: Readonly<Record<string, string>> = {},
): StatementListPage {
  const { file: error } = errors;
  return {
    title: 'Загрузка выписки',
    section: SECTION,
    isInvalid: Object.keys(errors).length > 0,
    head: {
      title: 'Загрузка выписки',
      sub: 'Сначала портал покажет, чьи деньги пришли. Платежи запишутся, когда вы подтвердите.',
      crumbs: [{ label: 'Платежи', href: '/admin/payments' }, { label: 'Загрузка выписки' }],
      actions: [{ label: 'Счета', icon: 'credit-card', href: `${PATH}/accounts` }],
    },
    token,
    errors,
    file: {
      ...{ name: 'file', label: 'Файл из банка', type: 'file', accept: '.txt,.xml,text/plain,text/xml', required: true },
      hint: `Формат 1С (kl_to_1c.txt) или camt.053, до ${MOST_MB} МБ. Одна и та же выписка дважды и дни внахлёст ничего не испортят.`,
      ...(error ? { error } : {}),
    },
    recent: [...files.map(listedFile), ...statements.map(listedStatement)],
  };
}

const listedFile = ({ id, fileName, state, uploadedAt, uploadedBy, reason }: StatementFile): Listed => ({
  href: `${PATH}/files/${id}`,
  name: fileName || 'без имени',
  note: [`${formatMoment(uploadedAt)}, ${uploadedBy}`, ...(reason === null ? [] : [reason])].join(' · '),
  badge:
    state === 'reading'
      ? { tone: 'info', label: 'Читается', icon: 'clock' }
      : { tone: 'bad', label: 'Не загружена', icon: 'alert-triangle' },
});

const listedStatement = (one: RecentStatement): Listed => ({
  href: `${PATH}/${one.id}`,
  name: one.fileName || 'без имени',
  note: `${spanOf(one)} · ${formatMoment(one.uploadedAt)}, ${one.uploadedBy} · ${count(one.added, 'поступление', 'поступления', 'поступлений')}`,
  badge: waitingBadge(one.waiting),
});

/** Said of a file all of whose payments were there already, or that has none. */
export const nothingNew = (known: number): string =>
  known > 0
    ? `Все поступления этого файла уже загружены: ${known}. Ничего не изменилось.`
    : 'Поступлений в этом файле нет. Ничего не изменилось.';

/** «20.11.2026», «19.11.2026 – 20.11.2026» */
export const spanOf = ({ from, to }: Pick<StatementCard, 'from' | 'to'>): string =>
  from === null || to === null ? 'без дней' : from === to ? formatDayShort(from) : `${formatDayShort(from)} – ${formatDayShort(to)}`;

export const waitingBadge = (waiting: number): BadgeProps =>
  waiting === 0
    ? { tone: 'ok', label: 'Разобрана', icon: 'circle-check' }
    : { tone: 'info', label: `Ждёт решения: ${waiting}`, icon: 'clock' };
