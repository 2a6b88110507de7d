import type pg from 'pg';
import { newPool } from '#src/platform/db/client.ts';
import { insertRow, type Row, RowReader } from './floor-rows.ts';

/** A subscription with what its rows name. */
export interface Target {
  readonly id: number;
  readonly number: string;
  readonly login: string;
  readonly partner_id: number;
  readonly contract_id: number;
  readonly customer_id: number;
}

/** The floor of P4 for a change: what one change of a subscription left behind, written again for others by nothing but `pg`. */
export interface ManageFloor {
  /** In one transaction of prepared statements: the subscription's columns, its periods anew, and all rows that are only added. */
  change(key: string, target: Target): Promise<void>;
  close(): Promise<void>;
}

/** Tables a change adds to, and what must be another value in every copy. */
const ADDED: Readonly<Record<string, (key: string, of: Row) => Row>> = {
  form_tokens: (key) => ({ token: key }),
  orders: (key, of) => ({ number: key, ...of }),
  subscription_events: (_, { subscription_id, partner_id }) => ({ subscription_id, partner_id }),
  letters: (key, { subscription_id, partner_id }) => ({ cause: key, message_id: key, subscription_id, partner_id }),
  audit_entries: () => ({}),
  'pgboss.job': (key) => ({ singleton_key: key }),
};

/** Does a change by `act` with this form token, and reads what it wrote: nobody else writes meanwhile. */
export async function openManageFloor(url: string, { id }: Target, token: string, act: () => Promise<void>): Promise<ManageFloor> {
  const pool = newPool({ connectionString: url, max: 10 });
  const reader = await RowReader.over(pool);
  const { rows } = await pool.query<Record<string, number>>(
    `select ${['orders', 'subscription_events', 'letters', 'audit_entries'].map((table) => `(select coalesce(max(id), 0) from ${table}) as ${table}`).join(', ')}`,
  );
  const last = rows[0] ?? {};
  await act();
  const parts: { table: string; row: Row }[] = [];
  const keep = (table: string, found: readonly Row[]) => parts.push(...found.map((row) => ({ table, row })));
  keep('form_tokens', await reader.read('form_tokens', 'token = $1', token));
  for (const [table, before] of Object.entries(last)) keep(table, await reader.read(table, 'id > $1', before));
  keep('pgboss.job', await reader.read('pgboss.job', `(data ->> 'letterId')::int > $1`, last['letters']));
  const periods = await reader.read('service_periods', 'subscription_id = $1', id);
  const [subscription = {}] = await reader.read('subscriptions', 'id = $1', id);
  return {
    change: async (key, target) => {
      const client = await pool.connect();
      try {
        await client.query('begin');
        await changeRow(client, subscription, target);
        await replacePeriods(client, periods, target);
        for (const [nth, { table, row }] of parts.entries())
          await insertRow(client, `floor_${nth}`, table, copyOf(table, row, key, target));
        await client.query('commit');
      } finally {
        client.release();
      }
    },
    close: () => pool.end(),
  };
}

function copyOf(table: string, row: Row, key: string, { id, partner_id, contract_id, customer_id }: Target): Row {
  return { ...row, ...ADDED[table]?.(`F-${key}`, { subscription_id: id, partner_id, contract_id, customer_id }) };
}

async function changeRow(client: pg.PoolClient, { status, seats, unit_price, vat_rate, stopped_at, stop_cause }: Row, { id }: Target) {
  await client.query({
    name: 'floor_change',
    text: `update subscriptions set version = version + 1, status = $2, seats = $3, unit_price = $4, vat_rate = $5, stopped_at = $6, stop_cause = $7
      where id = $1 returning id`,
    values: [id, status, seats, unit_price, vat_rate, stopped_at, stop_cause],
  });
}

async function replacePeriods(client: pg.PoolClient, periods: readonly Row[], target: Target): Promise<void> {
  const { id, partner_id, contract_id } = target;
  await client.query({ name: 'floor_remove', text: 'delete from service_periods where subscription_id = $1', values: [id] });
  for (const row of periods)
    await insertRow(client, 'floor_period', 'service_periods', { ...row, partner_id, contract_id, subscription_id: id });
}
