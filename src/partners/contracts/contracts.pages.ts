import { type Day, formatDayShort } from '#src/lib/days.ts';
import { formPage, type PartnerFormPage } from '#src/partners/partner-parts.pages.ts';
import type { PartnerName } from '#src/partners/partners.queries.ts';
import type { AlertProps, BadgeProps, ButtonProps, Crumb, Fact, FieldProps } from '#src/platform/http/components.ts';
import { EMPTY_FORM, type FormState, filledIn, versionOf } from '#src/platform/http/forms.ts';
import type { Page } from '#src/platform/http/render.ts';
import type { ContractCard } from './contracts.queries.ts';
import { contractBadge } from './contracts.rules.ts';

type Base = { readonly id: number; readonly number: string };

/** The form of a new contract. */
export function newContractPage(partner: PartnerName, token: string, today: Day, form: FormState = EMPTY_FORM): PartnerFormPage {
  return formPage(partner, token, form, {
    what: 'Новый договор',
    path: 'contracts',
    submit: 'Добавить договор',
    hint: 'Новые подписки пойдут под последний действующий договор; просрочка по любому из них блокирует партнёра.',
    fields: contractFields(partner.contracts, today),
  });
}

const contractFields = (bases: readonly Base[], today: Day): FieldProps[] => [
  { name: 'number', label: 'Номер', required: true, maxlength: 60 },
  { name: 'signedOn', label: 'Подписан', type: 'date', required: true, min: '2000-01-01', max: today, hint: 'Сегодня или раньше' },
  {
    name: 'docMode',
    label: 'Документы',
    type: 'select',
    options: [
      { value: 'upd', label: 'УПД' },
      { value: 'act_sf', label: 'Акт и счёт-фактура' },
    ],
  },
  {
    name: 'base',
    label: 'Доп. соглашение к договору',
    type: 'select',
    isOptional: true,
    options: [{ value: '', label: 'Это договор' }, ...bases.map(({ id, number }) => ({ value: String(id), label: number }))],
  },
];

export interface ContractPage extends Page {
  readonly crumbs: Crumb[];
  readonly badge: BadgeProps;
  readonly actions: ButtonProps[];
  /** Why it can't be mended. */
  readonly notice: AlertProps | null;
  readonly facts: Fact[];
  /** The form that mends it; null once an invoice names it. */
  readonly form: {
    readonly action: string;
    readonly hidden: Readonly<Record<string, string>>;
    readonly fields: FieldProps[];
    readonly back: string;
  } | null;
  readonly errors: Record<string, string>;
}

/** `/admin/partners/:id/contracts/:contractId`: what it is, mended until an invoice names it, and the way to its end. */
export function contractPage(contract: ContractCard, token: string, today: Day, form: FormState = EMPTY_FORM): ContractPage {
  const back = `/admin/partners/${contract.partnerId}?tab=people`;
  const path = `/admin/partners/${contract.partnerId}/contracts/${contract.id}`;
  const isEditable = contract.namedBy === null && contract.endedOn === null;
  return {
    title: `Договор ${contract.number}`,
    section: 'admin/partners',
    isInvalid: Object.keys(form.errors).length > 0,
    crumbs: [
      { label: 'Партнёры', href: '/admin/partners' },
      { label: contract.partnerName, href: back },
      { label: `Договор ${contract.number}` },
    ],
    badge: contractBadge(contract, today),
    actions: contract.endedOn === null ? [{ label: 'Завершить договор', icon: 'ban', href: `${path}/ending` }] : [],
    notice: contract.namedBy
      ? {
          tone: 'info',
          text: `Назван в счёте № ${contract.namedBy}: номер и дата больше не меняются. Новые условия — новым договором или доп. соглашением.`,
        }
      : null,
    facts: isEditable ? [] : factsOf(contract),
    form: isEditable
      ? {
          action: path,
          hidden: { token, version: versionOf(form, contract.version) },
          fields: mendFields(contract, today, form),
          back,
        }
      : null,
    errors: { ...form.errors },
  };
}

function mendFields(contract: ContractCard, today: Day, form: FormState): FieldProps[] {
  const now: Record<string, string> = {
    number: contract.number,
    signedOn: contract.signedOn,
    docMode: contract.docMode,
    base: contract.baseId === null ? '' : String(contract.baseId),
  };
  return contractFields(contract.bases, today).map((field) => filledIn({ ...field, value: now[field.name] ?? '' }, form));
}

function factsOf({ signedOn, endedOn, docMode, baseId, bases, successorNumber }: ContractCard): Fact[] {
  const base = bases.find(({ id }) => id === baseId);
  return [
    { label: 'Подписан', value: formatDayShort(signedOn) },
    ...(endedOn ? [{ label: 'Последний день', value: formatDayShort(endedOn) }] : []),
    ...(successorNumber ? [{ label: 'Подписки переходят под договор', value: successorNumber }] : []),
    { label: 'Документы', value: docMode === 'upd' ? 'УПД' : 'Акт и счёт-фактура' },
    ...(base ? [{ label: 'Доп. соглашение к договору', value: base.number }] : []),
  ];
}
