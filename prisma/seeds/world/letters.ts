import { command } from '#src/platform/command.ts';
import { type Portal, systemScope } from '#src/platform/scope.ts';

/**
 * The letters of the months that were played: each went its way then, as letters do that stay on the portal. Nobody gets them now,
 * not even where a mail server is set; one-time passwords in them have run out and were never made.
 */
export function putLettersAway(portal: Portal): Promise<void> {
  return command(systemScope(portal, 'demo-world'), { action: 'demo.letters' }, async (tx) => {
    await tx.sql(
      'demo_world_letters',
      `update letters set status = 'kept', attempts = 1, last_tried_at = queued_at where status = 'queued'`,
    );
    await tx.db.$executeRaw`delete from pgboss.job where name in ('send-letter', 'send-letters')`;
  });
}
