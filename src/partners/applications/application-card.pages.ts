import { loginBase } from '#src/accounts/users.rules.ts';
import { formatDayShort, formatMoment, moscowDay } from '#src/lib/days.ts';
import type { AlertProps, Fact, FieldProps, PageHeadProps } from '#src/platform/http/components.ts';
import { EMPTY_FORM, type FormState, filledIn } from '#src/platform/http/forms.ts';
import type { Page } from '#src/platform/http/render.ts';
import { applicationBadges } from './application-list.pages.ts';
import type { ApplicationCard } from './applications.queries.ts';
import { shownPhone } from './applications.service.ts';
import type { Duplicate } from './duplicates.queries.ts';

export interface ApplicationCardPage extends Page {
  readonly head: PageHeadProps;
  /** What is already there under the same ИНН, code or debtor code. */
  readonly alerts: AlertProps[];
  readonly facts: Fact[];
  readonly errors: Record<string, string>;
  /** Null once decided. */
  readonly decision: {
    readonly approve: string;
    readonly reject: string;
    readonly token: string;
    readonly groups: FieldGroup[];
    readonly reason: FieldProps;
  } | null;
}

interface FieldGroup {
  readonly title: string;
  readonly fields: FieldProps[];
}

/** `/admin/applications/:id`: the анкета, what it collides with, approve or reject. */
export function applicationCardPage(
  card: ApplicationCard,
  duplicates: readonly Duplicate[],
  viewer: { readonly userId: number | null; readonly token: string },
  form: FormState = EMPTY_FORM,
): ApplicationCardPage {
  const path = `/admin/applications/${card.id}`;
  return {
    title: card.companyName,
    section: 'admin/applications',
    isInvalid: Object.keys(form.errors).length > 0,
    head: {
      title: card.companyName,
      crumbs: [{ label: 'Анкеты', href: '/admin/applications' }, { label: `№ ${card.id}` }],
      badge: applicationBadges[card.status],
      sub: `ИНН ${card.inn} · получена ${formatMoment(card.createdAt)}`,
    },
    alerts: [
      ...erased(card),
      ...outcome(card),
      ...(card.status === 'new' ? duplicates.map(duplicateAlert) : []),
      ...card.others.map(otherAlert),
    ],
    facts: factsOf(card),
    errors: { ...form.errors },
    decision:
      card.status === 'new'
        ? {
            approve: `${path}/approval`,
            reject: `${path}/rejection`,
            token: viewer.token,
            groups: groupsOf(card, viewer.userId, form),
            reason: filledIn(
              { name: 'reason', label: 'Причина: её прочтёт заявитель', type: 'textarea', rows: 2, maxlength: 500, required: true },
              form,
            ),
          }
        : null,
  };
}

const erased = ({ erasedAt }: ApplicationCard): AlertProps[] =>
  erasedAt ? [{ tone: 'info', title: 'Персональные данные удалены.', text: `${formatMoment(erasedAt)}: срок согласия истёк.` }] : [];

function outcome(card: ApplicationCard): AlertProps[] {
  const when = card.decidedAt ? `${card.decidedByName ?? 'Система'}, ${formatMoment(card.decidedAt)}.` : '';
  if (card.status === 'approved' && card.partnerId !== null)
    return [
      {
        tone: 'ok',
        title: 'Одобрена.',
        text: when,
        link: { href: `/admin/partners/${card.partnerId}`, label: card.partnerName ?? 'Партнёр' },
      },
    ];
  return card.status === 'rejected' ? [{ tone: 'info', title: 'Отклонена.', text: `${card.rejectReason ?? ''} ${when}` }] : [];
}

function duplicateAlert({ sentence, partnerId }: Duplicate): AlertProps {
  const alert = { tone: 'warn', title: 'Дубликат.', text: `${sentence}.` } as const;
  return partnerId === null ? alert : { ...alert, link: { href: `/admin/partners/${partnerId}`, label: 'Открыть партнёра' } };
}

const otherAlert = ({ id, status, createdAt }: ApplicationCard['others'][number]): AlertProps => ({
  tone: 'warn',
  title: 'Ещё анкета с этим ИНН.',
  text: `№ ${id} от ${formatDayShort(moscowDay(new Date(createdAt)))}, ${applicationBadges[status].label.toLowerCase()}.`,
  link: { href: `/admin/applications/${id}`, label: 'Открыть' },
});

/** «Версия 1, 22.11.2026 10:00, с адреса 10.0.0.1» */
function consentText(consent: ApplicationCard['consent']): string {
  if (!consent) return 'Не спрашивалось';
  const where = consent.address ? `, с адреса ${consent.address}` : '';
  return `Версия ${consent.version}, ${formatMoment(new Date(consent.givenAt))}${where}`;
}

const factsOf = (card: ApplicationCard): Fact[] => [
  ...(card.erasedAt ? [] : contactOf(card)),
  { label: 'ИНН', value: card.inn, isMono: true },
  { label: 'MPN ID', value: card.mpnId ?? 'Не указан' },
  { label: 'Желаемый логин', value: card.login ?? 'Не указан' },
  {
    label: 'Согласие на обработку персональных данных',
    value: consentText(card.consent),
    ...(card.consent ? { href: `/consent/${card.consent.hash}` } : {}),
  },
];

const contactOf = (card: ApplicationCard): Fact[] => [
  { label: 'Контакт', value: `${card.lastName} ${card.firstName}` },
  { label: 'Почта', value: card.email },
  { label: 'Телефон', value: shownPhone(card.phone) },
];

function groupsOf(card: ApplicationCard, userId: number | null, form: FormState): FieldGroup[] {
  const code = loginBase({ login: card.login ?? '', email: card.email, name: card.companyName });
  const own = card.managers.find(({ id }) => id === userId) ?? card.managers[0];
  const groups: FieldGroup[] = [
    {
      title: 'Реквизиты',
      fields: [
        { name: 'name', label: 'Название', value: card.companyName, required: true, maxlength: 200, isWide: true },
        { name: 'inn', label: 'ИНН', value: card.inn, required: true, inputmode: 'numeric', maxlength: 20, isMono: true },
        { name: 'kpp', label: 'КПП', hint: 'У предпринимателя пусто.', maxlength: 20, isMono: true },
        { name: 'ogrn', label: 'ОГРН', isOptional: true, inputmode: 'numeric', maxlength: 20, isMono: true },
        { name: 'address', label: 'Адрес', required: true, maxlength: 300, isWide: true },
      ],
    },
    {
      title: 'Доступ и Axapta',
      fields: [
        { name: 'code', label: 'Логин и код витрины', value: code, required: true, maxlength: 40, isMono: true },
        { name: 'axDebtorCode', label: 'Код дебитора', required: true, maxlength: 40, isMono: true },
        { name: 'axPayerCode', label: 'Код плательщика', required: true, maxlength: 40, isMono: true },
        {
          name: 'managerId',
          label: 'Ответственный менеджер',
          type: 'select',
          value: String(own?.id ?? ''),
          options: card.managers.map(({ id, name }) => ({ value: String(id), label: name })),
        },
      ],
    },
    {
      title: 'Договор и кредит',
      fields: [
        { name: 'contractNumber', label: 'Номер договора', required: true, maxlength: 60 },
        { name: 'contractSignedOn', label: 'Дата договора', type: 'date', required: true },
        { name: 'supplementNumber', label: 'Доп. соглашение MCD', isOptional: true, maxlength: 60 },
        { name: 'supplementSignedOn', label: 'Дата соглашения', type: 'date', isOptional: true },
        {
          name: 'docMode',
          label: 'Документы',
          type: 'select',
          options: [
            { value: 'upd', label: 'УПД' },
            { value: 'act_sf', label: 'Акт и счёт-фактура' },
          ],
        },
        { name: 'creditLimit', label: 'Кредитный лимит', required: true, inputmode: 'decimal', suffix: '₽', maxlength: 30 },
        { name: 'paymentTermDays', label: 'Срок оплаты, дней', value: '14', required: true, inputmode: 'numeric', maxlength: 3 },
      ],
    },
  ];
  return groups.map(({ title, fields }) => ({ title, fields: fields.map((field) => filledIn(field, form)) }));
}
