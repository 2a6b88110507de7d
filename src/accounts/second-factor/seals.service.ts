import type { Portal } from '#src/platform/scope.ts';

/**
 * Says in the log, at the start, how many second factors still need a secret that is no longer the first of SESSION_SECRET, and how
 * many can't be opened any more because theirs was taken away.
 */
export async function tellSeals({ sql, config, log }: Portal): Promise<void> {
  const { ids } = config.keys;
  const [count] = await sql<{ older: number; lost: number }>(
    'second_factor_seals',
    `select count(*) filter (where id is null or (id <> $2 and id = any($1::text[])))::int as older,
       count(*) filter (where id <> all($1::text[]))::int as lost
     from (select substring(secret from '^([0-9a-f]{8})[.]') as id from second_factors) s`,
    [ids, ids[0]],
  );
  if (count?.older) log.info({ count: count.older }, 'second factors sealed under an older secret: keep it in SESSION_SECRET');
  if (count?.lost) log.warn({ count: count.lost }, 'second factors that no secret of SESSION_SECRET opens: put theirs back at its end');
}
