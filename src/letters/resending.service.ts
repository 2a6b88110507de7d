import { randomUUID } from 'node:crypto';
import { command } from '#src/platform/command.ts';
import { Conflict, NotFound } from '#src/platform/errors.ts';
import type { Scope } from '#src/platform/scope.ts';
import { LETTER_TEMPLATES, type LetterTemplate } from './letters.rules.ts';
import type { LetterStatus } from './letters.types.ts';

/** By the causes they would have, so that the unique index answers. */
const COUNT_REPEATS = `select count(*) from letters r where r.recipient_address = l.recipient_address
  and r.cause in (select format('resend:%s:%s', l.id, n) from generate_series(1, 500) n)`;

interface LetterBefore {
  readonly status: LetterStatus;
  readonly template: LetterTemplate;
  readonly recipient: string;
  readonly partner_id: number | null;
  readonly erased_at: Date | null;
}

/**
 * «Отправить ещё раз»: a new letter with the same content, a Message-ID of its own and new secrets; the old one stays,
 * and one that did not arrive is settled by it. Staff decide so when a letter failed, got lost on the way, or its start password ran out.
 * @returns id of the new letter
 * @throws NotFound; Conflict while the letter is still on its way by itself, or when its text was erased
 */
export function resendLetter(scope: Scope, letterId: number, token: string): Promise<number> {
  return command(scope, { action: 'letter.resend', token }, async (tx) => {
    const [letter] = await tx.sql<LetterBefore>(
      'letter_resend_from',
      'select status, template, recipient_address as recipient, partner_id, erased_at from letters where id = $1::int for update',
      [letterId],
    );
    if (!letter) throw new NotFound();
    if (letter.status === 'queued' || letter.status === 'sending') throw new Conflict('Письмо ещё в очереди: портал отправит его сам.');
    if (letter.erased_at) throw new Conflict('Текст письма удалён: отправлять нечего.');
    const [again] = await tx.sql<{ id: number }>(
      'letter_resend',
      `insert into letters (template, cause, recipient_name, recipient_address, partner_id, subject_user_id, subscription_id,
         content, subject, message_id, status, queued_at)
       select template, format('resend:%s:%s', id, 1 + (${COUNT_REPEATS})), recipient_name, recipient_address, partner_id,
         subject_user_id, subscription_id, content, subject, $2 || substring(message_id from '@.*$'), 'queued', $3::timestamptz
       from letters l where id = $1::int returning id`,
      [letterId, randomUUID(), tx.now],
    );
    if (!again) throw new NotFound();
    await tx.sql(
      'letter_resent_settles',
      `update letters set settled_at = $2::timestamptz, settled_by_name = $3
       where id = $1::int and status in ('failed', 'unknown') and settled_at is null`,
      [letterId, tx.now, scope.actor.name],
    );
    await tx.enqueue('send-letter', { letterId: again.id }, { singletonKey: String(again.id) });
    await tx.audit({
      action: 'letter.resent',
      subject: `письмо № ${letterId} «${LETTER_TEMPLATES[letter.template]}» для ${letter.recipient}`,
      partnerId: letter.partner_id,
      after: { letter: again.id },
    });
    return again.id;
  });
}
