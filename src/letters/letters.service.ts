import { randomUUID } from 'node:crypto';
import { checkEmail, cleanEmail } from '#src/lib/email.ts';
import type { Tx } from '#src/platform/scope.ts';
import { checkLetter } from './letters.render.ts';
import { canBeMuted } from './letters.rules.ts';
import type { LetterRequest } from './letters.types.ts';

/**
 * Writes a letter in the transaction of its cause and queues its sending (product rule §13).
 * The same (cause, recipient) again, or a template the recipient has muted, writes nothing.
 * @returns the letter's id, null when nothing was written
 * @throws Error when the address is not one mailbox (forms check it long before), or a link leads off the portal
 */
export async function queueLetter(tx: Tx, request: LetterRequest): Promise<number | null> {
  const address = cleanEmail(request.to.address);
  if (checkEmail(address) !== null) throw new Error(`Letter ${request.cause}: the recipient is not one mail address`);
  const { portalUrl } = tx.scope.portal.config;
  checkLetter(request.content, portalUrl);
  const [row] = await tx.sql<{ id: number }>(
    'letter_queue',
    `insert into letters (template, cause, recipient_name, recipient_address, partner_id, subject_user_id, subscription_id,
       content, subject, message_id, status, queued_at)
     select $1, $2, $3, $4, $5::int, $6::int, $7::int, $8::jsonb, $9, $10, 'queued', $11::timestamptz
     where not exists (select 1 from users where id = $12::int and $1 = any(muted_letters))
     on conflict (cause, recipient_address) do nothing
     returning id`,
    [
      request.template,
      request.cause,
      oneLine(request.to.name),
      address,
      request.partnerId,
      request.subjectUserId ?? null,
      request.subscriptionId ?? null,
      JSON.stringify(request.content),
      oneLine(request.content.subject),
      `${randomUUID()}@${new URL(portalUrl).hostname}`,
      tx.now,
      canBeMuted(request.template) ? (request.userId ?? null) : null,
    ],
  );
  if (!row) return null;
  await tx.enqueue('send-letter', { letterId: row.id }, { singletonKey: String(row.id) });
  return row.id;
}

/** Letters written by one statement and sent by one job at most. */
const BUNDLE = 100;

/**
 * The same for very many letters at once, such as those of a month close: a statement and a job per hundred.
 * For letters without secrets whose addresses are those of users, and whose contents are drawn by `queueLetter` elsewhere:
 * neither is tried beforehand. The contents are let go of as they are written.
 */
export async function queueManyLetters(tx: Tx, requests: Iterable<LetterRequest>): Promise<void> {
  for (const bundle of bundlesOf(requests)) {
    const letterIds = await writeLetters(tx, bundle);
    if (letterIds.length > 0) await tx.enqueue('send-letters', { letterIds });
  }
}

async function writeLetters(tx: Tx, requests: readonly LetterRequest[]): Promise<number[]> {
  const host = new URL(tx.scope.portal.config.portalUrl).hostname;
  const rows = requests.map(({ template, cause, to, partnerId, content, ...about }) => ({
    ...{ template, cause, name: oneLine(to.name), address: cleanEmail(to.address), partner_id: partnerId },
    ...{ content, subject: oneLine(content.subject), message_id: `${randomUUID()}@${host}` },
    ...{ subscription_id: about.subscriptionId, user_id: canBeMuted(template) ? about.userId : null },
  }));
  const written = await tx.sql<{ id: number }>(
    'letters_queue_many',
    `insert into letters (template, cause, recipient_name, recipient_address, partner_id, subscription_id, content, subject, message_id, status, queued_at)
     select template, cause, name, address, partner_id, subscription_id, content, subject, message_id, 'queued', $2::timestamptz
     from jsonb_to_recordset($1::jsonb) as l(template text, cause text, name text, address text, partner_id int, subscription_id int,
       content jsonb, subject text, message_id text, user_id int)
     where not exists (select 1 from users u where u.id = l.user_id and l.template = any(u.muted_letters))
     on conflict (cause, recipient_address) do nothing returning id`,
    [JSON.stringify(rows), tx.now],
  );
  return written.map(({ id }) => id);
}

function* bundlesOf<T>(items: Iterable<T>): Generator<T[]> {
  let bundle: T[] = [];
  for (const item of items) {
    bundle.push(item);
    if (bundle.length < BUNDLE) continue;
    yield bundle;
    bundle = [];
  }
  if (bundle.length > 0) yield bundle;
}

/** The same for several letters of one cause, in order. */
export async function queueLetters(tx: Tx, requests: readonly LetterRequest[]): Promise<void> {
  for (const request of requests) await queueLetter(tx, request);
}

/** Header text: control characters become spaces, so a name can't open a header of its own. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
}
