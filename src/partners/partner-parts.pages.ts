import type { Crumb, FieldProps } from '#src/platform/http/components.ts';
import { EMPTY_FORM, type FormState } from '#src/platform/http/forms.ts';
import type { Page } from '#src/platform/http/render.ts';
import type { PartnerName } from './partners.queries.ts';

/** A short form about a partner. */
export interface PartnerFormPage extends Page {
  readonly crumbs: Crumb[];
  readonly action: string;
  readonly token: string;
  readonly back: string;
  readonly submit: string;
  readonly hint: string;
  readonly errors: Record<string, string>;
  readonly fields: FieldProps[];
}

export function contractPage(partner: PartnerName, token: string, form: FormState = EMPTY_FORM): PartnerFormPage {
  const bases = partner.contracts.map(({ id, number }) => ({ value: String(id), label: number }));
  return formPage(partner, token, form, {
    what: 'Новый договор',
    path: 'contracts',
    submit: 'Добавить договор',
    hint: 'Новые подписки пойдут под последний действующий договор; просрочка по любому из них блокирует партнёра.',
    fields: [
      { name: 'number', label: 'Номер', required: true, maxlength: 60 },
      { name: 'signedOn', label: 'Подписан', type: 'date', required: true },
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
        options: [{ value: '', label: 'Это договор' }, ...bases],
      },
    ],
  });
}

function formPage(
  partner: PartnerName,
  token: string,
  form: FormState,
  of: { what: string; path: string; submit: string; hint: string; fields: FieldProps[] },
): PartnerFormPage {
  const path = `/admin/partners/${partner.id}`;
  const back = `${path}?tab=people`;
  return {
    title: `${of.what}: ${partner.name}`,
    section: 'admin/partners',
    isInvalid: Object.keys(form.errors).length > 0,
    crumbs: [{ label: 'Партнёры', href: '/admin/partners' }, { label: partner.name, href: back }, { label: of.what }],
    action: `${path}/${of.path}`,
    token,
    back,
    submit: of.submit,
    hint: of.hint,
    errors: { ...form.errors },
    fields: of.fields.map((field) => filledIn(field, form)),
  };
}

/** A field as it came back: what was typed and what is wrong with it. */
export function filledIn(field: FieldProps, form: FormState): FieldProps {
  const error = form.errors[field.name];
  return { ...field, value: form.values[field.name] ?? field.value ?? '', ...(error ? { error } : {}) };
}
