import { formatPhone } from '#src/lib/phone.ts';
import { regions } from '#src/lib/regions.ts';
import type { FieldProps, PageHeadProps } from '#src/platform/http/components.ts';
import { EMPTY_FORM, type FormState, filledIn, versionOf } from '#src/platform/http/forms.ts';
import type { Page } from '#src/platform/http/render.ts';
import type { StoredSeller } from './settings.service.ts';

export interface SettingsPage extends Page {
  readonly head: PageHeadProps;
  readonly groups: readonly { readonly title: string; readonly fields: readonly FieldProps[] }[];
  readonly version: string;
  readonly errors: Readonly<Record<string, string>>;
}

/** `/admin/settings`: the seller's requisites; a form that came back keeps what was typed. */
export function settingsPage({ seller, version }: StoredSeller, form: FormState = EMPTY_FORM): SettingsPage {
  const { errors } = form;
  const { bank, ...own } = seller ?? { bank: undefined };
  const stored: Record<string, string> = {
    ...own,
    bankName: bank?.name ?? '',
    bic: bank?.bic ?? '',
    correspondentAccount: bank?.correspondentAccount ?? '',
    account: bank?.account ?? '',
  };
  if (stored['phone']) stored['phone'] = formatPhone(stored['phone']);
  const field = (name: string, label: string, more: Partial<FieldProps> = {}): FieldProps =>
    filledIn({ name, label, value: stored[name] ?? '', required: true, maxlength: 500, ...more }, form);
  return {
    title: 'Настройки',
    section: 'admin/settings',
    isInvalid: Object.keys(errors).length > 0,
    head: { title: 'Настройки', sub: 'Реквизиты продавца: с ними выставляются новые счета и документы. Выставленные не меняются.' },
    groups: [
      {
        title: 'Организация',
        fields: [
          field('name', 'Краткое название'),
          field('fullName', 'Полное название', { isWide: true }),
          field('inn', 'ИНН', { inputmode: 'numeric', isMono: true }),
          field('kpp', 'КПП', { isMono: true }),
          field('ogrn', 'ОГРН', { inputmode: 'numeric', isMono: true }),
          field('regionCode', 'Регион', { type: 'select', options: regions.map(({ code, name }) => ({ value: code, label: name })) }),
          field('address', 'Адрес', { isWide: true }),
          field('phone', 'Телефон', { type: 'tel' }),
          field('email', 'Почта', { type: 'email' }),
        ],
      },
      {
        title: 'Банк',
        fields: [
          field('bankName', 'Банк'),
          field('bic', 'БИК', { inputmode: 'numeric', isMono: true }),
          field('correspondentAccount', 'Корреспондентский счёт', { inputmode: 'numeric', isMono: true }),
          field('account', 'Расчётный счёт', { inputmode: 'numeric', isMono: true }),
        ],
      },
      {
        title: 'Документы',
        fields: [
          field('director', 'Руководитель'),
          field('accountant', 'Главный бухгалтер'),
          field('invoiceSeries', 'Серия счетов', { hint: 'Стоит перед номером: МС-000123' }),
        ],
      },
    ],
    version: versionOf(form, version),
    errors,
  };
}
