import { lockCredit } from '#src/credit/credit.service.ts';
import { command } from '#src/platform/command.ts';
import { Conflict } from '#src/platform/errors.ts';
import type { Scope } from '#src/platform/scope.ts';
import { promiseRight } from './promises.queries.ts';
import { quarterOf } from './promises.rules.ts';

/**
 * Staff allow one more promise in this quarter. @throws Conflict while the partner has one left; NotFound for no such partner
 */
export function grantPromise(scope: Scope, partnerId: number, reason: string, token: string): Promise<{ partnerId: number }> {
  return command(scope, { action: 'promise.grant', token }, async (tx) => {
    await lockCredit(tx, partnerId);
    const quarter = quarterOf(tx.today);
    if ((await promiseRight(tx.sql, partnerId, quarter)).left > 0) throw new Conflict('У партнёра ещё есть обещание в этом квартале.');
    const { userId: byId, name: byName } = tx.scope.actor;
    await tx.db.promiseGrant.create({ data: { partnerId, quarter: new Date(quarter), reason, at: tx.now, byId, byName } });
    await tx.audit({ action: 'promise.granted', subject: 'обещанный платёж', partnerId, after: { reason } });
    return { partnerId };
  });
}
