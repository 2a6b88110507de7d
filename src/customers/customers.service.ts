import { createUser } from '#src/accounts/users.service.ts';
import { command } from '#src/platform/command.ts';
import type { Sql } from '#src/platform/db/sql.ts';
import { ChangedMeanwhile, Forbidden, Invalid, NotFound } from '#src/platform/errors.ts';
import type { Scope, Tx } from '#src/platform/scope.ts';
import { sendCredentials } from './credentials.service.ts';
import { changedFields, DuplicateCustomer } from './customers.rules.ts';
import type { CustomerInput, ExistingCustomer, NewCustomer, OrderingCustomer } from './customers.types.ts';

export type { OrderingCustomer } from './customers.types.ts';

/**
 * Makes a customer of the actor's partner, its user, and the letter with the credentials (product rule §6).
 * @throws DuplicateCustomer for an ИНН the partner has already, unless it is meant; Invalid for a taken domain prefix.
 */
export function createCustomer(scope: Scope, input: NewCustomer, token: string): Promise<{ id: number; name: string }> {
  return command(scope, { action: 'customer.create', token }, async (tx) => {
    const { id, name } = await createCustomerIn(tx, partnerOf(scope), input);
    return { id, name };
  });
}

/** The same inside another command: an order makes the customer and itself in one transaction. */
export async function createCustomerIn(tx: Tx, partnerId: number, input: NewCustomer): Promise<OrderingCustomer> {
  if (!input.isDuplicateMeant) await refuseDuplicate(tx, partnerId, input.inn, null);
  const customer = await insertCustomer(tx, partnerId, input);
  const user = await createUser(tx, {
    login: input.domainPrefix,
    email: input.email,
    name: input.contactName,
    phone: input.phone,
    role: 'customer',
    partnerId,
    customerId: customer.id,
  });
  await sendCredentials(tx, { ...customer, partnerId }, { ...user, name: input.contactName }, `customer:${customer.id}:credentials`);
  await tx.audit({ action: 'customer.created', subject: `заказчик ${input.name}`, partnerId, after: { id: customer.id, ...input } });
  return customer;
}

/**
 * Changes a customer; the domain prefix stays (product rule §6).
 * @throws NotFound for a foreign one, ChangedMeanwhile when somebody saved it since `version` was shown, DuplicateCustomer.
 */
export function updateCustomer(
  scope: Scope,
  id: number,
  form: { customer: CustomerInput; version: number; isDuplicateMeant: boolean },
): Promise<{ id: number }> {
  return command(scope, { action: 'customer.update' }, async (tx) => {
    const partnerId = partnerOf(scope);
    const { version, ...before } = await lockCustomer(tx, partnerId, id);
    const changed = changedFields(before, form.customer);
    if (changed.length === 0) return { id }; // also the second click of two
    if (version !== form.version) throw new ChangedMeanwhile();
    if (changed.includes('inn') && !form.isDuplicateMeant) await refuseDuplicate(tx, partnerId, form.customer.inn, id);
    await tx.db.customer.update({
      where: { id },
      data: { ...pick(form.customer, changed), version: { increment: 1 }, updatedAt: tx.now },
    });
    await tx.audit({
      action: 'customer.updated',
      subject: `заказчик ${before.name}`,
      partnerId,
      before: pick(before, changed),
      after: pick(form.customer, changed),
    });
    return { id };
  });
}

/** A customer of the partner, for an order. @throws NotFound for a foreign one. */
export async function customerForOrder(sql: Sql, partnerId: number, id: number): Promise<OrderingCustomer> {
  const [customer] = await sql<OrderingCustomer>(
    'customer_for_order',
    `select id, name, inn, region_code as "regionCode", domain_prefix as "domainPrefix" from customers where partner_id = $1 and id = $2`,
    [partnerId, id],
  );
  if (!customer) throw new NotFound();
  return customer;
}

/** Customers of the partner by name, for the order's select. */
export function customersForOrder(sql: Sql, partnerId: number): Promise<OrderingCustomer[]> {
  return sql<OrderingCustomer>(
    'customers_for_order',
    `select id, name, inn, region_code as "regionCode", domain_prefix as "domainPrefix" from customers where partner_id = $1 order by name, id`,
    [partnerId],
  );
}

/** Two people adding the same ИНН at once wait here for each other; the second is offered the first one's. */
async function refuseDuplicate(tx: Tx, partnerId: number, inn: string, except: number | null): Promise<void> {
  await tx.sql('customer_inn_lock', 'select pg_advisory_xact_lock($1::int, hashtext($2))::text', [partnerId, inn]);
  const [existing] = await tx.sql<ExistingCustomer>(
    'customer_same_inn',
    'select id, name, kpp from customers where partner_id = $1 and inn = $2 and id is distinct from $3::int order by id limit 1',
    [partnerId, inn, except],
  );
  if (existing) throw new DuplicateCustomer(existing);
}

async function insertCustomer(tx: Tx, partnerId: number, input: NewCustomer): Promise<OrderingCustomer> {
  const [row] = await tx.sql<OrderingCustomer>(
    'customer_insert',
    `insert into customers (partner_id, name, inn, kpp, contact_name, email, phone, domain_prefix, region_code, created_at, updated_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::timestamptz, $10::timestamptz)
     on conflict (domain_prefix) do nothing
     returning id, name, inn, region_code as "regionCode", domain_prefix as "domainPrefix"`,
    [
      partnerId,
      input.name,
      input.inn,
      input.kpp,
      input.contactName,
      input.email,
      input.phone,
      input.domainPrefix,
      input.regionCode,
      tx.now,
    ],
  );
  if (!row) throw new Invalid({ domainPrefix: `Префикс «${input.domainPrefix}» уже занят: выберите другой` });
  return row;
}

async function lockCustomer(tx: Tx, partnerId: number, id: number): Promise<CustomerInput & { version: number }> {
  const [row] = await tx.sql<CustomerInput & { version: number }>(
    'customer_lock',
    `select name, inn, kpp, contact_name as "contactName", email, phone, region_code as "regionCode", version
       from customers where partner_id = $1 and id = $2 for update`,
    [partnerId, id],
  );
  if (!row) throw new NotFound();
  return row;
}

function pick(customer: CustomerInput, fields: (keyof CustomerInput)[]): Partial<CustomerInput> {
  return Object.fromEntries(fields.map((field) => [field, customer[field]]));
}

/** The partner whose customers the actor keeps. @throws Forbidden for people of no partner. */
function partnerOf(scope: Scope): number {
  if (scope.actor.partnerId === null || scope.actor.customerId !== null) throw new Forbidden();
  return scope.actor.partnerId;
}
