import type { FieldProps } from '#src/platform/http/components.ts';
import { EMPTY_FORM, type FormState, filledIn } from '#src/platform/http/forms.ts';
import type { Page } from '#src/platform/http/render.ts';
import { CONSENTS, type ConsentDocument } from './consents.rules.ts';

export interface ApplicationPage extends Page {
  readonly isSent: boolean;
  readonly stamp: string;
  readonly errors: Record<string, string>;
  readonly company: FieldProps[];
  readonly contact: FieldProps[];
  readonly isConsentTicked: boolean;
}

export interface ConsentPage extends Page {
  /** «Версия 1» */
  readonly version: string;
  readonly paragraphs: readonly string[];
}

/** `/consent/:document` */
export function consentPage(document: ConsentDocument): ConsentPage {
  const { title, version, text } = CONSENTS[document];
  return { title, section: '', layout: 'plain', version: `Версия ${version}`, paragraphs: text.split('\n\n') };
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
export function applicationPage(stamp: string, isSent: boolean, form: FormState = EMPTY_FORM): ApplicationPage {
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
    isConsentTicked: form.values['consent'] === 'on',
  };
}
