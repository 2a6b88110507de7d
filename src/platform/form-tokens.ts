import type { Transaction } from './db/transaction.ts';
import { BadRequest } from './errors.ts';
import type { Part } from './gathering.ts';
import type { Scope } from './scope.ts';

/** A form being carried out. */
interface Claim {
  readonly token: string;
  readonly action: string;
  readonly now: Date;
}

/** Tells the transaction who acts, and claims the token of the form it came from, if it came from one. @throws Repeated */
export function admit(scope: Scope, transaction: Transaction, claim: Claim | null): Promise<void> {
  return claim ? claimToken(scope, transaction, claim) : setContext(scope, transaction);
}

/** Thrown when a form comes again that had its effect. */
export class Repeated extends Error {
  readonly token: string;

  constructor(token: string) {
    super('the form was sent before');
    this.token = token;
  }
}

/** What a used token has led to. @throws BadRequest when it was used for something else, or by somebody else */
export async function storedResult<T>(scope: Scope, token: string, action: string): Promise<T> {
  const [used] = await scope.portal.sql<{ user_id: number | null; action: string; result: T }>(
    'form_token_used',
    'select user_id, action, result from form_tokens where token = $1',
    [token],
  );
  if (!used || used.user_id !== scope.actor.userId || used.action !== action) throw new BadRequest();
  return used.result;
}

/** Keeps what a token has led to. One row, named by itself: a join with a list of unknown length would read the whole table. */
export const TOKEN_RESULT: Part<{ token: string; result: unknown }> = {
  name: 'token_result',
  text: (rows) => `update form_tokens set result = ${rows} -> 0 -> 'result' where token = ${rows} -> 0 ->> 'token'`,
};

const context = (scope: Scope) => [String(scope.actor.userId ?? ''), scope.requestId];

async function setContext(scope: Scope, { sql }: Transaction): Promise<void> {
  await sql('set_context', `select set_config('portal.actor', $1, true), set_config('portal.request', $2, true)`, context(scope));
}

/** Claims a form token; a concurrent twin waits here until the first commits. @throws Repeated when the token was used before */
async function claimToken(scope: Scope, { sql }: Transaction, { token, action, now }: Claim): Promise<void> {
  const claimed = await sql<{ token: string }>(
    'form_token_claim',
    `with context as (select set_config('portal.actor', $5, true), set_config('portal.request', $6, true))
     insert into form_tokens (token, user_id, action, created_at) select $1, $2::int, $3, $4::timestamptz from context
     on conflict do nothing returning token`,
    [token, scope.actor.userId, action, now, ...context(scope)],
  );
  if (claimed.length === 0) throw new Repeated(token);
}
