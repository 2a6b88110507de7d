import type { Section } from '#src/admin/sections.pages.ts';
import { type Day, formatDayShort } from '#src/lib/days.ts';
import { formatRub } from '#src/lib/money.ts';
import type { PromiseRow } from '#src/promises/promises.queries.ts';
import { promiseBadge } from '#src/promises/promises.words.ts';

/** Promised payments whose last day it is, and those that were broken and still lack. */
export const dueSection = (promises: readonly PromiseRow[], today: Day): Section => ({
  id: 'promises',
  title: 'Обещанные платежи: сегодня и не пришли',
  heads: [{ label: 'Партнёр' }, { label: 'Обещано', isNumber: true }, { label: 'Оплатить до' }, { label: 'Состояние' }],
  rows: promises.map((one) => [
    { text: one.partner, href: `/admin/partners/${one.partnerId}`, small: one.invoice ? `счёт № ${one.invoice}` : 'нехватка лимита' },
    { text: formatRub(one.amount) },
    { text: formatDayShort(one.dueOn) },
    { badge: promiseBadge(one, today) },
  ]),
  empty: '',
  more: { href: '/admin/promises?sort=-due', label: 'Все' },
});
