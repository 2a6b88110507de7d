import { z } from 'zod';
import { listOf } from '#src/platform/http/list.ts';
import { searchField, sortField } from '#src/platform/http/list-fields.ts';
import { fields, isDuplicateMeant, readCustomer, readNew, teller, text } from './customer-fields.parts.ts';

/** The form at `/customers/new` and in the order's dialog; `shows` is how the order names customers in its select. */
export const newCustomerForm = z
  .strictObject({ ...fields, domainPrefix: text, isDuplicateMeant, token: z.uuid(), shows: z.enum(['inn', 'domain']).default('inn') })
  .transform((raw, ctx) => ({ customer: readNew(raw, teller(ctx)), token: raw.token, shows: raw.shows }));

/** The button beside a duplicate: the customer there is instead, whatever else stands in the form. */
export const chosenForm = z.object({ chosen: z.coerce.number().int().min(1), shows: z.enum(['inn', 'domain']).default('inn') });

/** The form at `/customers/:id/edit`; `version` is that of the customer as it was shown. */
export const customerForm = z
  .strictObject({ ...fields, isDuplicateMeant, version: z.coerce.number().int().min(1) })
  .transform((raw, ctx) => ({
    customer: readCustomer(raw, teller(ctx)),
    version: raw.version,
    isDuplicateMeant: raw.isDuplicateMeant === 'on',
  }));

/** «Выслать логин и пароль заново». */
export const credentialsForm = z.strictObject({ token: z.uuid() });

/** `/customers?q=&sort=&page=` */
export const customerList = listOf({
  q: searchField('Поиск', 'Название, ИНН, префикс или контакт'),
  sort: sortField(['name', 'subscriptions', 'created'], 'name'),
});

export type CustomerFilter = z.infer<typeof customerList.exportQuery>;
export type CustomerSort = CustomerFilter['sort'];
