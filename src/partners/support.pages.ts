import type { PartnerSummary } from '#src/accounts/accounts.types.ts';
import { formatMoment } from '#src/lib/days.ts';
import { formatPhone } from '#src/lib/phone.ts';
import { count, plural } from '#src/lib/russian.ts';
import type { BadgeProps, Fact, FieldProps, PagerProps, StatProps } from '#src/platform/http/components.ts';
import { EMPTY_FORM, type FormState } from '#src/platform/http/forms.ts';
import { addressOf, pagerOf } from '#src/platform/http/lists.ts';
import type { Page } from '#src/platform/http/render.ts';
import { SUPPORT } from '#src/platform/support.ts';
import { filledIn } from './partner-parts.pages.ts';
import type { QuestionFilter } from './support.forms.ts';
import { PAGE_SIZE, type QuestionRow } from './support.queries.ts';

export interface QuestionItem {
  readonly id: number;
  readonly who: string;
  readonly href: string;
  readonly body: string;
  readonly asked: string;
  readonly badge: BadgeProps;
  readonly answer: string | null;
  readonly answered: string | null;
}

export interface SupportPage extends Page {
  readonly token: string;
  readonly errors: Record<string, string>;
  readonly field: FieldProps;
  readonly contacts: Fact[];
  readonly questions: QuestionItem[];
}

/** `/support`: ask, and see what was asked and answered. */
export function supportPage(
  questions: readonly QuestionRow[],
  partner: PartnerSummary,
  token: string,
  form: FormState = EMPTY_FORM,
): SupportPage {
  const { manager } = partner;
  return {
    title: 'Вопрос в поддержку',
    section: 'support',
    isInvalid: Object.keys(form.errors).length > 0,
    token,
    errors: { ...form.errors },
    field: filledIn(
      {
        name: 'body',
        label: 'Вопрос',
        hint: 'Номер подписки, заказа или счёта поможет ответить быстрее.',
        type: 'textarea',
        rows: 6,
        required: true,
        maxlength: 4000,
      },
      form,
    ),
    contacts: [
      { label: 'Поддержка', value: SUPPORT.email, href: `mailto:${SUPPORT.email}` },
      { label: 'Телефон', value: SUPPORT.phone, href: `tel:${SUPPORT.phone.replace(/[^+\d]/g, '')}` },
      { label: 'Ваш менеджер', value: manager.name },
      { label: 'Телефон менеджера', value: formatPhone(manager.phone), href: `tel:${manager.phone}` },
      { label: 'Почта менеджера', value: manager.email, href: `mailto:${manager.email}` },
    ],
    questions: questions.map(itemOf),
  };
}

function itemOf(row: QuestionRow): QuestionItem {
  return {
    id: row.id,
    who: `${row.partnerName}: ${row.userName}, ${row.email}`,
    href: `/admin/partners/${row.partnerId}`,
    body: row.body,
    asked: `№ ${row.id}, ${formatMoment(row.createdAt)}`,
    badge: row.answeredAt ? { tone: 'ok', icon: 'circle-check', label: 'Отвечен' } : { tone: 'info', icon: 'clock', label: 'Ждёт ответа' },
    answer: row.answer,
    answered: row.answeredAt ? `${row.answeredByName ?? 'MONT'}, ${formatMoment(row.answeredAt)}` : null,
  };
}

export interface QuestionsPage extends Page {
  readonly sub: string;
  readonly stats: StatProps[];
  readonly items: (QuestionItem & { readonly token: string })[];
  readonly pager: PagerProps;
}

/** `/admin/support`: questions of all partners, open ones first. */
export function questionsPage(
  list: { rows: readonly QuestionRow[]; open: number; total: number },
  filter: QuestionFilter,
  makeToken: () => string,
): QuestionsPage {
  const href = ({ state, page }: QuestionFilter) => addressOf('/admin/support', { state, page: page === 1 ? null : page });
  const isOn = filter.state === 'open';
  const open: StatProps = {
    value: String(list.open),
    label: plural(list.open, 'ждёт ответа', 'ждут ответа', 'ждут ответа'),
    href: href({ state: isOn ? null : 'open', page: 1 }),
    isOn,
  };
  return {
    title: 'Вопросы партнёров',
    section: 'admin/support',
    sub: count(list.total, 'вопрос', 'вопроса', 'вопросов'),
    stats: [list.open > 0 ? { ...open, tone: 'warn' } : open],
    items: list.rows.map((row) => ({ ...itemOf(row), token: makeToken() })),
    pager: pagerOf({ page: filter.page, size: PAGE_SIZE, total: list.total, href: (page) => href({ ...filter, page }) }),
  };
}
