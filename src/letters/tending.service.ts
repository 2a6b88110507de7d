import { command } from '#src/platform/command.ts';
import { type Portal, systemScope } from '#src/platform/scope.ts';
import { FORGOTTEN_AFTER_SECONDS, SENDING_LEASE_SECONDS } from './letters.rules.ts';

const LOST = 'Отправка прервана: неизвестно, принял ли письмо почтовый сервер.';

/** So many a run: those that are locked meanwhile must not wait for long. */
const AT_ONCE = 100;

/**
 * Job `tend-letters`, every few minutes. A letter that a killed process left in `sending` becomes `unknown`: whether the
 * server has it, nobody can tell, so it is not sent again by itself. A queued letter whose job was lost gets a new one.
 */
export function tendLetters(portal: Portal): Promise<{ unknown: number; requeued: number }> {
  return command(systemScope(portal, 'tend-letters'), { action: 'letter.tend' }, async (tx) => {
    const unknown = await tx.sql(
      'letters_abandoned',
      `update letters set status = 'unknown', last_error = $1 where status = 'sending' and last_tried_at < $2::timestamptz returning id`,
      [LOST, ago(tx.now, SENDING_LEASE_SECONDS)],
    );
    const forgotten = await tx.sql<{ id: number }>(
      'letters_forgotten',
      `update letters set last_tried_at = $2::timestamptz
       where id in (select id from letters where status = 'queued' and coalesce(last_tried_at, queued_at) < $1::timestamptz
                    order by id limit $3 for update skip locked) returning id`,
      [ago(tx.now, FORGOTTEN_AFTER_SECONDS), tx.now, AT_ONCE],
    );
    for (const { id } of forgotten) await tx.enqueue('send-letter', { letterId: id }, { singletonKey: String(id) });
    return { unknown: unknown.length, requeued: forgotten.length };
  });
}

const ago = (now: Date, seconds: number) => new Date(now.getTime() - seconds * 1000);
