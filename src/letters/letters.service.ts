import { randomUUID } from 'node:crypto';
import { checkEmail, cleanEmail } from '#src/lib/email.ts';
import type { Part } from '#src/platform/gathering.ts';
import { insertJobs } from '#src/platform/job-rows.ts';
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
  const [row] = await tx.sql<{ id: number }>('letter_queue', insertLetters('$1::jsonb', '$2'), [
    JSON.stringify([checkedRow(tx, request)]),
    tx.now,
  ]);
  if (!row) return null;
  await tx.enqueue('send-letter', { letterId: row.id }, { singletonKey: String(row.id) });
  return row.id;
}

/** The same for letters whose ids nobody needs: they are written with all else that the command gathers. */
export async function queueLetters(tx: Tx, requests: readonly LetterRequest[]): Promise<void> {
  tx.gather(
    LETTERS,
    requests.map((request) => checkedRow(tx, request)),
  );
}

const LETTERS: Part<LetterRow> = {
  name: 'letters_sent',
  first: { letters_written: (rows) => insertLetters(rows, '$1') },
  text: () =>
    insertJobs(
      `(select 'send-letter' as name, jsonb_build_object('letterId', id) as data, id::text as singleton_key from letters_written)`,
    ),
};

type LetterRow = ReturnType<typeof letterRow>;

function checkedRow(tx: Tx, request: LetterRequest): LetterRow {
  const address = cleanEmail(request.to.address);
  if (checkEmail(address) !== null) throw new Error(`Letter ${request.cause}: the recipient is not one mail address`);
  checkLetter(request.content, tx.scope.portal.config.portalUrl);
  return letterRow(new URL(tx.scope.portal.config.portalUrl).hostname, request);
}

function letterRow(host: string, { template, cause, to, partnerId, content, ...about }: LetterRequest) {
  return {
    ...{ template, cause, name: oneLine(to.name), address: cleanEmail(to.address), partner_id: partnerId },
    ...{ content, subject: oneLine(content.subject), message_id: `${randomUUID()}@${host}` },
    ...{ subject_user_id: about.subjectUserId, subscription_id: about.subscriptionId },
    user_id: canBeMuted(template) ? about.userId : null,
  };
}

const insertLetters = (rows: string, now: string) =>
  `insert into letters (template, cause, recipient_name, recipient_address, partner_id, subject_user_id, subscription_id, content, subject,
     message_id, status, queued_at)
   select template, cause, name, address, partner_id, subject_user_id, subscription_id, content, subject, message_id, 'queued', ${now}::timestamptz
   from jsonb_to_recordset(${rows}) as l(template text, cause text, name text, address text, partner_id int, subject_user_id int,
     subscription_id int, content jsonb, subject text, message_id text, user_id int)
   where not coalesce((select l.template = any(u.muted_letters) from users u where u.id = l.user_id), false)
   on conflict (cause, recipient_address) do nothing returning id`;

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
  const rows = requests.map((request) => letterRow(host, request));
  const written = await tx.sql<{ id: number }>('letters_queue_many', insertLetters('$1::jsonb', '$2'), [JSON.stringify(rows), tx.now]);
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

/** Header text: control characters become spaces, so a name can't open a header of its own. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
}
