import type pg from 'pg';
import { newPool } from '#src/platform/db/client.ts';
import { insertRow, type Row, RowReader } from './floor-rows.ts';

/** The floor of P4: the rows that one order left behind, written again by nothing but `pg`. */
export interface OrderFloor {
  /** Writes all rows of an order under keys of their own, in one transaction of prepared statements. */
  place(at: number): Promise<void>;
  close(): Promise<void>;
}

/** The rows of a table to be written, and what must be another value in every copy. */
interface Part {
  readonly table: string;
  readonly row: Row;
  readonly changed: (at: number, ids: Ids) => Row;
}

interface Ids {
  subscription: number;
  order: number;
}

/** Reads what the order of this form token wrote. */
export async function openOrderFloor(url: string, number: string): Promise<OrderFloor> {
  const pool = newPool({ connectionString: url, max: 10 });
  const parts = await partsOf(pool, number);
  return {
    place: async (at) => {
      const client = await pool.connect();
      try {
        await client.query('begin');
        const ids: Ids = { subscription: 0, order: 0 };
        for (const [nth, part] of parts.entries()) await write(client, nth, part, at, ids);
        await client.query('commit');
      } finally {
        client.release();
      }
    },
    close: () => pool.end(),
  };
}

async function write(client: pg.PoolClient, nth: number, { table, row, changed }: Part, at: number, ids: Ids): Promise<void> {
  const wantsId = table === 'subscriptions' || table === 'orders';
  const id = await insertRow(client, `floor_${nth}`, table, { ...row, ...changed(at, ids) }, wantsId);
  if (table === 'subscriptions') ids.subscription = id;
  if (table === 'orders') ids.order = id;
}

async function partsOf(pool: pg.Pool, number: string): Promise<Part[]> {
  const reader = await RowReader.over(pool);
  const read = async (table: string, where: string, value: unknown, changed: Part['changed']): Promise<Part[]> => {
    const rows = await reader.read(table, where, value);
    return rows.map((row) => ({ table, row, changed }));
  };
  const { rows } = await pool.query<{ subscription_id: number }>('select subscription_id from orders where number = $1', [number]);
  const id = rows[0]?.subscription_id;
  const key = (at: number) => `F-${at}`;
  return [
    ...(await read('form_tokens', `result ->> 'number' = $1`, number, (at) => ({ token: key(at) }))),
    ...(await read('subscriptions', 'id = $1', id, (at) => ({ number: key(at) }))),
    ...(await read('orders', 'number = $1', number, (at, ids) => ({ number: key(at), subscription_id: ids.subscription }))),
    ...(await read('service_periods', 'subscription_id = $1', id, (_, ids) => ({ subscription_id: ids.subscription }))),
    ...(await read('subscription_events', 'subscription_id = $1 and order_id is null', id, (_, ids) => ({
      subscription_id: ids.subscription,
    }))),
    ...(await read('subscription_events', 'subscription_id = $1 and order_id is not null', id, (_, ids) => ({
      subscription_id: ids.subscription,
      order_id: ids.order,
    }))),
    ...(await read('letters', 'subscription_id = $1', id, (at, ids) => ({
      cause: key(at),
      message_id: key(at),
      subscription_id: ids.subscription,
    }))),
    ...(await read('audit_entries', `subject = 'заказ ' || $1`, number, () => ({}))),
    ...(await read(
      'pgboss.job',
      `name = 'send-letter' and (data ->> 'letterId')::int in (select id from letters where subscription_id = $1)`,
      id,
      (at) => ({ singleton_key: key(at) }),
    )),
  ];
}
