import { wordsOfUnit } from '#src/catalog/catalog.rules.ts';
import type { Offer } from '#src/catalog/catalog.types.ts';
import { customerOption } from '#src/customers/customers.rules.ts';
import type { ExistingCustomer, OrderingCustomer } from '#src/customers/customers.types.ts';
import { type CustomerDialogProps, customerDialogPage, nameOf } from '#src/customers/dialog.parts.ts';
import { type CustomerFieldsProps, customerFieldsOf } from '#src/customers/fields.parts.ts';
import { staleAlert } from '#src/exchange/exchange.words.ts';
import { formatRub } from '#src/lib/money.ts';
import { grouped } from '#src/lib/russian.ts';
import type { AlertProps, ButtonProps, ChoiceProps, Crumb, FieldProps, StepperProps } from '#src/platform/http/components.ts';
import { EMPTY_FORM } from '#src/platform/http/forms.ts';
import type { Page } from '#src/platform/http/render.ts';
import { type Answered, askedOf, backOf, type Refusal, refusalOf } from './answered.pages.ts';
import { readParameters } from './new-order.forms.ts';
import type { OrderFormFacts } from './new-order.queries.ts';
import { type QuoteCard, quoteCard } from './quote.pages.ts';

/** The order form as it is to be shown: what was typed so far and what is wrong with it. */
export interface OrderFormState extends Answered {
  readonly token: string;
  readonly customerToken: string;
  readonly isCustomerNew: boolean;
  readonly values: Readonly<Record<string, string>>;
  /** What was typed into the customer's own fields. */
  readonly customer: Readonly<Record<string, string>>;
  readonly errors: Readonly<Record<string, string>>;
  /** The partner's customer that has the typed ИНН already. */
  readonly existing: ExistingCustomer | null;
}

export interface NewOrderPage extends Page {
  crumbs: Crumb[];
  product: { name: string; vendor: string; initials: string; sku: string; description: string; offerName: string };
  hidden: Record<string, string>;
  errors: Record<string, string>;
  errorIds: Record<string, string>;
  /** The choice of a customer; null while the fields of a new one are open. */
  customerChoice: FieldProps | null;
  /** The fields of a new customer inside the order, for browsers without script; null while one is chosen. */
  customerFields: CustomerFieldsProps | null;
  /** The same in a dialog, opened by «+». */
  customerDialog: CustomerDialogProps | null;
  /** Leads back to the choice; null when there is nobody to choose. */
  backToChoice: ButtonProps | null;
  seats: StepperProps;
  renewal: ChoiceProps[];
  terms: { version: string; isAccepted: boolean; error: string | null };
  card: QuoteCard;
  /** The request that is answered. */
  asked: AlertProps | null;
  /** Data of Axapta that decide about the order, and are old. */
  stale: AlertProps | null;
  /** Why nothing can be ordered at all, and the way on. */
  refusal: Refusal | null;
  cancelHref: string;
}

/** The order form (product rule §7). */
export function newOrderPage(facts: OrderFormFacts, form: OrderFormState): NewOrderPage {
  const { offer, customers } = facts;
  const { errors } = form;
  const values = { seats: String(offer.minSeats), renewal: 'month', stopOn: '', customer: '', ...form.values };
  const isCustomerNew = form.isCustomerNew || customers.length === 0;
  const shows = offer.usesDomainPrefix ? 'domain' : 'inn';
  return {
    title: 'Оформить подписку',
    section: 'catalog',
    isInvalid: Object.keys(errors).length > 0,
    crumbs: [
      { label: 'Каталог', href: '/catalog' },
      { label: offer.productName, href: `/catalog/${offer.productSlug}` },
      { label: 'Оформить подписку' },
    ],
    product: productOf(offer),
    hidden: {
      offer: offer.sku,
      token: form.token,
      customerToken: form.customerToken,
      termsVersion: facts.termsVersion,
      ...(form.request ? { request: String(form.request.id) } : {}),
      ...(form.wish ? { wish: String(form.wish.id) } : {}),
      ...(isCustomerNew ? { isCustomerNew: 'yes', customer: values.customer } : {}),
    },
    errors: { ...errors },
    errorIds: { '': 'order-total', offer: 'order-product' },
    customerChoice: isCustomerNew ? null : { ...customerField(customers, values.customer, shows), ...errorOf(errors['customer']) },
    customerFields: isCustomerNew ? newCustomerFields(form, offer.usesDomainPrefix) : null,
    customerDialog: isCustomerNew ? null : customerDialogPage(EMPTY_FORM, null, { token: form.customerToken, shows }).dialog,
    backToChoice: isCustomerNew && customers.length > 0 ? BACK : null,
    seats: seatsStepper(offer, values.seats, errors['seats']),
    renewal: renewalChoices(values.renewal, values.stopOn, facts.today, errors['stopOn']),
    terms: { version: facts.termsVersion, isAccepted: form.values['terms'] === 'on' && !errors['terms'], error: errors['terms'] ?? null },
    card: quoteCard(facts, readParameters(values)),
    asked: askedOf(form),
    stale: facts.stale && staleAlert(facts.stale),
    refusal: refusalOf(offer, form),
    cancelHref: backOf(offer, form),
  };
}

function productOf(offer: Offer): NewOrderPage['product'] {
  return {
    name: offer.productName,
    vendor: offer.vendorName,
    initials: offer.vendorInitials,
    sku: offer.sku,
    description: offer.productDescription,
    offerName: offer.offerName,
  };
}

/** The select of the partner's customers, with «+» beside it. */
function customerField(customers: readonly OrderingCustomer[], chosen: string, shows: 'inn' | 'domain'): FieldProps {
  return {
    name: 'customer',
    label: 'Конечный заказчик',
    type: 'select',
    value: chosen,
    options: [{ value: '', label: 'Выберите заказчика' }, ...customers.map((customer) => customerOption(customer, shows))],
    button: {
      label: 'Новый',
      icon: 'plus',
      name: 'step',
      value: 'new-customer',
      dialog: 'new-customer',
      formnovalidate: true,
    },
  };
}

function newCustomerFields({ customer, errors, existing }: OrderFormState, usesDomain: boolean): CustomerFieldsProps {
  const choose = { ...BACK, label: 'Выбрать этого заказчика' };
  return customerFieldsOf({ values: customer, errors }, { existing: existing && { label: nameOf(existing), choose }, usesDomain });
}

/** Back to the choice; a customer found by its ИНН is chosen there already. */
const BACK: ButtonProps = { label: 'Выбрать из списка', name: 'step', value: 'existing-customer', formnovalidate: true };

const errorOf = (error: string | undefined): { error?: string } => (error ? { error } : {});

function seatsStepper(offer: Offer, value: string, error: string | undefined): StepperProps {
  const { minSeats, maxSeats } = offer;
  return {
    name: 'seats',
    label: `Количество ${wordsOfUnit(offer.unit).many}`,
    value,
    min: minSeats,
    max: maxSeats,
    hint: `От ${grouped(minSeats)} до ${grouped(maxSeats)}. Изменить количество можно в любой день.`,
    beside: `× ${formatRub(offer.unitPrice)} в месяц`,
    ...errorOf(error),
  };
}

function renewalChoices(chosen: string, stopOn: string, today: string, error: string | undefined): ChoiceProps[] {
  const stopDate: FieldProps = {
    name: 'stopOn',
    label: 'Последний день подписки',
    type: 'date',
    value: stopOn,
    min: today,
    ...errorOf(error),
  };
  return [
    {
      name: 'renewal',
      value: 'month',
      label: 'Продлевать каждый месяц',
      hint: 'Подписка действует, пока вы её не остановите',
      isChecked: chosen !== 'date',
    },
    { name: 'renewal', value: 'date', label: 'Остановить в указанную дату', isChecked: chosen === 'date', extra: stopDate },
  ];
}
