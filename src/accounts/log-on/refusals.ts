import type { Request } from 'express';
import { command } from '#src/platform/command.ts';
import { safePath } from '#src/platform/http/request-log.ts';
import { countTry, networkOf, type ThrottleRule, throttleKey } from './throttle.service.ts';

/** Refusals of one person or network that are written down in a quarter of an hour: a flood must not fill the journal. */
const PER_PERSON: ThrottleRule = { max: 20, window: 900, wait: 900, growth: 1 };

/** Writes a 403 into the journal: who, from where, what was tried (also a form without its token). */
export async function noteRefusal(req: Request): Promise<void> {
  const { scope, method } = req;
  if (!scope || scope.actor.isReadOnly) return; // who only looks as a partner changes nothing, the journal neither
  const who = scope.actor.userId === null ? networkOf(scope.address) : scope.actor.userId;
  const { isAdmitted } = await countTry(scope, throttleKey('refused', who), PER_PERSON);
  if (!isAdmitted) return;
  await command(scope, { action: 'access.refuse' }, (tx) =>
    tx.audit({
      action: 'access.refused',
      subject: `${method} ${safePath(req.originalUrl)}`.slice(0, 200),
      partnerId: scope.actor.partnerId,
    }),
  );
}
