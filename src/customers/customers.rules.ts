import { vendorDomain } from '#src/lib/domain.ts';
import { Invalid } from '#src/platform/errors.ts';
import type { Option } from '#src/platform/http/components.ts';
import type { CustomerInput, ExistingCustomer, OrderingCustomer } from './customers.types.ts';

/** Thrown when the partner has a customer with this ИНН already: the form offers it (product rule §6). */
export class DuplicateCustomer extends Invalid {
  readonly existing: ExistingCustomer;
  constructor(existing: ExistingCustomer) {
    super({ inn: `Такой заказчик уже есть: ${existing.name}` });
    this.existing = existing;
  }
}

/** Fields of a customer that can be changed, with their Russian names. */
export const customerFields = {
  name: 'Название организации',
  inn: 'ИНН',
  kpp: 'КПП',
  contactName: 'Контактное лицо',
  email: 'Эл. почта',
  phone: 'Телефон',
  regionCode: 'Регион',
} as const satisfies Record<keyof CustomerInput, string>;

/** Names of the fields that differ between two states of a customer. */
export function changedFields(before: CustomerInput, after: CustomerInput): (keyof CustomerInput)[] {
  return (Object.keys(customerFields) as (keyof CustomerInput)[]).filter((field) => before[field] !== after[field]);
}

/** A customer in a select: by name, with the ИНН, or with its domain where the vendor needs that. */
export function customerOption({ id, name, inn, domainPrefix }: OrderingCustomer, shows: 'inn' | 'domain'): Option {
  return { value: String(id), label: shows === 'domain' ? `${name} — ${vendorDomain(domainPrefix)}` : `${name}, ИНН ${inn}` };
}
