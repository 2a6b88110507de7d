import { parseArgs } from 'node:util';
import { cleanLine } from '#src/lib/clean-text.ts';
import { checkEmail } from '#src/lib/email.ts';
import type { Role } from '#src/platform/actor.ts';
import { command } from '#src/platform/command.ts';
import { type Portal, systemScope, type Tx } from '#src/platform/scope.ts';
import { isOfCustomer, ROLES } from './accounts.rules.ts';
import { createUser, makeStartPassword } from './users.service.ts';

/** Thrown when the command line can't be carried out; the message says what to change. */
export class UsageError extends Error {}

const USAGE = 'create-user --login LOGIN --email ADDRESS --name "NAME" --role ROLE [--phone PHONE] [--partner CODE]';

/**
 * `npm run admin -- create-user …`: makes a person and a one-time start password.
 * @returns the text to print; the password in it is shown this once
 * @throws UsageError with a sentence
 */
export async function createUserVerb(portal: Portal, args: string[]): Promise<string> {
  const given = read(args);
  const lines: string[] = [];
  await command(systemScope(portal, 'cli'), { action: 'user.create' }, async (tx) => {
    const partnerId = given.partner ? await partnerIdOf(tx, given.partner) : null;
    const { id, login } = await createUser(tx, { ...given, partnerId, customerId: null });
    const start = await makeStartPassword(tx, id);
    lines.splice(0, lines.length, `login:    ${login}`, `password: ${start?.password ?? '—'}`);
  });
  return [...lines, 'One-time, valid 14 days; shown only here.', `Log on at ${portal.config.portalUrl}/Account/LogOn`].join('\n');
}

function read(args: string[]) {
  const text = { type: 'string' } as const;
  const options = { login: text, email: text, name: text, role: text, phone: text, partner: text };
  const { login, email, name, role, phone, partner } = parsed(() => parseArgs({ args, options, strict: true }).values);
  if (!email || !name || !role) throw new UsageError(USAGE);
  if (checkEmail(email) !== null) throw new UsageError(`--email ${email}: not a mail address`);
  const known = ROLES.find((one) => one === role);
  if (!known || isOfCustomer(known)) throw new UsageError(`--role: one of ${ROLES.filter((one) => !isOfCustomer(one)).join(', ')}`);
  if (isOfPartner(known) !== Boolean(partner)) throw new UsageError('--partner CODE belongs to partner roles, and only to them');
  return { login, email, name: cleanLine(name), role: known, phone: phone ?? null, partner };
}

const isOfPartner = (role: Role) => role.startsWith('partner_');

function parsed<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n${USAGE}`);
  }
}

async function partnerIdOf(tx: Tx, code: string): Promise<number> {
  const partner = await tx.db.partner.findUnique({ where: { code: code.toLowerCase() }, select: { id: true } });
  if (!partner) throw new UsageError(`--partner ${code}: no such partner`);
  return partner.id;
}
