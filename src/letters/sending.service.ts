import { command } from '#src/platform/command.ts';
import type { OutgoingMail, SendOutcome } from '#src/platform/mail.ts';
import { type Portal, type Scope, systemScope, type Tx } from '#src/platform/scope.ts';
import { masked, NO_SECRETS, renderLetter } from './letters.render.ts';
import { pauseAfter } from './letters.rules.ts';
import type { LetterContent, SecretMakers } from './letters.types.ts';
import { makeSecrets } from './secrets.ts';

/** How a run of the job ended, for the figures; `idle`: there was nothing to send, or somebody else has the letter. */
export type SendingOutcome = 'sent' | 'refused' | 'failed' | 'unknown' | 'kept' | 'idle';

/**
 * Job `send-letter`: one try to send one letter (product rule §13). Running it twice, or twice at once, does no harm.
 *
 * The order keeps letters from being lost and from being sent twice: reach the server; in one transaction claim the
 * letter, make its secrets and keep the masked copy; hand it over; note the outcome. Killed before the claim is
 * committed, the letter is still queued. Killed after it, nobody can know, and `tendLetters` says so.
 * @throws what the database throws; the letter stays as it was, and the job may run again
 */
export async function sendLetter(portal: Portal, letterId: number, makers: SecretMakers): Promise<SendingOutcome> {
  const scope = systemScope(portal, `letter:${letterId}`);
  const [queued] = await portal.sql<{ attempts: number }>(
    'letter_queued',
    `select attempts from letters where id = $1::int and status = 'queued'`,
    [letterId],
  );
  if (!queued) return 'idle';
  if (!portal.mail) return (await claim(scope, letterId, 'kept', makers)) ? 'kept' : 'idle';
  const session = await portal.mail.open();
  if (session.kind === 'refused') return notReached(scope, letterId, queued.attempts, session.error);
  try {
    const claimed = await claim(scope, letterId, 'sending', makers);
    return claimed ? await settle(scope, letterId, claimed.attempt, await session.send(claimed.mail)) : 'idle';
  } finally {
    session.close();
  }
}

interface Claimed {
  readonly attempt: number;
  readonly mail: OutgoingMail;
}

/** Takes a queued letter for this run alone and composes it. null: no longer queued, or its secrets are no longer wanted. */
async function claim(scope: Scope, letterId: number, status: 'sending' | 'kept', makers: SecretMakers): Promise<Claimed | null> {
  const result: { claimed: Claimed | null } = { claimed: null }; // not the command's answer: it holds secrets
  await command(scope, { action: 'letter.send' }, async (tx) => {
    result.claimed = await claimIn(tx, letterId, status, makers);
  });
  return result.claimed;
}

interface QueuedRow {
  readonly name: string;
  readonly address: string;
  readonly content: LetterContent;
  readonly message_id: string;
  readonly attempt: number;
}

async function claimIn(tx: Tx, letterId: number, status: 'sending' | 'kept', makers: SecretMakers): Promise<Claimed | null> {
  const { mailFrom, isDemo, portalUrl } = tx.scope.portal.config;
  const [row] = await tx.sql<QueuedRow>(
    'letter_claim',
    `select recipient_name as name, recipient_address as address, content, message_id, attempts + 1 as attempt
     from letters where id = $1::int and status = 'queued' for update`,
    [letterId],
  );
  if (!row) return null;
  const isForNobody = status === 'kept' && !isDemo;
  const secrets = isForNobody ? NO_SECRETS : await makeSecrets(tx, row.content, makers);
  if (!secrets) return notWanted(tx, letterId);
  const copy = renderLetter(row.content, portalUrl, status === 'kept' ? secrets : masked(secrets));
  await tx.sql(
    'letter_claimed',
    `update letters set status = $2::letter_status, attempts = $3, last_tried_at = $4::timestamptz, text = $5, html = $6, last_error = null
     where id = $1::int`,
    [letterId, status, row.attempt, tx.now, copy.text, copy.html],
  );
  const { name, address, message_id: messageId } = row;
  const letter = renderLetter(row.content, portalUrl, secrets);
  return { attempt: row.attempt, mail: { ...letter, messageId, from: mailFrom, to: { name, address }, date: tx.now } };
}

async function notWanted(tx: Tx, letterId: number): Promise<null> {
  await tx.sql('letter_not_wanted', `update letters set status = 'failed', last_error = $2 where id = $1::int`, [
    letterId,
    'Не отправлено: данные для входа больше не нужны, пользователь отключён или уже задал свой пароль.',
  ]);
  return null;
}

/** The server could not be reached: the letter was not touched, so it stays queued and waits longer than the last time. */
function notReached(scope: Scope, letterId: number, attemptsSeen: number, error: string): Promise<SendingOutcome> {
  return command(scope, { action: 'letter.wait' }, async (tx) => {
    const [row] = await tx.sql<{ attempts: number }>(
      'letter_not_reached',
      `update letters set attempts = attempts + 1, last_tried_at = $3::timestamptz
       where id = $1::int and attempts = $2::int and status = 'queued' returning attempts`,
      [letterId, attemptsSeen, tx.now],
    );
    return row ? waitOrFail(tx, letterId, row.attempts, error) : 'idle';
  });
}

/** Notes how the try ended. A late "sent" also corrects "unknown": the process was frozen, not dead. */
function settle(scope: Scope, letterId: number, attempt: number, outcome: SendOutcome): Promise<SendingOutcome> {
  return command(scope, { action: 'letter.settle' }, async (tx) => {
    const [row] = await tx.sql<{ id: number }>(
      'letter_settle',
      `select id from letters where id = $1::int and attempts = $2::int and (status = 'sending' or (status = 'unknown' and $3)) for update`,
      [letterId, attempt, outcome.kind === 'sent'],
    );
    if (!row) return 'idle';
    if (outcome.kind === 'refused')
      return outcome.isFinal ? fail(tx, letterId, outcome.error) : waitOrFail(tx, letterId, attempt, outcome.error);
    await tx.sql(
      'letter_settled',
      `update letters set status = $2::letter_status, last_error = $3, sent_at = case when $2 = 'sent' then $4::timestamptz end where id = $1::int`,
      [letterId, outcome.kind, outcome.kind === 'unknown' ? outcome.error : null, tx.now],
    );
    return outcome.kind;
  });
}

async function waitOrFail(tx: Tx, letterId: number, attempts: number, error: string): Promise<SendingOutcome> {
  const pause = pauseAfter(attempts);
  if (pause === null) return fail(tx, letterId, error);
  await tx.sql('letter_waits', `update letters set status = 'queued', last_error = $2 where id = $1::int`, [letterId, error]);
  await tx.enqueue('send-letter', { letterId }, { startAfter: pause, singletonKey: String(letterId) });
  return 'refused';
}

async function fail(tx: Tx, letterId: number, error: string): Promise<SendingOutcome> {
  await tx.sql('letter_failed', `update letters set status = 'failed', last_error = $2 where id = $1::int`, [letterId, error]);
  return 'failed';
}
