import { createHash } from 'node:crypto';
import type { Request } from 'express';
import session, { type Session, type SessionData } from 'express-session';
import { type LoadedSession, loadSession } from '#src/accounts/accounts.queries.ts';
import { plainAddress, sessionEnd, TOUCH_EVERY } from '#src/accounts/accounts.rules.ts';
import type { Account } from '#src/accounts/accounts.types.ts';
import type { Portal } from '#src/platform/scope.ts';

/** All that a session says about a person. */
export interface SessionUser {
  readonly id: number;
  readonly version: number;
}

declare module 'express-session' {
  interface SessionData {
    passport: { user?: SessionUser };
  }
}

type Done<T = undefined> = (error?: unknown, value?: T) => void;

/** What `get` brought, beside the session that was made of it: never compared, never written back. */
const loaded = new WeakMap<object, LoadedSession>();

/** The account that came with the session; undefined when nobody is logged on. */
export const accountOf = (of: object | undefined): Account | undefined => (of && loaded.get(of)?.account) ?? undefined;

/** The name under which a session is kept: the cookie's id itself stands in no table. */
export const sessionKey = (cookieId: string): string => createHash('sha256').update(cookieId).digest('hex');

/**
 * Sessions in PostgreSQL. Reading one is a single statement that also brings the account; a session that is only read
 * is written at most every five minutes; one that ended meanwhile is not brought back by a request still under way.
 */
export class SessionStore extends session.Store {
  readonly #portal: Portal;

  constructor(portal: Portal) {
    super();
    this.#portal = portal;
  }

  override get(cookieId: string, done: (error: unknown, data?: SessionData | null) => void): void {
    loadSession(this.#portal.sql, sessionKey(cookieId), this.#now()).then(
      (row) => done(null, row && dataOf(row)),
      (error: unknown) => done(error),
    );
  }

  override createSession(req: Request, data: SessionData): Session & SessionData {
    const made = super.createSession(req, data);
    const row = loaded.get(data);
    if (row) loaded.set(made, row);
    return made;
  }

  override set(cookieId: string, data: SessionData, done: Done = () => {}): void {
    settle(this.#save(sessionKey(cookieId), data), done);
  }

  override touch(cookieId: string, data: SessionData, done: Done = () => {}): void {
    const row = loaded.get(data);
    const isFresh = !row || this.#now().getTime() - row.lastSeenAt.getTime() < TOUCH_EVERY;
    // An answer that failed has waited for the database already: nobody is made to wait for it twice.
    if (isFresh || hasFailed(data)) done();
    else settle(this.#save(sessionKey(cookieId), data), done);
  }

  override destroy(cookieId: string, done: Done = () => {}): void {
    settle(this.#portal.sql('session_delete', 'delete from sessions where id = $1', [sessionKey(cookieId)]), done);
  }

  #save(id: string, data: SessionData): Promise<unknown> {
    const row = loaded.get(data);
    return row?.id === id ? this.#update(row, data) : this.#insert(id, data);
  }

  #update(row: LoadedSession, data: SessionData): Promise<unknown> {
    const now = this.#now();
    // Never backwards: the demo's clock may have been moved, and the session with it, since this request read it.
    return this.#portal.sql(
      'session_update',
      `update sessions set return_to = $2, factor_at = greatest(factor_at, $5::timestamptz), last_seen_at = greatest(last_seen_at, $3::timestamptz),
         expires_at = greatest(expires_at, $4::timestamptz) where id = $1`,
      [row.id, data.returnTo, now, sessionEnd(row.account?.viewing?.role ?? row.account?.role ?? null, row.createdAt, now), factorAt(data)],
    );
  }

  #insert(id: string, data: SessionData): Promise<unknown> {
    const now = this.#now();
    const req = requestOf(data);
    const user = data.passport?.user;
    return this.#portal.sql(
      'session_insert',
      `insert into sessions (id, user_id, version, return_to, address, user_agent, created_at, last_seen_at, expires_at, factor_at)
       values ($1, $2::int, $3::int, $4, $5, $6, $7::timestamptz, $7::timestamptz, $8::timestamptz, $9::timestamptz)
       on conflict (id) do update set user_id = excluded.user_id, version = excluded.version, return_to = excluded.return_to,
         factor_at = excluded.factor_at`,
      [
        id,
        user?.id,
        user?.version,
        data.returnTo,
        req?.ip && plainAddress(req.ip),
        req?.get('user-agent')?.slice(0, 300),
        now,
        sessionEnd((user && req?.user?.role) ?? null, now, now),
        factorAt(data),
      ],
    );
  }

  #now(): Date {
    return this.#portal.clock.now();
  }
}

/** The data of a stored session; its cookie was set when it began and is not sent again. */
function dataOf(row: LoadedSession): SessionData {
  const data = { cookie: { originalMaxAge: null } } as SessionData;
  if (row.returnTo) data.returnTo = row.returnTo;
  if (row.factorAt) data.factorAt = row.factorAt.toISOString();
  if (row.account) data.passport = { user: { id: row.account.userId, version: row.account.sessionVersion } };
  loaded.set(data, row);
  return data;
}

/** Sessions carry their request, which their declared type does not tell. */
const requestOf = (data: SessionData): Request | undefined => (data as { req?: Request }).req;

const hasFailed = (data: SessionData): boolean => (requestOf(data)?.res?.statusCode ?? 200) >= 500;

function settle(work: Promise<unknown>, done: Done): void {
  work.then(
    () => done(),
    (error: unknown) => done(error),
  );
}

/** When the second factor was last proved; the session keeps it as text. */
const factorAt = (data: SessionData): Date | null => (data.factorAt ? new Date(data.factorAt) : null);
