import { liftHold, placeHold } from '#src/credit/holds.service.ts';
import { cancelOrder } from '#src/orders/orders.service.ts';
import { command } from '#src/platform/command.ts';
import type { Scope } from '#src/platform/scope.ts';
import { changeAutoRenewal, stopSubscription } from '#src/subscriptions/manage.service.ts';
import { demoLogOns } from '../data/cast.ts';
import { namedPartners } from '../data/partners.ts';
import { seedCustomer, seedPartner } from '../people.ts';
import type { Act, HoldAct, LiftAct } from './acts.ts';
import { changeSeatsAsShown, orderAsShown, startAsShown } from './forms.ts';
import { formToken, type Stage } from './stage.ts';

/** Carries one act of the script out through the service that the portal's page would call, at the act's instant. */
export async function perform(stage: Stage, act: Act): Promise<void> {
  const scope = await stage.enter(act);
  switch (act.kind) {
    case 'partner':
      return seedPartner(stage.portal, act.partner, namedPartners.includes(act.partner));
    case 'customer':
      stage.customers.set(act.customer.login, await seedCustomer(stage.portal, act.customer, hasDemoPassword(act.customer.login)));
      return;
    case 'order':
      return orderAsShown(stage, scope, act);
    case 'seats':
      return changeSeatsAsShown(stage, scope, act);
    case 'start':
      return startAsShown(stage, scope, act);
    case 'hold':
      return hold(scope, act);
    case 'lift':
      return lift(scope, act);
    case 'cancel':
      await cancelOrder(scope, stage.orders.get(act.key)?.number ?? '');
      return;
    default:
      return manage(stage, scope, act);
  }
}

/** Changes that cost nothing. */
async function manage(stage: Stage, scope: Scope, act: Extract<Act, { kind: 'stop' | 'renewal' }>): Promise<void> {
  const { number, version } = await stage.subscription(scope, act.key);
  if (act.kind === 'stop') await stopSubscription(scope, number, { version, comment: act.comment ?? null }, formToken());
  else await changeAutoRenewal(scope, number, { version, autoRenew: act.autoRenew, stopOn: act.stopOn ?? null }, formToken());
}

async function hold(scope: Scope, act: HoldAct): Promise<void> {
  const { text, amount } = act;
  const partnerId = await partnerIdOf(scope, act.partner);
  await command(scope, { action: 'hold.place' }, (tx) =>
    placeHold(tx, { partnerId, reason: 'manual', text, ...(amount ? { amount } : {}) }),
  );
}

async function lift(scope: Scope, act: LiftAct): Promise<void> {
  const partnerId = await partnerIdOf(scope, act.partner);
  const open = await scope.portal.db.hold.findMany({ where: { partnerId, liftedAt: null } });
  await command(scope, { action: 'hold.lift' }, async (tx) => {
    for (const { id } of open) await liftHold(tx, partnerId, id, act.comment);
  });
}

async function partnerIdOf(scope: Scope, code: string): Promise<number> {
  return (await scope.portal.db.partner.findUniqueOrThrow({ where: { code }, select: { id: true } })).id;
}

const hasDemoPassword = (login: string): boolean => demoLogOns.some((one) => one.login === login);
