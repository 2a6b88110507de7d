import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { cast } from '#prisma/seeds/data/cast.ts';
import { closeMonth } from '#src/billing/close/close.service.ts';
import { month } from '#src/lib/days.ts';
import { systemScope } from '#src/platform/scope.ts';
import { recordAgreed } from '#src/statements/recording.service.ts';
import { placeNew } from '#test/support/orders.ts';
import { openTestPortal } from '#test/support/portal.ts';
import { postFile } from '#test/support/upload.ts';
import { in1251, oneC, paid } from './bank-files.ts';

const PATH = '/admin/payments/import';

it('a payment that can’t be recorded keeps no other waiting, and is recorded when it can be', async () => {
  const p = await openTestPortal();
  const { db } = p.portal;
  for (const login of ['vector', 'orion']) await placeNew(p, login, { seats: 7 });
  p.clock.setTo(new Date('2026-11-30T21:00:00+03:00'));
  await closeMonth(systemScope(p.portal, 'test'), month('2026-11'));
  await p.drainJobs();
  const manager = await p.as('manager');
  const invoices = await db.invoice.findMany({ select: { number: true, partner: { select: { code: true } } }, orderBy: { id: 'asc' } });
  const documents = invoices.map(({ number, partner: { code } }, at) =>
    paid({
      ...{ Номер: String(at + 1), Сумма: '5', НазначениеПлатежа: `Счёт ${number}` },
      ПлательщикИНН: code === 'vector' ? cast.vector.inn : cast.orion.inn,
    }),
  );
  const bytes = in1251(oneC({ documents }));
  const path = String((await postFile(manager, PATH, { token: randomUUID() }, { name: 'kl_to_1c.txt', bytes })).location);
  const form = (await manager.get(path)).$('form[action$="/sure"]');
  const hidden = form.find('input[type=hidden]').toArray();
  await manager.post(`${path}/sure`, Object.fromEntries(hidden.map((one) => [one.attribs['name'] ?? '', one.attribs['value'] ?? ''])));
  await db.$executeRawUnsafe(
    `create function refuse_first() returns trigger language plpgsql as $$ begin if new.doc_number = '1' then raise 'refused'; end if; return new; end $$`,
  );
  await db.$executeRawUnsafe('create trigger refuse_first before insert on payments for each row execute function refuse_first()');
  const statementId = Number(path.split('/').at(-1));
  const job = { id: 'test', signal: new AbortController().signal };
  await expect(recordAgreed(p.portal, statementId, job)).rejects.toThrow('refused');
  const recorded = async () => (await db.payment.findMany({ select: { docNumber: true } })).map(({ docNumber }) => docNumber).sort();
  expect(await recorded()).toEqual(['2']);
  await db.$executeRawUnsafe('drop trigger refuse_first on payments');
  await p.drainJobs();
  expect(await recorded()).toEqual(['1', '2']);
  await p.close();
});
