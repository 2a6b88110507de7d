import { type Day, formatDayShort } from '#src/lib/days.ts';
import { decimalRub, formatRub } from '#src/lib/money.ts';
import type { ButtonProps, CheckProps, Crumb, FieldProps, Option, PageHeadProps } from '#src/platform/http/components.ts';
import type { FormState } from '#src/platform/http/forms.ts';
import type { Page } from '#src/platform/http/render.ts';
import { billingWords, wordsOfUnit } from './catalog.rules.ts';
import type { EditedOffer, EditedProduct, EditedVendor } from './editing.queries.ts';

/** A form of the catalog's editing: a vendor, a product, an offer, a version of the terms. */
export interface EditPage extends Page {
  readonly head: PageHeadProps;
  readonly action: string;
  readonly hidden: Readonly<Record<string, string>>;
  readonly fields: readonly FieldProps[];
  readonly check: CheckProps | null;
  readonly submit: string;
  readonly back: string;
  readonly errors: FormState['errors'];
}

const ROOT: Crumb = { label: 'Каталог и цены', href: '/admin/catalog' };
const VENDORS: Crumb = { label: 'Вендоры', href: '/admin/catalog/vendors' };

type Made = Pick<EditPage, 'action' | 'submit' | 'back'> & {
  title: string;
  sub?: string;
  crumbs: Crumb[];
  token: string;
  version?: string;
  actions?: ButtonProps[];
};

function editPage(made: Made, fields: readonly FieldProps[], { values, errors }: FormState, check: CheckProps | null = null): EditPage {
  const { title, sub, crumbs, version, token, actions, ...rest } = made;
  return {
    ...rest,
    title,
    section: 'admin/catalog',
    isInvalid: Object.keys(errors).length > 0,
    head: { title, crumbs: [ROOT, ...crumbs, { label: title }], ...(sub ? { sub } : {}), ...(actions ? { actions } : {}) },
    hidden: { token, ...(version ? { version: values['version'] ?? version } : {}) },
    fields: fields.map((field) => ({ ...field, value: values[field.name] ?? field.value ?? '', error: errors[field.name] })),
    check,
    errors,
  };
}

const SLUG: FieldProps = {
  name: 'slug',
  label: 'Адрес',
  isMono: true,
  required: true,
  maxlength: 80,
  hint: 'Останется навсегда: /catalog/адрес',
};

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

export interface ProductChoices {
  readonly vendors: readonly { readonly id: number; readonly name: string }[];
  readonly categories: readonly { readonly id: number; readonly name: string }[];
}

/** Fields of a product, new or known. */
export function productFormPage(product: EditedProduct | null, choices: ProductChoices, token: string, form: FormState): EditPage {
  const options = (rows: ProductChoices['vendors']): Option[] => [
    { value: '', label: 'Выберите' },
    ...rows.map(({ id, name }) => ({ value: String(id), label: name })),
  ];
  const fields: FieldProps[] = [
    { name: 'name', label: 'Название', value: product?.name ?? '', required: true, maxlength: 200, isWide: true },
    { name: 'vendorId', label: 'Вендор', type: 'select', options: options(choices.vendors), value: String(product?.vendorId ?? '') },
    {
      name: 'categoryId',
      label: 'Категория',
      type: 'select',
      options: options(choices.categories),
      value: String(product?.categoryId ?? ''),
    },
    ...(product ? [] : [SLUG]),
    {
      name: 'description',
      label: 'Описание',
      type: 'textarea',
      rows: 6,
      value: product?.description ?? '',
      required: true,
      isWide: true,
      maxlength: 4000,
    },
    {
      name: 'requirements',
      label: 'Требования',
      type: 'textarea',
      value: product?.requirements ?? '',
      isOptional: true,
      isWide: true,
      maxlength: 2000,
    },
    {
      name: 'vatClass',
      label: 'Налог',
      type: 'select',
      value: product?.vatClass ?? 'standard',
      options: [
        { value: 'standard', label: 'НДС по ставке' },
        { value: 'registry', label: 'Без НДС: реестр российского ПО' },
      ],
    },
    { name: 'registryNumber', label: 'Номер записи реестра', value: product?.registryNumber ?? '', isOptional: true, maxlength: 20 },
    { name: 'registryOn', label: 'Дата записи', type: 'date', value: product?.registryOn ?? '', isOptional: true },
  ];
  const action = product ? `/admin/catalog/products/${product.id}` : '/admin/catalog/products';
  return editPage(
    {
      title: product?.name ?? 'Новый продукт',
      action,
      submit: product ? 'Сохранить' : 'Добавить продукт',
      back: '/admin/catalog',
      crumbs: [],
      token,
      version: product?.version,
    },
    fields,
    form,
  );
}

export interface ProductEditPage extends EditPage {
  readonly offers: readonly OfferLine[];
  readonly newOffer: ButtonProps;
}

export interface OfferLine {
  readonly href: string;
  readonly name: string;
  readonly sku: string;
  readonly price: string;
  readonly running: string;
}

/** `/admin/catalog/products/:id` */
export function productEditPage(
  product: EditedProduct,
  offers: readonly EditedOffer[],
  choices: ProductChoices,
  token: string,
  form: FormState,
): ProductEditPage {
  return {
    ...productFormPage(product, choices, token, form),
    offers: offers.map((offer) => ({
      href: `/admin/catalog/offers/${offer.id}`,
      name: offer.name,
      sku: offer.sku,
      price: offer.price === null ? 'Нет цены' : formatRub(offer.price),
      running: String(offer.running),
    })),
    newOffer: { label: 'Добавить предложение', icon: 'plus', href: `/admin/catalog/products/${product.id}/offers/new` },
  };
}

const gross: FieldProps = { name: 'gross', label: 'Цена за единицу в месяц, ₽ с НДС', inputmode: 'decimal', required: true, maxlength: 20 };
const validFrom = (value: string): FieldProps => ({ name: 'validFrom', label: 'Действует с', type: 'date', value, required: true });

const seatFields = (offer: EditedOffer | null): FieldProps[] => [
  { name: 'minSeats', label: 'Мест не меньше', inputmode: 'numeric', value: String(offer?.minSeats ?? 1), required: true, maxlength: 6 },
  { name: 'maxSeats', label: 'Мест не больше', inputmode: 'numeric', value: String(offer?.maxSeats ?? 1000), required: true, maxlength: 6 },
];

/** `/admin/catalog/products/:id/offers` */
export function newOfferPage(product: EditedProduct, today: Day, token: string, form: FormState): EditPage {
  const fields: FieldProps[] = [
    { name: 'sku', label: 'Артикул', isMono: true, required: true, maxlength: 60, hint: 'Останется навсегда' },
    { name: 'name', label: 'Название предложения', value: product.name, required: true, maxlength: 200 },
    {
      name: 'unit',
      label: 'Единица',
      type: 'select',
      options: (['user', 'device', 'server', 'licence'] as const).map((value) => ({ value, label: wordsOfUnit(value).one })),
    },
    {
      name: 'billingRule',
      label: 'Списание',
      type: 'select',
      options: (['prorated', 'full_month'] as const).map((value) => ({ value, label: billingWords[value].short })),
    },
    ...seatFields(null),
    gross,
    validFrom(today),
  ];
  const path = `/admin/catalog/products/${product.id}`;
  return editPage(
    {
      title: 'Новое предложение',
      action: `${path}/offers`,
      submit: 'Добавить предложение',
      back: path,
      token,
      crumbs: [{ label: product.name, href: path }],
    },
    fields,
    form,
  );
}

export interface OfferEditPage extends EditPage {
  readonly price: {
    readonly action: string;
    readonly token: string;
    readonly fields: readonly FieldProps[];
    readonly errors: FormState['errors'];
  };
  readonly prices: readonly PriceItem[];
}

/** A price of the list; one to come can be taken back. */
interface PriceItem {
  readonly from: string;
  readonly sum: string;
  readonly isNow: boolean;
  readonly withdrawal: { readonly action: string; readonly token: string; readonly label: string } | null;
}

export interface OfferForms {
  readonly offer: FormState;
  readonly price: FormState;
  /** One for each form: of the offer, of a new price, and of all withdrawals (only one of them is sent). */
  readonly tokens: { readonly offer: string; readonly price: string; readonly withdrawal: string };
}

/** `/admin/catalog/offers/:id`: name, limits, last day of sale, and the prices by day. */
export function offerEditPage(
  offer: EditedOffer,
  prices: readonly { validFrom: Day; gross: bigint }[],
  today: Day,
  forms: OfferForms,
): OfferEditPage {
  const path = `/admin/catalog/offers/${offer.id}`;
  const product = { label: offer.productName, href: `/admin/catalog/products/${offer.productId}` };
  const fields: FieldProps[] = [
    { name: 'name', label: 'Название предложения', value: offer.name, required: true, maxlength: 200, isWide: true },
    ...seatFields(offer),
    {
      name: 'discontinuedOn',
      label: 'Снят с продажи с',
      type: 'date',
      value: offer.discontinuedOn ?? '',
      isOptional: true,
      hint: 'С этого дня новых заказов нет; действующие подписки работают, пока их не остановят',
    },
  ];
  const made = {
    action: path,
    submit: 'Сохранить',
    back: product.href,
    crumbs: [product],
    token: forms.tokens.offer,
    version: offer.version,
  };
  const title = `${offer.sku}`;
  const page = editPage(
    {
      ...made,
      title,
      sub: `${offer.vendorName}, ${offer.productName} · ${wordsOfUnit(offer.unit).one}, ${billingWords[offer.billingRule].short.toLowerCase()} · работает подписок: ${offer.running}`,
    },
    fields,
    forms.offer,
  );
  const { values, errors } = forms.price;
  const now = prices.find((price) => price.validFrom <= today);
  return {
    ...page,
    isInvalid: page.isInvalid || Object.keys(errors).length > 0,
    price: {
      action: `${path}/prices`,
      token: forms.tokens.price,
      errors,
      fields: [{ ...gross, value: offer.price === null ? '' : decimalRub(offer.price).replace('.', ',') }, validFrom(today)].map(
        (field) => ({ ...field, value: values[field.name] ?? field.value ?? '', error: errors[field.name] }),
      ),
    },
    prices: prices.map((price) => ({
      from: formatDayShort(price.validFrom),
      sum: formatRub(price.gross),
      isNow: price === now,
      withdrawal:
        price.validFrom > today
          ? {
              action: `${path}/prices/${price.validFrom}/withdrawal`,
              token: forms.tokens.withdrawal,
              label: `Отменить цену с ${formatDayShort(price.validFrom)}`,
            }
          : null,
    })),
  };
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
