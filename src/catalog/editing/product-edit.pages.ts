import { formatRub } from '#src/lib/money.ts';
import type { ButtonProps, FieldProps, Option } from '#src/platform/http/components.ts';
import type { FormState } from '#src/platform/http/forms.ts';
import { type EditPage, editPage, SLUG } from './edit-form.pages.ts';
import type { EditedOffer, EditedProduct } from './editing.queries.ts';

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
