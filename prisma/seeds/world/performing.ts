import { demoLogOns } from '#prisma/seeds/data/cast.ts';
import { namedPartners } from '#prisma/seeds/data/partners.ts';
import { seedCustomer, seedPartner } from '#prisma/seeds/people.ts';
import { creditOf } from '#src/credit/credit.service.ts';
import type { Scope } from '#src/platform/scope.ts';
import { runTask } from '#src/schedule.ts';
import { changeAutoRenewal, stopSubscription } from '#src/subscriptions/manage/manage.service.ts';
import { canChange, canMove } from '#src/subscriptions/subscriptions.rules.ts';
import type { Act, TickAct } from './acts.ts';
import { decide } from './decisions.ts';
import { changeSeatsAsShown, orderAsShown, startAsShown } from './forms.ts';
import { formToken, type Stage } from './stage.ts';

/** Carries one act of the script out through the service that the portal's page would call, at the act's instant. */
export async function perform(stage: Stage, act: Act): Promise<void> {
  const scope = await stage.enter(act);
  switch (act.kind) {
    case 'partner':
      return seedPartner(scope.portal, act.partner, namedPartners.includes(act.partner));
    case 'customer':
      stage.customers.set(act.customer.login, await seedCustomer(scope.portal, act.customer, hasDemoPassword(act.customer.login)));
      return;
    case 'order':
      return orderAsShown(stage, scope, act);
    case 'seats':
    case 'start':
    case 'stop':
    case 'renewal':
      return manage(stage, scope, act);
    case 'tick':
      return tick(scope, act);
    default:
      return decide(stage, scope, act);
  }
}

type Change = Extract<Act, { kind: 'seats' | 'start' | 'stop' | 'renewal' }>;

/** Does a change of a subscription, unless its page shows the button disabled: by its state or by a hold. */
async function manage(stage: Stage, scope: Scope, act: Change): Promise<void> {
  const s = await stage.subscription(scope, act.key);
  const { holds } = await creditOf(scope.portal.sql, s.partnerId);
  const isAllowed = act.kind === 'stop' || act.kind === 'start' ? canMove(s.status, act.kind) : canChange(s.status);
  if (!isAllowed || holds.length > 0) return;
  const { number, version } = s;
  if (act.kind === 'seats') await changeSeatsAsShown(scope, s, act);
  else if (act.kind === 'start') await startAsShown(scope, s, act);
  else if (act.kind === 'stop') await stopSubscription(scope, number, { version, comment: act.comment ?? null }, formToken());
  else await changeAutoRenewal(scope, number, { version, autoRenew: act.autoRenew, stopOn: act.stopOn ?? null }, formToken());
}

async function tick({ portal }: Scope, { task }: TickAct): Promise<void> {
  const fault = await runTask(portal, task);
  if (fault) throw new Error(`${task} at ${portal.clock.now().toISOString()}: ${fault}`);
}

const hasDemoPassword = (login: string): boolean => demoLogOns.some((one) => one.login === login);
