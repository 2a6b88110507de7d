import { systemClock } from '#src/platform/clock.ts';
import { createLogger } from '#src/platform/logger.ts';
import { openPortal } from '#src/portal.ts';
import { seedLoad } from '../../scripts/seed/load.ts';
import type { SeedSize } from '../../scripts/seed/options.ts';
import type { BenchDatabase } from './database.ts';
import { benchConfig } from './processes/bench-config.ts';

/** Tables of the size the aims are set for. */
export const FULL: SeedSize = { partners: 5_000, subscriptions: 1_000_000, products: 1 };
/** A tenth of it. */
export const TENTH: SeedSize = { partners: 500, subscriptions: 100_000, products: 1 };

/** Partners, customers, subscriptions with charges and journal, as `npm run seed` makes them. */
export async function fill({ url, sql }: BenchDatabase, size: SeedSize): Promise<void> {
  const log = createLogger('error');
  const { portal, close } = await openPortal({ config: benchConfig(url), clock: systemClock(), log, databaseUrl: url });
  await portal.jobs.prepare();
  await seedLoad(portal, url, size, () => {});
  await portal.jobs.drain();
  await portal.jobs.stop();
  await close();
  await sql('bench_vacuum', 'vacuum analyze');
}

/** A partner's owner to log on as. */
export interface Owner {
  readonly login: string;
  readonly partnerId: number;
}

/** Owners of partners without a hold, those with nearest to `count` subscriptions first. */
export function ownersOf({ sql }: BenchDatabase, count: number, limit: number): Promise<Owner[]> {
  return sql<Owner>(
    'bench_owners',
    `select u.login, u.partner_id as "partnerId" from users u
     join (select partner_id, count(*) as n from subscriptions group by 1) s on s.partner_id = u.partner_id
     where u.role = 'partner_owner' and not exists (select 1 from holds h where h.partner_id = u.partner_id)
       and not exists (select 1 from orders o where o.partner_id = u.partner_id and o.status = 'held')
     order by abs(s.n - $1::int), u.partner_id limit $2::int`,
    [count, limit],
  );
}
