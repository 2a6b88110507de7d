import { vendorZone } from '#src/lib/domain.ts';
import { regions } from '#src/lib/regions.ts';
import type { ButtonProps, CheckProps, FieldProps, Option } from '#src/platform/http/components.ts';
import { type FormState, filledIn } from '#src/platform/http/forms.ts';
import { customerFields } from './customers.rules.ts';

/** What `views/customers/fields.ejs` draws: the fields of a customer, on their page, in the dialog or inside the order. */
export interface CustomerFieldsProps {
  fields: FieldProps[];
  /** The partner's customer that has the typed ИНН already: the button that takes it, and the way to make another one all the same. */
  duplicate: { label: string; choose: ButtonProps; check: CheckProps } | null;
}

interface CustomerFieldsOptions {
  /** The customer with the same ИНН, and the button that takes it: into the order, or to its page. */
  existing?: { label: string; choose: ButtonProps } | null;
  /** Put before the ids, where the page has other fields of the same names. */
  idPrefix?: string;
  /** Of an existing customer, as it is saved; its prefix can't be changed any more (product rule §6). */
  stored?: Readonly<Record<string, string>>;
  /** The vendor makes a domain of the prefix; else it is the customer's log-on name alone. */
  usesDomain?: boolean;
}

/** The fields with what was typed and what is wrong with it; their names are those of `newCustomer`. */
export function customerFieldsOf(form: FormState, options: CustomerFieldsOptions = {}): CustomerFieldsProps {
  const { existing, idPrefix = '', stored, usesDomain = false } = options;
  const shown = stored ? fields : [...fields, prefixField(usesDomain)];
  return {
    fields: shown.map((field) => filledIn({ ...field, id: idPrefix + field.name, value: stored?.[field.name] ?? '' }, form)),
    duplicate: existing ? { ...existing, check: duplicateCheck(`${idPrefix}isDuplicateMeant`, form.values) } : null,
  };
}

const regionOptions: Option[] = [
  { value: '', label: 'Выберите регион' },
  ...regions.map(({ code, name }) => ({ value: code, label: `${code} — ${name}` })),
];

const fields: FieldProps[] = [
  { name: 'name', label: customerFields.name, isWide: true, maxlength: 200, autocomplete: 'off', placeholder: 'ООО «Полярные технологии»' },
  { name: 'inn', label: customerFields.inn, inputmode: 'numeric', maxlength: 20, hint: '10 или 12 цифр' },
  { name: 'kpp', label: customerFields.kpp, maxlength: 20, hint: 'Только у организации' },
  { name: 'contactName', label: customerFields.contactName, maxlength: 100 },
  { name: 'phone', label: customerFields.phone, type: 'tel', inputmode: 'tel', maxlength: 40 },
  { name: 'email', label: customerFields.email, inputmode: 'email', maxlength: 254 },
  { name: 'regionCode', label: customerFields.regionCode, type: 'select', options: regionOptions },
];

/** Every customer has one: it is the log-on name, and the domain where the vendor wants one (product rule §6). */
const prefixField = (usesDomain: boolean): FieldProps => ({
  name: 'domainPrefix',
  label: 'Префикс домена',
  isWide: true,
  isMono: true,
  maxlength: 60,
  ...(usesDomain ? { suffix: vendorZone } : {}),
  hint: `Латинские буквы и цифры, без точек, тире и подчёркиваний. ${usesDomain ? 'Он же' : 'Это'} логин заказчика; потом его не изменить`,
  autocomplete: 'off',
});

const duplicateCheck = (id: string, values: FormState['values']): CheckProps => ({
  name: 'isDuplicateMeant',
  id,
  label: 'Это другой заказчик с тем же ИНН, например филиал: создать его',
  isChecked: values['isDuplicateMeant'] === 'on',
});
