import { agreed } from '#prisma/seeds/agreed.ts';
import { liftHold, placeHold } from '#src/credit/holds.service.ts';
import { day, moscowDay } from '#src/lib/days.ts';
import { sum } from '#src/lib/money.ts';
import { rejectOrder } from '#src/orders/held/release.service.ts';
import { cancelOrder } from '#src/orders/orders.service.ts';
import { receiveApplication } from '#src/partners/applications/applications.service.ts';
import { addContractTo } from '#src/partners/contracts/contracts.service.ts';
import { openInvoices } from '#src/payments/payments.queries.ts';
import { registerPayment } from '#src/payments/payments.service.ts';
import { command } from '#src/platform/command.ts';
import type { Scope } from '#src/platform/scope.ts';
import type { Act, ContractAct, HoldAct, LiftAct, PayAct } from './acts.ts';
import { formToken, type Stage } from './stage.ts';

type Decision = Extract<Act, { kind: 'contract' | 'hold' | 'lift' | 'pay' | 'cancel' | 'reject' | 'application' }>;

/** What staff and partners decide about orders, holds, contracts and money. */
export async function decide(stage: Stage, scope: Scope, act: Decision): Promise<void> {
  const numberOf = (key: string) => stage.orders.get(key)?.number ?? '';
  if (act.kind === 'cancel') await cancelOrder(scope, numberOf(act.key));
  else if (act.kind === 'reject') await rejectOrder(scope, numberOf(act.key), act.reason, formToken());
  else if (act.kind === 'application') await receiveApplication(scope, act.application, await agreed(scope.portal), formToken());
  else if (act.kind === 'contract') await sign(scope, act);
  else if (act.kind === 'hold') await hold(scope, act);
  else if (act.kind === 'lift') await lift(scope, act);
  else await pay(scope, act);
}

async function sign(scope: Scope, { partner, contract }: ContractAct): Promise<void> {
  const { id } = await partnerOf(scope, partner);
  const { number, signedOn, docMode } = contract;
  await addContractTo(scope, id, { number, signedOn: day(signedOn), docMode, base: null }, formToken());
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
  const sourceKey = `demo:${receivedOn}:${docNumber}:${partnerId}`;
  await registerPayment(scope, { ...payment, amount: sum(...open.map((one) => one.open)), source: 'bank', sourceKey });
}

function partnerOf(scope: Scope, code: string) {
  return scope.portal.db.partner.findUniqueOrThrow({ where: { code }, select: { id: true, name: true, inn: true } });
}
