import { creditOf } from '#src/credit/credit.service.ts';
import { liftHold, placeHold } from '#src/credit/holds.service.ts';
import { tasks } from '#src/jobs.ts';
import { moscowDay } from '#src/lib/days.ts';
import { sum } from '#src/lib/money.ts';
import { cancelOrder } from '#src/orders/orders.service.ts';
import { openInvoices } from '#src/payments/payments.queries.ts';
import { registerPayment } from '#src/payments/payments.service.ts';
import { command } from '#src/platform/command.ts';
import type { Scope } from '#src/platform/scope.ts';
import { changeAutoRenewal, stopSubscription } from '#src/subscriptions/manage.service.ts';
import { canChange, canMove } from '#src/subscriptions/subscriptions.rules.ts';
import { demoLogOns } from '../data/cast.ts';
import { namedPartners } from '../data/partners.ts';
import { seedCustomer, seedPartner } from '../people.ts';
import type { Act, HoldAct, LiftAct, PayAct } from './acts.ts';
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
    case 'hold':
      return hold(scope, act);
    case 'lift':
      return lift(scope, act);
    case 'pay':
      return pay(scope, act);
    case 'tick':
      await tasks[act.task]?.(stage.portal);
      return;
    case 'cancel':
      await cancelOrder(scope, stage.orders.get(act.key)?.number ?? '');
      return;
    default:
      return manage(stage, scope, act);
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

async function hold(scope: Scope, { partner, text }: HoldAct): Promise<void> {
  const { id: partnerId } = await partnerOf(scope, partner);
  await command(scope, { action: 'hold.place' }, (tx) => placeHold(tx, { partnerId, reason: 'manual', text }));
}

async function lift(scope: Scope, { partner, comment }: LiftAct): Promise<void> {
  const { id: partnerId } = await partnerOf(scope, partner);
  const open = await scope.portal.db.hold.findMany({ where: { partnerId, reason: 'manual', liftedAt: null }, select: { id: true } });
  await command(scope, { action: 'hold.lift' }, async (tx) => {
    for (const { id } of open) await liftHold(tx, partnerId, id, comment);
  });
}

/** One transfer for everything that is open, as its purpose says. */
async function pay(scope: Scope, act: PayAct): Promise<void> {
  const { id: partnerId, name: payerName, inn: payerInn } = await partnerOf(scope, act.partner);
  const open = await openInvoices(scope.portal.sql, partnerId);
  if (open.length === 0) return;
  const invoiceIds = open.map(({ id }) => id);
  const invoices = await scope.portal.db.invoice.findMany({ where: { id: { in: invoiceIds } }, orderBy: { id: 'asc' } });
  const purpose = `Оплата по счёту ${invoices.map(({ number }) => `№ ${number}`).join(', ')} за подписки на программное обеспечение`;
  const receivedOn = moscowDay(act.at);
  const docNumber = String(100 + ((partnerId * 37 + act.at.getUTCDate()) % 800));
  const payment = { partnerId, payerName, payerInn, docNumber, purpose, receivedOn, invoiceIds };
  await registerPayment(scope, { ...payment, amount: sum(...open.map((one) => one.open)), source: 'bank', sourceKey: null });
}

function partnerOf(scope: Scope, code: string) {
  return scope.portal.db.partner.findUniqueOrThrow({ where: { code }, select: { id: true, name: true, inn: true } });
}

const hasDemoPassword = (login: string): boolean => demoLogOns.some((one) => one.login === login);
