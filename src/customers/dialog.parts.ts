import type { FormState } from '#src/platform/http/forms.ts';
import type { Page } from '#src/platform/http/render.ts';
import type { ExistingCustomer } from './customers.types.ts';
import { type CustomerFieldsProps, customerFieldsOf } from './fields.parts.ts';

/** How an existing customer is named. */
export const nameOf = ({ name, kpp }: ExistingCustomer): string => (kpp ? `${name}, КПП ${kpp}` : name);

export interface CustomerDialogPage extends Page {
  dialog: CustomerDialogProps;
}

/** What `views/customers/dialog.ejs` draws; the order's page includes it with an empty form. */
export interface CustomerDialogProps {
  form: CustomerFieldsProps;
  hidden: { token: string; shows: 'inn' | 'domain' };
}

export function customerDialogPage(
  form: FormState,
  existing: ExistingCustomer | null,
  hidden: CustomerDialogProps['hidden'],
): CustomerDialogPage {
  return {
    title: 'Новый заказчик',
    section: 'catalog',
    dialog: {
      form: customerFieldsOf(form, { existing: existing && choosable(existing), idPrefix: 'new-', usesDomain: hidden.shows === 'domain' }),
      hidden,
    },
  };
}

/** In the dialog of the order: the button that takes the existing one instead. */
const choosable = (existing: ExistingCustomer) => ({
  label: nameOf(existing),
  choose: { label: 'Выбрать этого заказчика', name: 'chosen', value: String(existing.id), formnovalidate: true },
});
