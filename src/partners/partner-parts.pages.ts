import { formatPhone } from '#src/lib/phone.ts';
import type { Crumb, FieldProps } from '#src/platform/http/components.ts';
import { EMPTY_FORM, type FormState, filledIn, versionOf } from '#src/platform/http/forms.ts';
import type { Page } from '#src/platform/http/render.ts';
import type { PartnerName } from './partners.queries.ts';
import type { Requisites } from './requisites/requisites.queries.ts';

/** A short form about a partner. */
export interface PartnerFormPage extends Page {
  readonly crumbs: Crumb[];
  readonly action: string;
  readonly token: string;
  readonly hidden: Readonly<Record<string, string>>;
  readonly back: string;
  readonly submit: string;
  readonly hint: string;
  readonly errors: Record<string, string>;
  readonly fields: FieldProps[];
}

/** «Реквизиты»: what may change; the ИНН is shown, as it stays. */
export function requisitesPage(partner: Requisites, token: string, form: FormState = EMPTY_FORM): PartnerFormPage {
  const managers = partner.managers.map(({ id, name }) => ({ value: String(id), label: name }));
  return formPage({ ...partner, contracts: [] }, token, form, {
    what: 'Реквизиты',
    path: 'requisites',
    submit: 'Сохранить',
    hint: 'Выставленные документы остаются с прежними реквизитами; новый срок оплаты действует для следующих счетов.',
    hidden: { version: versionOf(form, partner.version) },
    fields: [
      { name: 'name', label: 'Название', value: partner.name, required: true, maxlength: 200, isWide: true },
      {
        name: 'kpp',
        label: 'КПП',
        hint: `ИНН ${partner.inn}`,
        value: partner.kpp ?? '',
        maxlength: 20,
        isMono: true,
      },
      { name: 'ogrn', label: 'ОГРН', value: partner.ogrn ?? '', isOptional: true, inputmode: 'numeric', maxlength: 20, isMono: true },
      { name: 'address', label: 'Адрес', value: partner.address ?? '', required: true, maxlength: 300, isWide: true },
      { name: 'email', label: 'Почта', type: 'email', value: partner.email, required: true, maxlength: 254 },
      { name: 'phone', label: 'Телефон', type: 'tel', value: formatPhone(partner.phone ?? ''), isOptional: true, maxlength: 40 },
      { name: 'mpnId', label: 'MPN ID', value: partner.mpnId ?? '', isOptional: true, inputmode: 'numeric', maxlength: 20, isMono: true },
      { name: 'axDebtorCode', label: 'Код дебитора', value: partner.axDebtorCode, required: true, maxlength: 40, isMono: true },
      { name: 'axPayerCode', label: 'Код плательщика', value: partner.axPayerCode, required: true, maxlength: 40, isMono: true },
      {
        name: 'paymentTermDays',
        label: 'Срок оплаты, дней',
        value: String(partner.paymentTermDays),
        required: true,
        inputmode: 'numeric',
        maxlength: 3,
      },
      { name: 'managerId', label: 'Ответственный менеджер', type: 'select', value: String(partner.managerId), options: managers },
    ],
  });
}

/** A short form in the partner's card. */
export function formPage(
  partner: PartnerName,
  token: string,
  form: FormState,
  of: { what: string; path: string; submit: string; hint: string; hidden?: Record<string, string>; fields: FieldProps[] },
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
    hidden: of.hidden ?? {},
    back,
    submit: of.submit,
    hint: of.hint,
    errors: { ...form.errors },
    fields: of.fields.map((field) => filledIn(field, form)),
  };
}
