import type { PartnerSummary } from '#src/accounts/accounts.types.ts';
import { formatMoment } from '#src/lib/days.ts';
import { mailTo } from '#src/lib/email.ts';
import { formatPhone } from '#src/lib/phone.ts';
import { count, plural } from '#src/lib/russian.ts';
import type { BadgeProps, Fact, FieldProps, PageHeadProps, PagerProps, StatProps } from '#src/platform/http/components.ts';
import { EMPTY_FORM, type FormState, filledIn } from '#src/platform/http/forms.ts';
import { ShownList } from '#src/platform/http/list.ts';
import type { Page } from '#src/platform/http/render.ts';
import { type QuestionFilter, questionList } from './support.forms.ts';
import { QUESTIONS, type QuestionRow } from './support.queries.ts';
import { SUPPORT } from './support.rules.ts';

export interface QuestionItem {
  readonly id: number;
  readonly who: string;
  readonly href: string;
  readonly body: string;
  readonly asked: string;
  readonly badge: BadgeProps;
  readonly answer: string | null;
  /** Said instead of an answer. */
  readonly closed: string | null;
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
      { label: 'Поддержка', value: SUPPORT.email, href: mailTo(SUPPORT.email) },
      { label: 'Телефон', value: SUPPORT.phone, href: `tel:${SUPPORT.phone.replace(/[^+\d]/g, '')}` },
      { label: 'Ваш менеджер', value: manager.name },
      { label: 'Телефон менеджера', value: formatPhone(manager.phone), href: `tel:${manager.phone}` },
      { label: 'Почта менеджера', value: manager.email, href: mailTo(manager.email) },
    ],
    questions: questions.map(itemOf),
  };
}

/** What the partner reads where a question was closed without a text. */
const CLOSED = 'MONT закрыл вопрос без ответа на портале. Если вопрос остался, задайте его ещё раз или позвоните менеджеру.';

function itemOf(row: QuestionRow): QuestionItem {
  return {
    id: row.id,
    who: `${row.partnerName}: ${row.userName}, ${row.email}`,
    href: `/admin/partners/${row.partnerId}`,
    body: row.body,
    asked: `№ ${row.id}, ${formatMoment(row.createdAt)}`,
    badge: badgeOf(row),
    answer: row.answer,
    closed: row.answeredAt && row.answer === null ? CLOSED : null,
    answered: row.answeredAt ? `${row.answeredByName ?? 'MONT'}, ${formatMoment(row.answeredAt)}` : null,
  };
}

function badgeOf({ answeredAt, answer }: QuestionRow): BadgeProps {
  if (!answeredAt) return { tone: 'info', icon: 'clock', label: 'Ждёт ответа' };
  return answer === null
    ? { tone: 'mute', icon: 'minus', label: 'Закрыт без ответа' }
    : { tone: 'ok', icon: 'circle-check', label: 'Отвечен' };
}

/** A question as staff see it; with the form while it waits. */
export interface StaffQuestion extends QuestionItem {
  readonly token: string;
  readonly field: FieldProps;
  /** What closing without an answer does, said before it. */
  readonly closing: string;
}

function staffItem(row: QuestionRow, token: string, form: FormState = EMPTY_FORM): StaffQuestion {
  const field: FieldProps = { name: 'answer', label: 'Ответ: уйдёт письмом', type: 'textarea', rows: 3, required: true, maxlength: 4000 };
  return {
    ...itemOf(row),
    token,
    field: { ...filledIn(field, form), id: `answer-${row.id}` },
    closing: `Письмо не уйдёт. В разделе «Вопрос в поддержку» партнёр прочтёт: «${CLOSED}» Вопрос можно открыть снова.`,
  };
}

export interface QuestionsPage extends Page {
  readonly head: PageHeadProps;
  readonly errors: Record<string, string>;
  readonly stats: StatProps[];
  readonly items: StaffQuestion[];
  /** null where one question stands by itself. */
  readonly pager: PagerProps | null;
}

/** `/admin/support`: questions of all partners, open ones first. */
export function questionsPage(
  found: { rows: readonly QuestionRow[]; open: number; total: number },
  filter: QuestionFilter & { page: number },
  makeToken: () => string,
): QuestionsPage {
  const list = new ShownList(questionList, '/admin/support', filter);
  const open: StatProps = {
    value: String(found.open),
    label: plural(found.open, 'ждёт ответа', 'ждут ответа', 'ждут ответа'),
    ...list.toggle('state', 'open'),
  };
  return {
    title: 'Вопросы партнёров',
    section: 'admin/support',
    head: { title: 'Вопросы партнёров', sub: count(found.total, 'вопрос', 'вопроса', 'вопросов') },
    errors: {},
    stats: [found.open > 0 ? { ...open, tone: 'warn' } : open],
    items: found.rows.map((row) => staffItem(row, makeToken())),
    pager: list.pager(found.total, QUESTIONS),
  };
}

/** `/admin/support/:id`, also after an answer that was refused. */
export function questionPage(row: QuestionRow, makeToken: () => string, form: FormState = EMPTY_FORM): QuestionsPage {
  const title = `Вопрос № ${row.id}`;
  return {
    title,
    section: 'admin/support',
    isInvalid: Object.keys(form.errors).length > 0,
    head: { title, crumbs: [{ label: 'Вопросы партнёров', href: '/admin/support' }, { label: `№ ${row.id}` }] },
    errors: Object.fromEntries(Object.entries(form.errors).map(([name, error]) => [`${name}-${row.id}`, error])),
    stats: [],
    items: [staffItem(row, makeToken(), form)],
    pager: null,
  };
}
