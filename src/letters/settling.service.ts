import { command } from '#src/platform/command.ts';
import { Conflict } from '#src/platform/errors.ts';
import type { Scope } from '#src/platform/scope.ts';

/**
 * «Разобрано»: letters that did not arrive and need nobody any more; they stay in the list but are counted nowhere.
 * Those among `ids` that arrived, are on their way or were settled before are left as they are.
 * @returns how many were settled
 * @throws Conflict when none of them was to be settled
 */
export function settleLetters(scope: Scope, ids: readonly number[], token: string): Promise<number> {
  return turn(scope, ids, token, {
    action: 'letter.settle',
    noted: 'letter.settled',
    sql: `update letters set settled_by_name = $2, settled_at = $3::timestamptz
      where id = any($1::int[]) and status in ('failed', 'unknown') and settled_at is null returning id`,
    isKept: true,
  });
}

/** The way back from `settleLetters`: the letters need somebody again. @throws Conflict when none of them was settled */
export function unsettleLetters(scope: Scope, ids: readonly number[], token: string): Promise<number> {
  return turn(scope, ids, token, {
    action: 'letter.unsettle',
    noted: 'letter.unsettled',
    sql: `update letters set settled_at = null, settled_by_name = null
      where id = any($1::int[]) and settled_at is not null returning id`,
    isKept: false,
  });
}

interface Turn {
  readonly action: string;
  readonly noted: string;
  /** $1 ids · $2 who and $3 when, where that is kept. */
  readonly sql: string;
  readonly isKept: boolean;
}

function turn(scope: Scope, ids: readonly number[], token: string, { action, noted, sql, isKept }: Turn): Promise<number> {
  return command(scope, { action, token }, async (tx) => {
    const turned = await tx.sql<{ id: number }>(noted, sql, isKept ? [ids, scope.actor.name, tx.now] : [ids]);
    if (turned.length === 0) throw new Conflict('Эти письма уже отметили: проверьте их состояние.');
    const numbers = turned.map(({ id }) => id).sort((a, b) => a - b);
    await tx.audit({ action: noted, subject: `писем: ${numbers.length}`, after: { letters: numbers.join(', ') } });
    return numbers.length;
  });
}
