import type { Viewing } from '#src/accounts/accounts.types.ts';
import { command } from '#src/platform/command.ts';
import { NotFound } from '#src/platform/errors.ts';
import type { Scope, Tx } from '#src/platform/scope.ts';

/**
 * «Посмотреть как партнёр»: from the next request on this session sees what the partner's head sees, and changes nothing.
 * @throws NotFound for a partner there is not, or a session that is over
 */
export function startViewing(scope: Scope, sessionId: string, partnerId: number): Promise<void> {
  return command(scope, { action: 'view.start' }, async (tx) => {
    await setViewing(tx, sessionId, partnerId);
    await tx.audit({ action: 'view.started', subject: await partnerSubject(tx, partnerId), partnerId });
  });
}

/** Back to one's own pages. The scope is the person's own, not the partner's. */
export function endViewing(scope: Scope, sessionId: string, { partnerId }: Viewing): Promise<void> {
  return command(scope, { action: 'view.end' }, async (tx) => {
    await setViewing(tx, sessionId, null);
    await tx.audit({ action: 'view.ended', subject: await partnerSubject(tx, partnerId), partnerId });
  });
}

async function setViewing(tx: Tx, sessionId: string, partnerId: number | null): Promise<void> {
  const changed = await tx.sql(
    'session_viewing',
    'update sessions set viewing_partner_id = $2::int where id = $1 and user_id = $3::int returning id',
    [sessionId, partnerId, tx.scope.actor.userId],
  );
  if (changed.length === 0) throw new NotFound();
}

async function partnerSubject(tx: Tx, partnerId: number): Promise<string> {
  const partner = await tx.db.partner.findUnique({ where: { id: partnerId }, select: { name: true } });
  if (!partner) throw new NotFound();
  return `партнёр ${partner.name}`;
}
