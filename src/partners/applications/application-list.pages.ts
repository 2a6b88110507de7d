import { formatMoment } from '#src/lib/days.ts';
import { count, plural } from '#src/lib/russian.ts';
import type { BadgeProps, EmptyProps, FiltersProps, PageHeadProps, PagerProps, StatProps } from '#src/platform/http/components.ts';
import { ShownList } from '#src/platform/http/list.ts';
import type { Page } from '#src/platform/http/render.ts';
import { type ApplicationFilter, applicationList, applicationWords } from './applications.forms.ts';
import type { ApplicationRow } from './applications.queries.ts';
import type { ApplicationStatus } from './applications.types.ts';

export interface ApplicationListPage extends Page {
  readonly head: PageHeadProps;
  readonly stats: StatProps[];
  readonly filters: FiltersProps;
  readonly rows: {
    href: string;
    name: string;
    inn: string;
    contact: string;
    email: string;
    created: string;
    by: string;
    badge: BadgeProps;
  }[];
  readonly pager: PagerProps;
  readonly empty: EmptyProps;
}

export const applicationBadges: Record<ApplicationStatus, BadgeProps> = {
  new: { tone: 'info', icon: 'clock', label: applicationWords.new },
  approved: { tone: 'ok', icon: 'circle-check', label: applicationWords.approved },
  rejected: { tone: 'mute', icon: 'x', label: applicationWords.rejected },
};

const statWords: Record<ApplicationStatus, [one: string, more: string]> = {
  new: ['новая', 'новые'],
  approved: ['одобрена', 'одобрены'],
  rejected: ['отклонена', 'отклонены'],
};

const numbered = (n: number, [one, more]: [string, string]) => plural(n, one, more, more);

/** `/admin/applications`: new ones first. */
export function applicationListPage(
  found: { rows: readonly ApplicationRow[]; counts: Record<ApplicationStatus, number> },
  filter: ApplicationFilter & { page: number },
): ApplicationListPage {
  const { counts } = found;
  const list = new ShownList(applicationList, '/admin/applications', filter);
  const total = filter.status ? counts[filter.status] : counts.new + counts.approved + counts.rejected;
  return {
    title: 'Анкеты партнёров',
    section: 'admin/applications',
    head: { title: 'Анкеты партнёров', sub: count(total, 'анкета', 'анкеты', 'анкет') },
    stats: (['new', 'approved', 'rejected'] as const).map((status) => ({
      value: String(counts[status]),
      label: numbered(counts[status], statWords[status]),
      ...list.toggle('status', status),
      ...(status === 'new' && counts.new > 0 ? { tone: 'warn' as const } : {}),
    })),
    filters: list.filters('Фильтр анкет', 'applications-list'),
    rows: found.rows.map((row) => ({
      href: `/admin/applications/${row.id}`,
      name: row.companyName,
      inn: row.inn,
      contact: row.contact,
      email: row.email,
      created: formatMoment(row.createdAt),
      by: row.decidedByName ?? '—',
      badge: applicationBadges[row.status],
    })),
    pager: list.pager(total),
    empty: {
      icon: 'user-plus',
      title: 'Анкет не нашлось',
      text: 'Новые анкеты приходят со страницы /application.',
      actions: [{ label: 'Показать все', href: '/admin/applications' }],
    },
  };
}
