import type { Client } from 'pg';
import { DEMO_PASSWORD, demoLogins } from '#prisma/seeds/data/cast.ts';
import { verifyPassword } from '#src/accounts/passwords/password-hash.service.ts';

/** What the demo left in a database. */
export interface DemoTraces {
  readonly hasDemoWorld: boolean;
  /** Log-ons of the demo that open with the demo's password. */
  readonly demoLogOns: readonly string[];
}

/** Looks for the demo in a migrated database: its marks in the settings, and people whom its public password lets in. */
export async function demoTraces(client: Client): Promise<DemoTraces> {
  const { rows: marks } = await client.query(`select 1 from settings where key in ('demo.world', 'clock.offset')`);
  const { rows: people } = await client.query<{ login: string; hash: string }>(
    'select login, password_hash as hash from users where login = any($1) and password_hash is not null and disabled_at is null',
    [demoLogins],
  );
  const opened = await Promise.all(people.map(({ hash }) => verifyPassword(hash, DEMO_PASSWORD)));
  return { hasDemoWorld: marks.length > 0, demoLogOns: people.filter((_, at) => opened[at]).map(({ login }) => login) };
}
