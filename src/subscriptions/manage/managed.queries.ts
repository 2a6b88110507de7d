import { partnerOf } from '#src/accounts/actor.rules.ts';
import { day } from '#src/lib/days.ts';
import { type Kopecks, kopecks } from '#src/lib/money.ts';
import { NEW_ORDER_KEY, type OrderKey } from '#src/orders/order-rows.service.ts';
import type { Sql } from '#src/platform/db/sql.ts';
import { NotFound } from '#src/platform/errors.ts';
import type { Scope, Tx } from '#src/platform/scope.ts';
import type { Managed, Subscription } from './changes.rules.ts';

interface FactsRow extends Omit<Subscription, 'unitPrice' | 'stopOn'> {
  unitPrice: Kopecks;
  stopOn: string | null;
}

interface Row extends FactsRow {
  openFrom: string | null;
  periods: {
    from: string;
    to: string;
    seats: number;
    unitPrice: string;
    vatRate: number | null;
    charge: string;
    vat: string;
    isInvoiced: boolean;
  }[];
}

const facts = `s.id, s.number, s.partner_id as "partnerId", s.contract_id as "contractId", s.customer_id as "customerId",
  s.customer_name as "customerName", s.offer_id as "offerId", s.sku, s.product_name as "productName", s.vendor_name as "vendorName",
  s.status::text as status, s.seats, s.unit_price as "unitPrice", s.vat_rate as "vatRate", s.billing_rule::text as "billingRule",
  s.auto_renew as "autoRenew", s.stop_on::text as "stopOn", s.version`;

const columns = `${facts},
  (select open_from::text from partners where id = s.partner_id) as "openFrom",
  coalesce((select jsonb_agg(jsonb_build_object('from', p.from_on, 'to', p.to_on, 'seats', p.seats, 'unitPrice', p.unit_price::text,
      'vatRate', p.vat_rate, 'charge', p.charge::text, 'vat', p.vat::text, 'isInvoiced', p.from_on < coalesce((select open_from from partners where id = s.partner_id), '-infinity'::date)) order by p.from_on)
    from service_periods p where p.subscription_id = s.id), '[]') as periods`;

/** A partner's subscription by its number, for a preview; undefined when it is not the partner's. */
export async function managedByNumber(sql: Sql, partnerId: number, number: string): Promise<Managed | undefined> {
  const [row] = await sql<Row>('managed_by_number', `select ${columns} from subscriptions s where s.partner_id = $1 and s.number = $2`, [
    partnerId,
    number,
  ]);
  return row && managed(row);
}

/** The same, of a partner that must have it. @throws NotFound for a foreign or absent one */
export async function managedOf(sql: Sql, partnerId: number, number: string): Promise<Managed> {
  const found = await managedByNumber(sql, partnerId, number);
  if (!found) throw new NotFound();
  return found;
}

/** The actor's subscription by its number, to be shown before a change. @throws NotFound for a foreign or absent one. */
export async function managedBy(scope: Scope, number: string): Promise<Managed> {
  return managedOf(scope.portal.sql, partnerOf(scope), number);
}

/**
 * The same by id with the row locked until the transaction ends. The lock is a statement of its own,
 * so that the periods read after it are those of now.
 */
export async function lockManaged(tx: Tx, partnerId: number, by: { number: string } | { id: number }): Promise<Managed | undefined> {
  if ('number' in by) {
    sendManagedLock(tx, partnerId, by.number);
    return managedByNumber(tx.sql, partnerId, by.number);
  }
  tx.write('lock_managed', 'select id from subscriptions where partner_id = $1 and id = $2 for update', [partnerId, by.id]);
  return managedById(tx.sql, partnerId, by.id);
}

/** Sends the lock of a partner's subscription without waiting for it; it is read behind it. */
export function sendManagedLock(tx: Tx, partnerId: number, number: string): void {
  tx.write('lock_managed_number', 'select id from subscriptions where partner_id = $1 and number = $2 for update', [partnerId, number]);
}

/** A change of the subscription as it was seen that may become an order: by more seats than it has, or, with null, by its start. */
export interface ChangeAhead {
  readonly version: number;
  readonly seats: number | null;
}

/** Draws the key of that order; null where there will be none. Behind the lock. */
export async function orderAhead(sql: Sql, partnerId: number, number: string, { version, seats }: ChangeAhead): Promise<OrderKey | null> {
  const [drawn] = await sql<OrderKey>(
    'order_ahead',
    `select ${NEW_ORDER_KEY} from subscriptions
      where partner_id = $1 and number = $2 and version = $3::int and case when $4::int is null then status = 'stopped' else seats < $4 end`,
    [partnerId, number, version, seats],
  );
  return drawn ?? null;
}

/** The same without a lock, for what is only looked at. */
export async function managedById(sql: Sql, partnerId: number, id: number): Promise<Managed | undefined> {
  const [row] = await sql<Row>('managed_by_id', `select ${columns} from subscriptions s where s.partner_id = $1 and s.id = $2`, [
    partnerId,
    id,
  ]);
  return row && managed(row);
}

/** Those of the partners' subscriptions with these ids, by id, to be decided about; the caller has locked their partners, or only looks. */
export async function managedByIds(sql: Sql, partnerIds: readonly number[], ids: readonly number[]): Promise<Map<number, Managed>> {
  const rows = await sql<Row>(
    'managed_by_ids',
    `select ${columns} from subscriptions s where s.partner_id = any($1::int[]) and s.id = any($2::int[])`,
    [partnerIds, ids],
  );
  return new Map(rows.map((row) => [row.id, managed(row)]));
}

/** Those of the partners' subscriptions with these ids, rows locked until the transaction ends, in order of number; without periods. */
export async function lockFacts(tx: Tx, partnerIds: readonly number[], ids: readonly number[]): Promise<Subscription[]> {
  if (ids.length === 0) return [];
  const rows = await tx.sql<FactsRow>(
    'lock_facts',
    `select ${facts} from subscriptions s where s.partner_id = any($1::int[]) and s.id = any($2::int[]) order by s.partner_id, s.id for update`,
    [partnerIds, ids],
  );
  return rows.map(factsOf);
}

function factsOf<R extends FactsRow>(row: R) {
  return { ...row, unitPrice: kopecks(row.unitPrice), stopOn: row.stopOn === null ? null : day(row.stopOn) };
}

function managed(row: Row): Managed {
  return {
    ...factsOf(row),
    openFrom: row.openFrom === null ? null : day(row.openFrom),
    periods: row.periods.map((p) => ({
      ...p,
      from: day(p.from),
      to: day(p.to),
      unitPrice: kopecks(p.unitPrice),
      charge: kopecks(p.charge),
      vat: kopecks(p.vat),
    })),
  };
}
