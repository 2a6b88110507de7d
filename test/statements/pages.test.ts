import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cast } from '#prisma/seeds/data/cast.ts';
import { closeMonth } from '#src/billing/close/close.service.ts';
import { day, month } from '#src/lib/days.ts';
import { kopecks } from '#src/lib/money.ts';
import { registerThroughDoorIn } from '#src/payments/doors.service.ts';
import { command } from '#src/platform/command.ts';
import type { Browser, TestPage } from '#test/support/browser.ts';
import { placeNew } from '#test/support/orders.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';
import { postFile } from '#test/support/upload.ts';
import { type FileDocument, in1251, OURS, oneC, paid } from './bank-files.ts';

const PATH = '/admin/payments/import';
const ACCOUNT = '40702810200000000001';

describe('a bank statement', () => {
  let p: TestPortal;
  let manager: Browser;
  let ids: { vector: number; orion: number };

  const upload = (bytes: Buffer | string, by = manager, name = 'kl_to_1c.txt') =>
    postFile(by, PATH, { token: randomUUID() }, { name, bytes });
  const load = async (documents: readonly FileDocument[]) => String((await upload(in1251(oneC({ documents })))).location);
  const from = (who: 'vector' | 'orion', more: FileDocument) =>
    paid({
      Дата: '30.11.2026',
      ДатаПоступило: '30.11.2026',
      ПлательщикИНН: cast[who].inn,
      Плательщик: cast[who].name,
      ПлательщикСчет: ACCOUNT,
      ...more,
    });
  const stats = (page: TestPage) =>
    page
      .$('.stat')
      .toArray()
      .map((stat) => page.$(stat).find('.v').text() + page.$(stat).find('.k').text().split(',')[0]);
  const confirmSure = async (path: string, fields: Record<string, string> = {}) => {
    const page = await manager.get(path);
    const hidden = {
      token: page.$('form[action$="/sure"] input[name=token]').attr('value') ?? '',
      seen: page.$('input[name=seen]').attr('value') ?? '',
    };
    const answer = await manager.post(`${path}/sure`, { ...hidden, ...fields });
    await p.drainJobs();
    return answer;
  };
  const rowPath = async (path: string, show: string) => String((await manager.get(`${path}?show=${show}`)).$('.row-act a').attr('href'));
  const bank = () => p.portal.db.payment.findMany({ where: { source: 'bank' }, orderBy: { id: 'asc' } });

  beforeAll(async () => {
    p = await openTestPortal();
    for (const who of ['vector', 'orion'] as const) await placeNew(p, who, { seats: who === 'vector' ? 7 : 9 });
    p.clock.setTo(new Date('2026-11-30T21:00:00+03:00'));
    await closeMonth(await p.scope('admin'), month('2026-11'));
    manager = await p.as('manager');
    ids = { vector: (await p.scope('vector')).actor.partnerId ?? 0, orion: (await p.scope('orion')).actor.partnerId ?? 0 };
  });
  afterAll(() => p.close());

  const invoice = (who: 'vector' | 'orion') =>
    p.portal.db.invoice.findFirstOrThrow({ where: { partnerId: ids[who] }, select: { id: true, number: true, gross: true } });
  const rub = (amount: bigint) => `${amount / 100n}.${String(amount % 100n).padStart(2, '0')}`;

  it('that is bad is refused with line and reason, and nothing is kept', async () => {
    const whole = oneC({ documents: [from('vector', {})] });
    for (const [file, reason] of [
      [in1251(whole.slice(0, -14)), /Строка \d+: .*не до конца/],
      [in1251(whole.replace('Сумма=', 'Сумма=x')), /Строка 6: сумма «x14565\.15» не читается/],
      [Buffer.from('привет'), /Строка 1: выписка начинается строкой/],
    ] as const) {
      const page = await upload(file);
      expect([page.status, page.$('#file-error').text().match(reason) !== null]).toEqual([422, true]);
    }
    expect((await postFile(manager, PATH, { token: randomUUID() }, null)).text).toContain('Выберите файл');
    expect([await p.portal.db.statement.count(), await p.portal.db.bankPayment.count()]).toEqual([0, 0]);
  });

  it('is sorted by how sure it is whose the money is, and records nothing', async () => {
    const own = await invoice('vector');
    const path = await load([
      from('vector', { Номер: '1', Сумма: rub(own.gross), НазначениеПлатежа: `Оплата по счету ${own.number} от 30.11.2026` }),
      from('orion', {
        Номер: '2',
        Сумма: '100',
        НазначениеПлатежа: `За ООО «Вектор» по счету ${own.number}`,
        ПлательщикСчет: '40702810300000000099',
      }),
      paid({ Номер: '3', Сумма: '7', НазначениеПлатежа: 'Возврат', ПлательщикИНН: '7700000999' }),
      paid({ Номер: '4', ПлательщикСчет: OURS, ПолучательСчет: ACCOUNT }),
    ]);
    const page = await manager.get(path);
    expect(stats(page)).toEqual(['1уверенно', '1предложено', '1неизвестно чьи', '0не наши', '0записано']);
    expect(
      page
        .$('tbody .badge')
        .toArray()
        .map((chip) => page.$(chip).text()),
    ).toEqual(['номер', 'ИНН', 'сумма до копейки', 'дата счёта']);
    expect(page.text).toContain('Не поступления, их портал не берёт: 1 списание');
    expect(page.$('form[action$="/sure"]').text()).toContain('Блокировок это не снимет.');
    expect(await p.portal.db.payment.count()).toBe(0);
    expect((await manager.get('/admin/payments')).$(`a[href="${PATH}"]`).length).toBe(1);
  });

  it('is known when it comes again, or overlaps: nothing changes', async () => {
    const before = await p.portal.db.bankPayment.findMany({ orderBy: { id: 'asc' } });
    const documents = before.map(({ docNumber, amount, purpose, payerInn, payerAccount }) =>
      paid({
        Номер: docNumber ?? '',
        Сумма: rub(amount),
        НазначениеПлатежа: purpose,
        ПлательщикИНН: payerInn ?? '',
        ПлательщикСчет: payerAccount,
        ДатаПоступило: docNumber === '3' ? '20.11.2026' : '30.11.2026',
      }),
    );
    const again = await upload(in1251(oneC({ documents })));
    expect(again.location).toBe(PATH);
    expect((await manager.follow(again)).text).toContain('уже загружены: 3. Ничего не изменилось.');
    const more = await manager.get(
      await load([
        ...documents,
        from('orion', { Номер: '5', Сумма: '8', НазначениеПлатежа: 'Аванс', ПлательщикСчет: '40702810300000000099' }),
      ]),
    );
    for (const note of ['Новых поступлений: 1.', 'Уже загружены раньше и пропущены: 3.']) expect(more.text).toContain(note);
    expect((await p.portal.db.bankPayment.findMany({ orderBy: { id: 'asc' } })).slice(0, 3)).toEqual(before);
  });

  it('records all sure ones when they are confirmed as they were seen', async () => {
    const path = `${PATH}/1`;
    expect((await confirmSure(path, { seen: '0'.repeat(32) })).status).toBe(303);
    expect((await manager.get(path)).text).toContain('Пока вы смотрели, что-то изменилось');
    expect(await bank()).toEqual([]);
    await confirmSure(path);
    const own = await invoice('vector');
    const [payment, ...others] = await bank();
    expect(others).toEqual([]);
    expect(payment).toMatchObject({ partnerId: ids.vector, amount: own.gross, docNumber: '1', registeredBy: 'Ирина Белова' });
    expect(await p.portal.db.settlement.findMany({ select: { invoiceId: true, amount: true } })).toEqual([
      { invoiceId: own.id, amount: own.gross },
    ]);
    const page = await manager.get(path);
    expect(stats(page)).toEqual(['0уверенно', '1предложено', '1неизвестно чьи', '0не наши', '1записано']);
    expect((await manager.get(`${path}?show=done`)).text).toContain(`счета ${own.number}`);
  });

  it('lets one payment be decided: whose it is, and for which invoices', async () => {
    const path = await rowPath(`${PATH}/3`, 'suggested');
    const page = await manager.get(path);
    expect(page.$('input[name=partner]').attr('value')).toBe(cast.orion.inn); // the payer is a partner
    const fields = { token: page.$('input[name=token]').attr('value') ?? '', partner: cast.orion.inn };
    expect((await manager.post(path, { ...fields, partner: '0000' })).text).toContain('Такого партнёра нет');
    const review = await manager.post(path, { ...fields, invoice: String((await invoice('orion')).id) });
    expect([review.status, review.text.includes('Проверьте, что погасит платёж')]).toEqual([200, true]);
    const shown = review.$('input[name=shown]').attr('value') ?? '';
    const done = await manager.post(path, { ...fields, invoice: String((await invoice('orion')).id), shown });
    expect((await manager.follow(done)).text).toContain('записан');
    expect((await bank()).at(-1)).toMatchObject({ partnerId: ids.orion, amount: 800n });
    expect((await manager.get(path)).status).toBe(409);
    expect((await manager.post(path, { ...fields, token: randomUUID(), shown })).status).toBe(409);
  });

  it('remembers the payer’s account, by which the next one is sure without ИНН; it can be forgotten', async () => {
    const own = await invoice('orion');
    const nameless = (number: string) =>
      from('orion', {
        Номер: number,
        Сумма: '5.50',
        ПлательщикИНН: '',
        Плательщик: 'Без имени',
        ПлательщикСчет: '40702810300000000099',
        НазначениеПлатежа: `Счёт ${own.number}`,
      });
    const path = await load([nameless('50')]);
    expect((await manager.get(path)).text).toContain('счёт плательщика уже встречался');
    expect(stats(await manager.get(path))[0]).toBe('1уверенно');
    const accounts = await manager.get(`${PATH}/accounts?q=0099`);
    expect(accounts.$('tbody tr').length).toBe(1);
    const action = String(accounts.$('form[action$="/forgetting"]').attr('action'));
    const token = String(accounts.$('form[action$="/forgetting"] input[name=token]').attr('value'));
    expect((await manager.post(action, { token })).status).toBe(303);
    expect((await manager.post(action, { token: randomUUID() })).status).toBe(404);
    expect(stats(await manager.get(path)).slice(0, 2)).toEqual(['0уверенно', '1предложено']);
  });

  it('asks before a payment like another is recorded: such a one is not among the sure', async () => {
    const own = await invoice('orion');
    const twin = (number: string) => from('orion', { Номер: number, Сумма: '3', НазначениеПлатежа: `Счёт ${own.number}` });
    const first = await load([twin('70')]);
    await confirmSure(first);
    const second = await load([twin('70'), twin('070')]); // the first is known, the second has the same number to a person
    expect(stats(await manager.get(second)).slice(0, 2)).toEqual(['0уверенно', '1предложено']);
    const path = await rowPath(second, 'suggested');
    const asked = await manager.post(path, { token: randomUUID(), partner: cast.orion.inn });
    expect([asked.status, asked.$('input[name=sure]').length]).toEqual([422, 1]);
    const answers = { sure: asked.$('input[name=sure]').attr('value') ?? '', shown: asked.$('input[name=shown]').attr('value') ?? '' };
    expect((await manager.post(path, { token: randomUUID(), partner: cast.orion.inn, ...answers })).status).toBe(303);
  });

  it('of two sure ones for one invoice only as much as it asks for is recorded', async () => {
    const own = await invoice('orion');
    const [{ paidSoFar }] = await p.portal.db.$queryRaw<
      [{ paidSoFar: bigint }]
    >`select coalesce(sum(amount), 0)::bigint as "paidSoFar" from settlements where invoice_id = ${own.id}`;
    const left = own.gross - paidSoFar;
    const pay = (number: string) =>
      from('orion', {
        Номер: number,
        Сумма: rub(left),
        НазначениеПлатежа: `Счёт ${own.number}`,
        ДатаПоступило: number === '81' ? '21.11.2026' : '30.11.2026',
      });
    const path = await load([pay('81'), pay('82')]);
    expect(stats(await manager.get(path)).slice(0, 3)).toEqual(['1уверенно', '0предложено', '1неизвестно чьи']);
    await confirmSure(path);
    expect((await bank()).filter(({ docNumber }) => docNumber?.startsWith('8'))).toHaveLength(1);
  });

  it('taken back, a payment waits again and can be recorded once more', async () => {
    const { id } = (await bank()).find(({ docNumber }) => docNumber === '81') ?? { id: 0 };
    const reversal = await manager.get(`/admin/payments/${id}/reversal`);
    await manager.post(`/admin/payments/${id}/reversal`, {
      token: reversal.$('input[name=token]').attr('value') ?? '',
      reason: 'Ошиблись',
    });
    const row = await p.portal.db.bankPayment.findFirstOrThrow({ where: { docNumber: '81' } });
    const path = `${PATH}/${row.statementId}`;
    expect(stats(await manager.get(path))[0]).toBe('1уверенно');
    await confirmSure(path);
    expect((await bank()).filter(({ docNumber }) => docNumber === '81')).toHaveLength(2);
    expect(await p.portal.db.bankPayment.findUnique({ where: { id: row.id } })).toMatchObject({ attempt: 2 });
  });

  it('marks what is not ours, gives it out as a file and takes it back', async () => {
    const row = await p.portal.db.bankPayment.findFirstOrThrow({ where: { docNumber: '3' } });
    const path = `${PATH}/${row.statementId}`;
    expect((await manager.post(`${path}/${row.id}/foreign`, { token: randomUUID() })).status).toBe(303);
    expect((await manager.post(`${path}/${row.id}/foreign`, { token: randomUUID() })).status).toBe(409);
    expect((await manager.post(`${path}/${row.id}`, { token: randomUUID(), partner: cast.orion.inn })).status).not.toBe(303);
    expect(stats(await manager.get(path))[3]).toBe('1не наши');
    const file = (await manager.get(`${path}/payments.csv?show=foreign`)).response.text.trim().split('\n');
    expect([file.length, file[1]]).toEqual([2, expect.stringContaining('Возврат')]);
    expect((await manager.post(`${path}/${row.id}/return`, { token: randomUUID() })).status).toBe(303);
    expect(stats(await manager.get(path))[3]).toBe('0не наши');
    for (const format of ['csv', 'xlsx']) expect((await manager.get(`${path}/payments.${format}`)).status).toBe(200);
  });

  it('is read by our accounts, which an administrator adds and removes', async () => {
    const account = '40702810700000000777';
    const text = oneC({ documents: [paid({ ПолучательСчет: account, ДатаПоступило: '30.11.2026' })], header: { РасчСчет: account } });
    expect((await upload(in1251(text))).text).toContain(`Это выписка не по нашему счёту: ${account}.`);
    const admin = await p.as('admin');
    const add = (typed: string) => admin.post(`${PATH}/accounts`, { token: randomUUID(), account: typed });
    expect((await manager.post(`${PATH}/accounts`, { token: randomUUID(), account })).status).toBe(403);
    expect([(await add('4070')).status, (await add('40702 810 7 0000 0000777')).status, (await add(account)).status]).toEqual([
      422, 303, 422,
    ]);
    expect((await upload(in1251(text))).status).toBe(303);
    expect((await admin.post(`${PATH}/accounts/${account}/removal`, { token: randomUUID() })).status).toBe(303);
    expect((await upload(in1251(text))).status).toBe(422);
  });

  describe('brings a payment that came from Axapta', () => {
    const line = { Номер: '000912', Сумма: '12.34', НазначениеПлатежа: 'Аванс' };
    const fromAxapta = async (sourceKey: string) =>
      command(await p.scope('manager'), { action: 'test.axapta' }, (tx) =>
        registerThroughDoorIn(tx, {
          ...{ partnerId: ids.orion, receivedOn: day('2026-11-28'), amount: kopecks(1234n), payerName: 'ООО «Орион»', payerInn: null },
          ...{ docNumber: '912', purpose: 'Аванс', source: 'axapta', sourceKey, invoiceIds: [] },
        }),
      );
    const kept = () => p.portal.db.payment.count({ where: { amount: 1234n } });

    it('before: it is told, with the way to it, and nothing is left to do', async () => {
      await fromAxapta('AX-1');
      const path = await load([from('orion', line)]);
      const page = await manager.get(`${path}?show=done`);
      expect(stats(page).slice(0, 4)).toEqual(['0уверенно', '0предложено', '0неизвестно чьи', '0не наши']);
      expect([page.text.includes('Уже записан: платёж №'), page.$('.row-act a').attr('href')]).toEqual([true, '/admin/payments?q=000912']);
      expect(await kept()).toBe(1);
    });

    it('meanwhile: it waits to be confirmed, and is not recorded twice', async () => {
      const path = await load([from('orion', { ...line, Дата: '29.11.2026', ДатаПоступило: '29.11.2026' })]);
      await fromAxapta('AX-2');
      const page = await manager.get(path);
      expect(stats(page)[3]).toBe('1уже записаны');
      expect(page.$('form[action$="/sure"]').text()).toContain('1 поступление уже записано вручную или из Axapta');
      const one = await rowPath(path, 'unknown');
      expect(one).toBe('undefined');
      await confirmSure(path);
      expect([stats(await manager.get(path)).at(-1), await kept()]).toEqual(['1записано', 2]);
      expect(await p.portal.db.paymentDoor.count({ where: { source: 'axapta' } })).toBe(2);
    });
  });

  it('leaves its traces in the journal, and is nobody’s but of staff', async () => {
    const actions = await p.portal.db.auditEntry.findMany({
      where: { action: { startsWith: 'statement.' } },
      select: { action: true },
      distinct: ['action'],
    });
    expect(actions.map(({ action }) => action).sort()).toEqual([
      'statement.agreed',
      'statement.foreign',
      'statement.loaded',
      'statement.returned',
    ]);
    const anna = await p.as('vector');
    for (const path of [PATH, `${PATH}/1`, `${PATH}/1/1`, `${PATH}/accounts`]) expect((await anna.get(path)).status).toBe(403);
    const { statementId } = await p.portal.db.bankPayment.findFirstOrThrow({ where: { docNumber: '5' } });
    expect((await manager.get(`${PATH}/999999`)).status).toBe(404);
    expect((await manager.get(`${PATH}/${statementId}/1`)).status).toBe(404); // another statement's
  });
});
