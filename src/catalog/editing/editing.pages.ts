import type { FieldProps } from '#src/platform/http/components.ts';
import type { FormState } from '#src/platform/http/forms.ts';
import { type EditPage, editPage, SLUG, VENDORS } from './edit-form.pages.ts';
import type { EditedVendor } from './editing.queries.ts';
import { validFrom } from './offer-edit.pages.ts';

export function vendorPage(vendor: EditedVendor | null, token: string, form: FormState): EditPage {
  const fields: FieldProps[] = [
    { name: 'name', label: 'Название', value: vendor?.name ?? '', required: true, maxlength: 100 },
    { name: 'initials', label: 'Буквы вместо логотипа', value: vendor?.initials ?? '', required: true, maxlength: 3 },
    ...(vendor ? [] : [{ ...SLUG, hint: 'Останется навсегда' }]),
    {
      name: 'aliases',
      label: 'Другие слова для поиска',
      value: vendor?.aliases ?? '',
      isOptional: true,
      isWide: true,
      maxlength: 500,
      hint: 'Через пробел, на обоих языках',
    },
    { name: 'about', label: 'О вендоре', type: 'textarea', value: vendor?.about ?? '', isOptional: true, isWide: true, maxlength: 1000 },
  ];
  const isOn = 'name' in form.values ? form.values['usesDomainPrefix'] === 'on' : (vendor?.usesDomainPrefix ?? false);
  const check = { name: 'usesDomainPrefix', label: 'Показывать домен заказчика как префикс.onmicrosoft.com', isChecked: isOn };
  const action = vendor ? `/admin/catalog/vendors/${vendor.id}` : '/admin/catalog/vendors';
  const made = {
    action,
    submit: vendor ? 'Сохранить' : 'Добавить вендора',
    back: '/admin/catalog/vendors',
    crumbs: [VENDORS],
    token,
    version: vendor?.version,
  };
  return editPage({ ...made, title: vendor?.name ?? 'Новый вендор' }, fields, form, check);
}

/** `/admin/catalog/terms/new` */
export function termsPage(body: string, token: string, form: FormState): EditPage {
  const fields: FieldProps[] = [
    { name: 'version', label: 'Версия', required: true, maxlength: 30, placeholder: '2027-01' },
    validFrom(''),
    {
      name: 'body',
      label: 'Текст',
      type: 'textarea',
      rows: 20,
      value: body,
      required: true,
      isWide: true,
      hint: 'Заголовок — отдельной строкой перед абзацем, пустая строка между разделами',
    },
  ];
  const crumbs = [{ label: 'Условия', href: '/admin/catalog/terms' }];
  return editPage(
    {
      title: 'Новая версия условий',
      sub: 'Её примут с заказами, оформленными с указанного дня',
      action: '/admin/catalog/terms',
      submit: 'Добавить версию',
      back: '/admin/catalog/terms',
      token,
      crumbs,
    },
    fields,
    form,
  );
}
