import { type ConsentBox, consentBox } from '#src/consents/consents.parts.ts';
import type { ConsentText } from '#src/consents/consents.types.ts';
import type { FieldProps } from '#src/platform/http/components.ts';
import { EMPTY_FORM, type FormState, filledIn } from '#src/platform/http/forms.ts';
import type { Page } from '#src/platform/http/render.ts';

export interface ApplicationPage extends Page {
  readonly isSent: boolean;
  readonly stamp: string;
  readonly errors: Record<string, string>;
  readonly company: FieldProps[];
  readonly contact: FieldProps[];
  readonly consent: ConsentBox;
}

const company: FieldProps[] = [
  {
    name: 'companyName',
    label: 'Название компании',
    hint: 'Как в уставе, например ООО «Вектор».',
    required: true,
    maxlength: 200,
    autocomplete: 'organization',
  },
  { name: 'inn', label: 'ИНН', required: true, inputmode: 'numeric', maxlength: 20, isMono: true },
  {
    name: 'mpnId',
    label: 'MPN ID',
    hint: 'Номер партнёра Microsoft, если есть.',
    isOptional: true,
    inputmode: 'numeric',
    maxlength: 20,
    isMono: true,
  },
];

const contact: FieldProps[] = [
  { name: 'lastName', label: 'Фамилия', required: true, maxlength: 60, autocomplete: 'family-name' },
  { name: 'firstName', label: 'Имя', required: true, maxlength: 60, autocomplete: 'given-name' },
  {
    name: 'email',
    label: 'Почта',
    hint: 'На неё придут ответ и доступ.',
    type: 'email',
    required: true,
    maxlength: 254,
    autocomplete: 'email',
  },
  { name: 'phone', label: 'Телефон', type: 'tel', required: true, maxlength: 40, autocomplete: 'tel' },
  {
    name: 'login',
    label: 'Желаемый логин',
    hint: 'Латиницей; если занят, предложим другой.',
    isOptional: true,
    maxlength: 40,
    autocomplete: 'off',
  },
];

/** `/application`: the анкета, for everyone. */
export function applicationPage(words: ConsentText, stamp: string, isSent: boolean, form: FormState = EMPTY_FORM): ApplicationPage {
  return {
    title: isSent ? 'Анкета отправлена' : 'Анкета партнёра',
    section: '',
    layout: 'plain',
    isInvalid: Object.keys(form.errors).length > 0,
    isSent,
    stamp,
    errors: { ...form.errors },
    company: company.map((field) => filledIn(field, form)),
    contact: contact.map((field) => filledIn(field, form)),
    consent: consentBox(words, '/consent/personal-data', form),
  };
}
