import { formatMoment } from '#src/lib/days.ts';
import { count, plural } from '#src/lib/russian.ts';
import type { BadgeProps, EmptyProps, FiltersProps, PageHeadProps, PagerProps, StatProps } from '#src/platform/http/components.ts';
import { addressOf, pagerOf } from '#src/platform/http/lists.ts';
import type { Page } from '#src/platform/http/render.ts';
import type { ApplicationFilter } from './applications.forms.ts';
import { type ApplicationRow, type ApplicationStatus, PAGE_SIZE } from './applications.queries.ts';

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
  new: { tone: 'info', icon: 'clock', label: 'Новая' },
  approved: { tone: 'ok', icon: 'circle-check', label: 'Одобрена' },
  rejected: { tone: 'mute', icon: 'x', label: 'Отклонена' },
};

const statWords: Record<ApplicationStatus, [one: string, more: string]> = {
  new: ['новая', 'новые'],
  approved: ['одобрена', 'одобрены'],
  rejected: ['отклонена', 'отклонены'],
};

const numbered = (n: number, [one, more]: [string, string]) => plural(n, one, more, more);

/** `/admin/applications`: new ones first. */
export function applicationListPage(
  list: { rows: readonly ApplicationRow[]; counts: Record<ApplicationStatus, number> },
  filter: ApplicationFilter,
): ApplicationListPage {
  const { counts } = list;
  const href = (change: Partial<ApplicationFilter>) => {
    const { page, ...rest } = { ...filter, page: 1, ...change };
    return addressOf('/admin/applications', { ...rest, page: page === 1 ? null : page });
  };
  const total = filter.status ? counts[filter.status] : counts.new + counts.approved + counts.rejected;
  return {
    title: 'Анкеты партнёров',
    section: 'admin/applications',
    head: { title: 'Анкеты партнёров', sub: count(total, 'анкета', 'анкеты', 'анкет') },
    stats: (['new', 'approved', 'rejected'] as const).map((status) => ({
      value: String(counts[status]),
      label: numbered(counts[status], statWords[status]),
      href: href({ status: filter.status === status ? null : status }),
      isOn: filter.status === status,
      ...(status === 'new' && counts.new > 0 ? { tone: 'warn' as const } : {}),
    })),
    filters: {
      label: 'Фильтр анкет',
      action: '/admin/applications',
      live: 'applications-list',
      search: { label: 'Найти', placeholder: 'Компания, ИНН, имя, почта, логин', value: filter.q },
      hidden: filter.status ? { status: filter.status } : {},
      chips: [
        ...(filter.q ? [{ label: `«${filter.q}»`, href: href({ q: '' }) }] : []),
        ...(filter.status ? [{ label: applicationBadges[filter.status].label, href: href({ status: null }) }] : []),
      ],
    },
    rows: list.rows.map((row) => ({
      href: `/admin/applications/${row.id}`,
      name: row.companyName,
      inn: row.inn,
      contact: row.contact,
      email: row.email,
      created: formatMoment(row.createdAt),
      by: row.decidedByName ?? '—',
      badge: applicationBadges[row.status],
    })),
    pager: pagerOf({ page: filter.page, size: PAGE_SIZE, total, href: (page) => href({ page }) }),
    empty: {
      icon: 'user-plus',
      title: 'Анкет не нашлось',
      text: 'Новые анкеты приходят со страницы /application.',
      actions: [{ label: 'Показать все', href: '/admin/applications' }],
    },
  };
}
