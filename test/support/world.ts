import { randomUUID } from 'node:crypto';
import { agreed } from '#prisma/seeds/agreed.ts';
import { closeDueMonths } from '#src/billing/close/close.service.ts';
import { day } from '#src/lib/days.ts';
import { kopecks } from '#src/lib/money.ts';
import { receiveApplication } from '#src/partners/applications/applications.service.ts';
import { askSupport } from '#src/partners/support/support.service.ts';
import { type NewPayment, registerPayment } from '#src/payments/payments.service.ts';
import { ANONYMOUS } from '#src/platform/actor.ts';
import { askForChange } from '#src/requests/requests.service.ts';
import { loadStatement } from '#src/statements/loading.service.ts';
import { in1251, OURS, oneC, paid } from '#test/statements/bank-files.ts';
import { Managing } from './managing.ts';
import { placeNew } from './orders.ts';
import type { TestPortal } from './portal.ts';

/**
 * Something to see on every page: subscriptions in several states, orders that wait, an анкета, a question,
 * a closed month with its papers.
 * Ends on 2 December 2026.
 */
export async function liveThrough(p: TestPortal): Promise<{ active: string; stopped: string }> {
  const anna = new Managing(await p.scope('vector'));
  const [active, stopped, stopping] = [
    await placeNew(p, 'vector', { seats: 7 }),
    await placeNew(p, 'vector', { seats: 10 }),
    await placeNew(p, 'vector', { seats: 12 }),
  ];
  await anna.seats(active, 9, 'Приняли двоих');
  await anna.stop(stopped, 'Проект закончен');
  await anna.autoRenewal(stopping, { autoRenew: true, stopOn: day('2026-12-05') });
  await placeNew(p, 'orion', { seats: 5 });
  await new Managing(await p.scope('orion')).setLimit(0n);
  await placeNew(p, 'orion', { seats: 600 });
  await placeNew(p, 'meridian', { seats: 20 });
  const visitor = { portal: p.portal, actor: ANONYMOUS, requestId: 'visitor', address: '203.0.113.7' };
  const company = { companyName: 'ООО «Заря»', inn: '7700900123', mpnId: null, login: 'zarya' };
  const contact = { lastName: 'Зорина', firstName: 'Вера', email: 'vera@zarya.example', phone: '+74955550909' };
  await receiveApplication(visitor, { ...company, ...contact }, await agreed(p.portal), randomUUID());
  await askSupport(await p.scope('vector'), 'Где счёт за октябрь?', randomUUID());
  p.clock.setTo(new Date('2026-12-02T10:00:00+03:00'));
  await closeDueMonths(p.portal);
  const wish = { kind: 'seats', seats: 11, comment: 'Приходят двое' } as const;
  await askForChange(await p.scope('romashka'), active, wish, randomUUID());
  await registerPayment(await p.scope('manager'), payment(anna.partnerId));
  await loadStatement(await p.scope('manager'), { name: 'kl_to_1c.txt', bytes: in1251(await statement(p)) }, randomUUID());
  await p.drainJobs();
  return { active, stopped };
}

/** One payment of each kind. */
async function statement({ portal }: TestPortal): Promise<string> {
  const { number, gross, buyer } = await portal.db.invoice.findFirstOrThrow({ where: { partner: { code: 'orion' } } });
  const own = { ПлательщикИНН: String((buyer as { inn?: string }).inn), Плательщик: 'ООО «Орион»', ДатаПоступило: '01.12.2026' };
  const sum = `${gross / 100n}.${String(gross % 100n).padStart(2, '0')}`;
  return oneC({
    sections: [{ РасчСчет: OURS, ВсегоПоступило: '1.00' }],
    documents: [
      paid({ ...own, Сумма: sum, НазначениеПлатежа: `Оплата по счету ${number}. НДС 22%` }),
      paid({ ...own, Сумма: '15.00', НазначениеПлатежа: 'За лицензии' }),
      paid({ ДатаПоступило: '01.12.2026', ПлательщикИНН: '7700000999', Сумма: '7.00' }),
    ],
  });
}

function payment(partnerId: number): NewPayment {
  return {
    ...{ partnerId, receivedOn: day('2026-12-01'), amount: kopecks(500_00), payerName: 'ООО «Вектор»', payerInn: null },
    ...{ docNumber: '17', purpose: 'Аванс', source: 'hand', sourceKey: null, invoiceIds: [] },
  };
}
