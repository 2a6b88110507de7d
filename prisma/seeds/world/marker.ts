import { command } from '#src/platform/command.ts';
import { type Portal, systemScope, type Tx } from '#src/platform/scope.ts';

const KEY = 'demo.world';

/** How far the demo world of a database is: nothing there, being built (perhaps by a start that was killed), built, or no demo world. */
export type WorldState = 'absent' | 'building' | 'built' | 'foreign';

/** A database with partners or products that the demo did not make is somebody's own: `foreign`. */
export async function worldState(portal: Portal): Promise<WorldState> {
  const [row] = await portal.sql<{ state: WorldState }>(
    'demo_world_state',
    `select coalesce((select value #>> '{}' from settings where key = $1),
       case when exists (select 1 from partners) or exists (select 1 from products) then 'foreign' else 'absent' end) as state`,
    [KEY],
  );
  return row?.state ?? 'absent';
}

/** Says that what is written from now on is the demo's own and may be cleared. */
export function markBuilding(portal: Portal): Promise<void> {
  return command(systemScope(portal, 'demo-world'), { action: 'demo.begin' }, (tx) => mark(tx, 'building'));
}

/** The last word of the building. */
export function markBuilt(portal: Portal): Promise<void> {
  return command(systemScope(portal, 'demo-world'), { action: 'demo.end' }, (tx) => mark(tx, 'built'));
}

async function mark(tx: Tx, state: WorldState): Promise<void> {
  await tx.sql(
    'demo_world_mark',
    'insert into settings (key, value) values ($1, to_jsonb($2::text)) on conflict (key) do update set value = excluded.value',
    [KEY, state],
  );
}

/** Removes what an interrupted building left: all rows but the migrations, the clock and the marker; the jobs, and the numbers given. */
export async function clearUnfinished(portal: Portal): Promise<void> {
  await command(systemScope(portal, 'demo-world'), { action: 'demo.clear' }, async (tx) => {
    const tables = await tx.sql<{ name: string }>(
      'demo_world_tables',
      `select quote_ident(tablename) as name from pg_tables
        where schemaname = 'public' and tablename not in ('_prisma_migrations', 'settings')`,
    );
    await tx.db.$executeRawUnsafe(`truncate ${tables.map(({ name }) => name).join(', ')} restart identity cascade`);
    await tx.sql('demo_world_settings', `delete from settings where key not in ($1, 'clock.offset')`, [KEY]);
    await tx.db.$executeRawUnsafe('alter sequence order_numbers restart');
    await tx.db.$executeRawUnsafe('alter sequence subscription_numbers restart');
    await tx.db.$executeRawUnsafe('delete from pgboss.job');
  });
}
