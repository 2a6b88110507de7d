import { createHash } from 'node:crypto';
import type { Account } from '#src/accounts/accounts.types.ts';
import { checkCurrent } from '#src/accounts/passwords/password.service.ts';
import { queueLetter } from '#src/letters/letters.service.ts';
import type { LetterContent } from '#src/letters/letters.types.ts';
import { command } from '#src/platform/command.ts';
import { ChangedMeanwhile, Conflict, NotFound } from '#src/platform/errors.ts';
import type { Scope, Tx } from '#src/platform/scope.ts';
import { confirmEmail, emailChanged, emailGiven } from './person.letters.ts';

/** Who somebody is and how they are reached. */
export interface Details {
  readonly name: string;
  readonly email: string;
  /** E.164 with `;ext=` for an extension. */
  readonly phone: string | null;
}

/** Whose users: of a partner (or of MONT, null), of its customer (or its own people, null). */
export interface Belonging {
  readonly partnerId: number | null;
  readonly customerId: number | null;
}

interface Person extends Details {
  readonly id: number;
  readonly login: string;
  readonly partnerId: number | null;
}

/** Marks what a form was filled with: two people who change the same person never overwrite each other. */
export const seenMark = ({ name, email, phone }: Details): string =>
  createHash('sha256')
    .update(JSON.stringify([name, email, phone]))
    .digest('base64url')
    .slice(0, 22);

const LINK_HOURS = 24;

/** A user of those named. @throws NotFound for anybody else */
export async function personIn({ portal }: Scope, of: Belonging, id: number): Promise<Person> {
  const [row] = await portal.sql<Person>(
    'person',
    `${PERSON} and partner_id is not distinct from $2::int and customer_id is not distinct from $3::int`,
    [id, of.partnerId, of.customerId],
  );
  if (!row) throw new NotFound();
  return row;
}

const PERSON = `select id, login, name, email, phone, partner_id as "partnerId" from users where id = $1::int`;

/** @throws NotFound */
async function lockPerson(tx: Tx, id: number): Promise<Person> {
  const [person] = await tx.sql<Person>('person_lock', `${PERSON} for update`, [id]);
  if (!person) throw new NotFound();
  return person;
}

/** Locked as it was shown; a repeat of the same change finds it done. */
async function lock(tx: Tx, id: number, seen: string, wanted: Details): Promise<Person> {
  const person = await lockPerson(tx, id);
  const now = seenMark(person);
  if (now !== seen && now !== seenMark(wanted)) throw new ChangedMeanwhile();
  return person;
}

/**
 * One's own name and phone at once; a new e-mail asks the password and counts when the link sent there is followed (product rule §3).
 * @returns the address the link went to, null when the e-mail stays
 * @throws Invalid `{ current }` for a wrong password; ChangedMeanwhile when somebody changed the person; TooMany
 */
export async function changeOwnDetails(
  scope: Scope,
  account: Account,
  { current, seen, ...details }: Details & { readonly current: string; readonly seen: string },
): Promise<string | null> {
  const isNewEmail = details.email !== account.email.toLowerCase();
  if (isNewEmail) await checkCurrent(scope, account, current);
  await command(scope, { action: 'user.details' }, async (tx) => {
    const person = await lock(tx, account.userId, seen, { ...details, email: account.email });
    await write(tx, person, { ...details, email: person.email });
    if (isNewEmail) await askForEmail(tx, person, details.email);
  });
  return isNewEmail ? details.email : null;
}

async function askForEmail(tx: Tx, person: Person, email: string): Promise<void> {
  await tx.sql(
    'email_ask',
    `insert into email_changes (user_id, email, asked_at) values ($1::int, $2, $3::timestamptz)
     on conflict (user_id) do update set email = excluded.email, asked_at = excluded.asked_at`,
    [person.id, email, tx.now],
  );
  const mark = tx.scope.portal.config.keys.sign('e-mail', signedText(person.id, email, tx.now));
  await tell(tx, person, email, 'asked', confirmEmail(person, `/Account/Email/${mark}`, LINK_HOURS));
}

const signedText = (userId: number, email: string, askedAt: Date): string => `${userId}|${email}|${askedAt.toISOString()}`;

/** The e-mail that waits for its link; null when none does. */
export async function waitingEmail({ portal }: Scope, userId: number): Promise<{ email: string; askedAt: Date } | null> {
  const since = new Date(portal.clock.now().getTime() - LINK_HOURS * 3_600_000);
  const [row] = await portal.sql<{ email: string; askedAt: Date }>(
    'email_waiting',
    'select email, asked_at as "askedAt" from email_changes where user_id = $1::int and asked_at > $2::timestamptz',
    [userId, since],
  );
  return row ?? null;
}

/** The e-mail a link is about, for the person it was sent for. @throws NotFound when it is over, used or somebody else's */
export async function emailOfLink(scope: Scope, account: Account, mark: string): Promise<string> {
  const waiting = await waitingEmail(scope, account.userId);
  const text = waiting && signedText(account.userId, waiting.email, waiting.askedAt);
  if (!waiting || !text || !scope.portal.config.keys.isSigned('e-mail', text, mark)) throw new NotFound();
  return waiting.email;
}

/** The link was followed: the new e-mail counts, the old mailbox is told and its links end. @throws NotFound */
export async function confirmOwnEmail(scope: Scope, account: Account, mark: string): Promise<void> {
  const email = await emailOfLink(scope, account, mark);
  await command(scope, { action: 'user.email' }, async (tx) => {
    const person = await lockPerson(tx, account.userId);
    await write(tx, person, { ...person, email });
    await tell(tx, person, person.email, 'changed', emailChanged(person, email, null));
  });
}

/**
 * Changes another person's details at once; the old and the new mailbox are told of a new e-mail, and by whom.
 * @throws NotFound; Conflict for oneself; ChangedMeanwhile when somebody changed the person
 */
export async function changeDetails(scope: Scope, of: Belonging, id: number, input: Details & { readonly seen: string }): Promise<void> {
  if (id === scope.actor.userId) throw new Conflict('Свои данные меняют на странице «Мои данные».');
  await personIn(scope, of, id);
  await command(scope, { action: 'user.details' }, async (tx) => {
    const { seen, ...details } = input;
    const person = await lock(tx, id, seen, details);
    await write(tx, person, details);
    if (details.email === person.email) return;
    await tell(tx, person, person.email, 'changed', emailChanged(person, details.email, scope.actor.name));
    await tell(tx, { ...person, ...details }, details.email, 'given', emailGiven({ ...person, ...details }, scope.actor.name));
  });
}

async function write(tx: Tx, person: Person, { name, email, phone }: Details): Promise<void> {
  const before = { name: person.name, email: person.email, phone: person.phone };
  const after = { name, email, phone };
  if (seenMark(before) === seenMark(after)) return;
  await tx.sql('person_write', 'update users set name = $2, email = $3, phone = $4 where id = $1::int', [person.id, name, email, phone]);
  if (email !== person.email) {
    await tx.sql('email_forget', 'delete from email_changes where user_id = $1::int', [person.id]);
    await tx.sql('links_end', 'update password_tokens set used_at = $2::timestamptz where user_id = $1::int and used_at is null', [
      person.id,
      tx.now,
    ]);
  }
  await tx.audit({ action: 'user.updated', subject: `пользователь ${person.login}`, partnerId: person.partnerId, before, after });
}

async function tell(tx: Tx, person: Person, address: string, what: string, content: LetterContent): Promise<void> {
  await queueLetter(tx, {
    template: 'email-changed',
    cause: `user:${person.id}:email-${what}:${tx.now.toISOString()}`,
    to: { name: person.name, address },
    partnerId: person.partnerId,
    userId: person.id,
    content,
  });
}
