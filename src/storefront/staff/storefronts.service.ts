import type { LetterTemplate } from '#src/letters/letters.rules.ts';
import { queueLetters } from '#src/letters/letters.service.ts';
import type { LetterContent } from '#src/letters/letters.types.ts';
import { partnerRecipients } from '#src/partners/recipients.queries.ts';
import { command } from '#src/platform/command.ts';
import { Conflict } from '#src/platform/errors.ts';
import type { Scope, Tx } from '#src/platform/scope.ts';
import { lockOwn } from '../settings/settings.service.ts';
import { turnedOff, turnedOn } from '../storefront.letters.ts';

/** MONT switches a storefront off; nobody sees it until MONT switches it on again. @throws NotFound; Conflict when it is off already */
export function turnOff(scope: Scope, partnerId: number, reason: string, token: string): Promise<void> {
  return command(scope, { action: 'storefront.turn-off', token }, async (tx) => {
    const own = await lockOwn(tx, partnerId);
    if (own.turnedOffAt) throw new Conflict('Эту витрину уже выключили.');
    await write(tx, partnerId, {
      turnedOffAt: tx.now,
      turnedOffById: scope.actor.userId,
      turnedOffBy: scope.actor.name,
      turnOffReason: reason,
    });
    await tx.audit({ action: 'storefront.turned-off', subject: `витрина ${own.code}`, partnerId, after: { reason } });
    await tell(tx, partnerId, 'storefront-turned-off', turnedOff({ name: own.name, reason }));
  });
}

/** Gives it back to its partner, as open or closed as that has it. @throws NotFound; Conflict when it is not off */
export function turnOn(scope: Scope, partnerId: number, token: string): Promise<void> {
  return command(scope, { action: 'storefront.turn-on', token }, async (tx) => {
    const own = await lockOwn(tx, partnerId);
    if (!own.turnedOffAt) throw new Conflict('Эту витрину уже включили.');
    await write(tx, partnerId, { turnedOffAt: null, turnedOffById: null, turnedOffBy: null, turnOffReason: null });
    await tx.audit({ action: 'storefront.turned-on', subject: `витрина ${own.code}`, partnerId, before: { reason: own.turnOffReason } });
    await tell(tx, partnerId, 'storefront-turned-on', turnedOn({ name: own.name, isOn: own.isOn }));
  });
}

interface Switch {
  readonly turnedOffAt: Date | null;
  readonly turnedOffById: number | null;
  readonly turnedOffBy: string | null;
  readonly turnOffReason: string | null;
}

async function write(tx: Tx, partnerId: number, to: Switch): Promise<void> {
  await tx.db.storefront.update({ where: { partnerId }, data: { ...to, version: { increment: 1 } }, select: { partnerId: true } });
}

async function tell(tx: Tx, partnerId: number, template: LetterTemplate, content: LetterContent): Promise<void> {
  const people = await partnerRecipients(tx.sql, partnerId, null);
  const cause = `${template}:${partnerId}:${tx.now.getTime()}`;
  await queueLetters(
    tx,
    people.map(({ userId, name, address }) => ({ template, cause, to: { name, address }, partnerId, userId, content })),
  );
}
