import { createHash, randomInt } from 'node:crypto';
import type { Sql } from '#src/platform/db/sql.ts';
import type { Scope, Tx } from '#src/platform/scope.ts';

const RECOVERY_CODES = 10;
/** Signs that are not taken for one another on paper. */
const READABLE = 'abcdefghkmnpqrstuvwxyz23456789';

/** Is this one of the recovery codes not used yet? Uses it up. */
export async function useRecoveryCode(scope: Scope, userId: number, code: string): Promise<boolean> {
  const claimed = await scope.portal.sql(
    'recovery_code_use',
    'update recovery_codes set used_at = $3::timestamptz where user_id = $1::int and code_hash = $2 and used_at is null returning id',
    [userId, digest(userId, code), scope.portal.clock.now()],
  );
  return claimed.length > 0;
}

/** Recovery codes a person has left. */
export async function recoveryCodesLeft(sql: Sql, userId: number): Promise<number> {
  const [row] = await sql<{ count: number }>(
    'recovery_codes_left',
    'select count(*)::int as count from recovery_codes where user_id = $1::int and used_at is null',
    [userId],
  );
  return row?.count ?? 0;
}

/** Ten new ones, the old ones stop working. @returns them as they are shown, this once */
export async function newRecoveryCodes(tx: Tx, userId: number): Promise<string[]> {
  const group = () => Array.from({ length: 5 }, () => READABLE[randomInt(READABLE.length)]).join('');
  const codes = Array.from({ length: RECOVERY_CODES }, () => `${group()}-${group()}`);
  await tx.sql('recovery_codes_clear', 'delete from recovery_codes where user_id = $1::int', [userId]);
  await tx.sql('recovery_codes_add', 'insert into recovery_codes (user_id, code_hash) select $1::int, unnest($2::text[])', [
    userId,
    codes.map((code) => digest(userId, code)),
  ]);
  return codes;
}

/** 50 random bits need no slow hash; the dash and the case do not matter. */
const digest = (userId: number, code: string) =>
  createHash('sha256')
    .update(`${userId}|${code.toLowerCase().replace(/[^a-z0-9]/g, '')}`)
    .digest('hex');
