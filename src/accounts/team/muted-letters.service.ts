import type { LetterTemplate } from '#src/letters/letters.rules.ts';
import { command } from '#src/platform/command.ts';
import { NotFound } from '#src/platform/errors.ts';
import type { Scope } from '#src/platform/scope.ts';
import { subjectOf } from './locked-colleague.service.ts';
import { type Circle, mutedNow } from './team.rules.ts';

/**
 * Keeps which letters each person does without: what was changed against `seen`, so that a colleague's choice of meanwhile stays. Only
 * those whose choice changed are written.
 */
export function muteLetters(
  scope: Scope,
  circle: Circle,
  muted: ReadonlyMap<number, readonly LetterTemplate[]>,
  seen: ReadonlyMap<number, readonly string[]>,
): Promise<number> {
  return command(scope, { action: 'user.letters' }, async (tx) => {
    let changed = 0;
    for (const [id, sent] of muted) {
      const [before] = await tx.sql<{ login: string; muted: LetterTemplate[] }>(
        'muted_lock',
        `select login, muted_letters as muted from users where id = $1::int and partner_id is not distinct from $2::int and customer_id is null for update`,
        [id, circle.partnerId],
      );
      if (!before) throw new NotFound();
      const templates = mutedNow(before.muted, sent, seen.get(id) ?? before.muted);
      if (sameSet(before.muted, templates)) continue;
      await tx.sql('muted_write', 'update users set muted_letters = $2::text[] where id = $1::int', [id, templates]);
      const after = { mutedLetters: templates };
      await tx.audit({
        action: 'user.letters-changed',
        subject: subjectOf(before),
        partnerId: circle.partnerId,
        before: { mutedLetters: before.muted },
        after,
      });
      changed++;
    }
    return changed;
  });
}

const sameSet = (a: readonly string[], b: readonly string[]) => a.length === b.length && a.every((one) => b.includes(one));
