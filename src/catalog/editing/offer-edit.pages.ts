import { billingWords, wordsOfUnit } from '#src/catalog/catalog.rules.ts';
import { type TouchedBlock, touchedBlock } from '#src/catalog/prices/touched.pages.ts';
import type { Touched } from '#src/catalog/prices/touched.queries.ts';
import { type Day, formatDayShort } from '#src/lib/days.ts';
import { decimalRub, formatRub } from '#src/lib/money.ts';
import type { FieldProps } from '#src/platform/http/components.ts';
import type { FormState } from '#src/platform/http/forms.ts';
import { type EditPage, editPage } from './edit-form.pages.ts';
import type { EditedOffer, EditedProduct } from './editing.queries.ts';

const gross: FieldProps = { name: 'gross', label: 'Цена за единицу в месяц, ₽ с НДС', inputmode: 'decimal', required: true, maxlength: 20 };

export const validFrom = (value: string): FieldProps => ({ name: 'validFrom', label: 'Действует с', type: 'date', value, required: true });

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
    /** Whom the price typed touches; the next submit sets it. */
    readonly touched: TouchedBlock | null;
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
  touched: Touched | null = null,
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
      touched: touched && touchedBlock(touched, forms.price),
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
