import { vendorDomain } from '#src/lib/domain.ts';
import { formatPhone } from '#src/lib/phone.ts';
import type { Crumb, Option } from '#src/platform/http/components.ts';
import { EMPTY_FORM, type FormState, versionOf } from '#src/platform/http/forms.ts';
import type { Page } from '#src/platform/http/render.ts';
import { customerOption } from './customers.rules.ts';
import type { CustomerInput, ExistingCustomer, OrderingCustomer } from './customers.types.ts';
import { type CustomerDialogPage, type CustomerDialogProps, customerDialogPage, nameOf } from './dialog.parts.ts';
import { type CustomerFieldsProps, customerFieldsOf } from './fields.parts.ts';

export interface CustomerFormPage extends Page {
  heading: string;
  crumbs: Crumb[];
  action: string;
  hidden: Record<string, string>;
  errors: FormState['errors'];
  form: CustomerFieldsProps;
  /** Shown instead of the field of the prefix: «Домен x.onmicrosoft.com», or «Префикс домена x». */
  fixedDomain: { label: string; value: string } | null;
  submit: string;
  cancelHref: string;
  /** What saving brings, told beside the form. */
  next: string[];
}

/** `/customers/new` */
export function newCustomerPage(token: string, form: FormState = EMPTY_FORM, existing: ExistingCustomer | null = null): CustomerFormPage {
  return {
    title: 'Новый заказчик',
    section: 'customers',
    isInvalid: Object.keys(form.errors).length > 0,
    heading: 'Новый заказчик',
    crumbs: [{ label: 'Заказчики', href: '/customers' }, { label: 'Новый заказчик' }],
    action: '/customers',
    hidden: { token },
    errors: form.errors,
    form: customerFieldsOf(form, { existing: existing && openable(existing) }),
    fixedDomain: null,
    submit: 'Сохранить заказчика',
    cancelHref: '/customers',
    next: [
      'У заказчика появится свой вход на портал: он увидит подписки и их историю, но не ваши цены.',
      'Логин и одноразовый пароль придут на вашу почту: письмо готово к пересылке.',
      'Подписку на него можно оформить сразу.',
    ],
  };
}

/** `/customers/:id/edit` */
export function editCustomerPage(
  customer: CustomerInput & { id: number; version: number; domainPrefix: string; usesDomain: boolean },
  form: FormState = EMPTY_FORM,
  existing: ExistingCustomer | null = null,
): CustomerFormPage {
  return {
    ...newCustomerPage('', form, existing),
    title: `${customer.name} — изменить`,
    heading: 'Изменить заказчика',
    crumbs: [
      { label: 'Заказчики', href: '/customers' },
      { label: customer.name, href: `/customers/${customer.id}` },
      { label: 'Изменить' },
    ],
    action: `/customers/${customer.id}/edit`,
    hidden: { version: versionOf(form, String(customer.version)) },
    form: customerFieldsOf(form, { existing: existing && openable(existing), stored: valuesOf(customer) }),
    fixedDomain: customer.usesDomain
      ? { label: 'Домен', value: vendorDomain(customer.domainPrefix) }
      : { label: 'Префикс домена', value: customer.domainPrefix },
    submit: 'Сохранить',
    cancelHref: `/customers/${customer.id}`,
    next: [
      'Название, ИНН и регион сразу сменятся во всех его подписках. Выставленные документы останутся прежними.',
      'Вход заказчика на портал и его почта для входа не меняются.',
    ],
  };
}

const openable = (existing: ExistingCustomer) => ({
  label: nameOf(existing),
  choose: { label: 'Открыть этого заказчика', href: `/customers/${existing.id}` },
});

/** A customer as its form shows it. */
function valuesOf(customer: CustomerInput): Record<keyof CustomerInput, string> {
  const { name, inn, kpp, contactName, email, phone, regionCode } = customer;
  return { name, inn, kpp: kpp ?? '', contactName, email, phone: shownPhone(phone), regionCode };
}

/** A stored phone, `+74951234567;ext=12`, for people. */
export function shownPhone(stored: string): string {
  const [number = '', ext = null] = stored.split(';ext=');
  return formatPhone(number, ext);
}

/** The parts the order's page replaces after «+»: its select with the new customer chosen, and an empty dialog for the next one. */
export interface CustomerChoicePage extends CustomerDialogPage {
  options: Option[];
  chosen: string;
}

export function customerChoicePage(
  customers: readonly OrderingCustomer[],
  chosen: number,
  hidden: CustomerDialogProps['hidden'],
): CustomerChoicePage {
  const options = customers.map((customer) => customerOption(customer, hidden.shows));
  return {
    ...customerDialogPage(EMPTY_FORM, null, hidden),
    options: [{ value: '', label: 'Выберите заказчика' }, ...options],
    chosen: String(chosen),
  };
}
