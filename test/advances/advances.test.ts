import { randomUUID } from 'node:crypto';
import iconv from 'iconv-lite';
import { extractText, getDocumentProxy } from 'unpdf';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CAST_SKU } from '#prisma/seeds/data/cast.ts';
import { recordAdvanceInvoices } from '#src/advances/advances.service.ts';
import { closeMonth } from '#src/billing/close/close.service.ts';
import { correctInvoice } from '#src/billing/correction.service.ts';
import { readCsv } from '#src/lib/csv-read.ts';
import { day, month } from '#src/lib/days.ts';
import { kopecks } from '#src/lib/money.ts';
import { registerPayment, reversePayment } from '#src/payments/payments.service.ts';
import { command } from '#src/platform/command.ts';
import { systemScope } from '#src/platform/scope.ts';
import type { Browser } from '#test/support/browser.ts';
import { placeNew } from '#test/support/orders.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

describe('advances', () => {
  let p: TestPortal;
  let boss: Browser;
  const ids = new Map<string, number>();
  const invoiceOf = (code: string, period = '2026-11') =>
    p.portal.db.invoice.findFirstOrThrow({
      where: { partner: { code }, period: new Date(`${period}-01`), status: 'issued' },
      include: { documents: true },
    });

  const pay = async (code: string, amount: bigint, on: string, docNumber: string) => {
    const { id: partnerId } = await p.portal.db.partner.findUniqueOrThrow({ where: { code } });
    const { id } = await registerPayment(await p.scope('manager'), {
      ...{ partnerId, receivedOn: day(on), amount: kopecks(amount), payerName: 'Плательщик', payerInn: null, docNumber },
      ...{ purpose: 'Аванс', source: 'hand', sourceKey: null, invoiceIds: [] },
    });
    ids.set(docNumber, id);
    return id;
  };
  /** A session does not last for days. */
  const goTo = async (at: string) => {
    p.clock.setTo(new Date(`${at}+03:00`));
    boss = await p.as('manager');
  };
  const listed = async (query = '') => {
    const page = await boss.get(`/admin/receivables/advances${query}`);
    return page
      .$('main tbody tr')
      .toArray()
      .map((row) =>
        page
          .$(row)
          .text()
          .replace(/[\s\u00a0]+/g, ' ')
          .trim(),
      );
  };
  const keep = async (docNumber: string, fields: Record<string, string>) => {
    const path = `/admin/receivables/advances/${ids.get(docNumber)}`;
    const form = await boss.get(path);
    const hidden = (name: string) => String(form.$(`input[name=${name}]`).val());
    return boss.post(path, {
      token: hidden('token'),
      version: hidden('version'),
      step: 'save',
      number: '',
      issuedOn: '',
      correctionNumber: '',
      correctionOn: '',
      ...fields,
    });
  };

  // November: «Вектор» has lines with VAT for 2 140,00 × 9/30, «Меридиан» only software without VAT, «Орион» pays at the end of the month
  beforeAll(async () => {
    p = await openTestPortal({ config: { line5bFieldId: 'СФ_аванс' } });
    const { db } = p.portal;
    const exempt = await db.offer.findFirstOrThrow({
      where: { product: { vatClass: 'registry' }, discontinuedOn: null, minSeats: { lte: 4 } },
    });
    await db.hold.deleteMany();
    await placeNew(p, 'vector', { seats: 10, sku: CAST_SKU });
    await placeNew(p, 'orion', { seats: 10, sku: CAST_SKU });
    await placeNew(p, 'meridian', { seats: 4, sku: exempt.sku });
    await pay('vector', 500_00n, '2026-11-20', 'A1');
    await pay('meridian', 5_000_00n, '2026-11-20', 'A2');
    boss = await p.as('manager');
  });
  afterAll(() => p.close());

  it('wait for their счёт-фактура with term, sum and VAT; what is without VAT does not', async () => {
    expect(await listed()).toEqual([
      expect.stringMatching(/^ООО «Вектор».*№ A1 от 20\.11\.2026 ?500,00 ₽ 500,00 ₽ 90,16 ₽ ?22\/122 До 25\.11\.2026/),
    ]);
    await goTo('2026-11-24T10:00:00');
    expect((await listed())[0]).toContain('Срок завтра');
    await goTo('2026-11-26T10:00:00');
    expect((await listed('?state=late'))[0]).toContain('Просрочен: 1 день');
    await pay('orion', 300_00n, '2026-11-26', 'A3');
    expect((await listed()).find((row) => row.includes('A3'))).toContain('Не нужен, если закроет отгрузка 30.11.2026');
    expect((await boss.get('/admin')).text).toContain('счёт-фактура на аванс');
  });

  it('are written down by hand with checks, and mended with what was before in the journal', async () => {
    for (const [fields, field, said] of [
      [{ issuedOn: '2026-11-25' }, 'number', 'Укажите номер'],
      [{ number: 'А-17', issuedOn: '31.02.2026' }, 'issuedOn', 'Укажите дату'],
      [{ number: 'А-17', issuedOn: '2026-11-19' }, 'issuedOn', 'Не раньше денег'],
      [{ number: 'А-17', issuedOn: '2026-11-27' }, 'issuedOn', 'ещё не наступил'],
      [{ number: 'А-17', issuedOn: '2026-11-25', correctionNumber: '1' }, 'correctionOn', 'Укажите дату исправления'],
      [{ number: 'А-17', issuedOn: '2026-11-25', correctionNumber: '1', correctionOn: '2026-11-24' }, 'correctionOn', 'Не раньше самого'],
    ] as const) {
      const answer = await keep('A1', fields);
      expect([answer.status, answer.$(`#${field}-error`).text().includes(said)]).toEqual([422, true]);
    }
    const stale = await boss.get(`/admin/receivables/advances/${ids.get('A1')}`);
    expect((await keep('A1', { number: 'А-71', issuedOn: '2026-11-25' })).status).toBe(303);
    const second = {
      token: randomUUID(),
      version: String(stale.$('input[name=version]').val()),
      step: 'save',
      number: 'Б-1',
      issuedOn: '2026-11-25',
      correctionNumber: '',
      correctionOn: '',
    };
    expect((await boss.post(`/admin/receivables/advances/${ids.get('A1')}`, second)).status).toBe(409);
    expect((await keep('A3', { number: 'А-71', issuedOn: '2026-11-26' })).$('#number-error').text()).toContain(
      `у платежа ${ids.get('A1')}`,
    );
    expect((await keep('A1', { number: 'А-17', issuedOn: '2026-11-25', correctionNumber: '1', correctionOn: '2026-11-26' })).status).toBe(
      303,
    );
    expect(await listed()).toEqual([expect.stringContaining('A3')]);
    expect((await listed('?state=issued'))[0]).toContain('№ А-17 от 25.11.2026, исправление № 1 от 26.11.2026');
    const [, ...rows] = readCsv(Buffer.from((await boss.get('/admin/receivables/advances.csv?state=all')).response.text));
    expect(rows.map(({ cells }) => [cells[3], cells[10]])).toEqual([
      ['A1', 'А-17'],
      ['A3', ''],
    ]);
    const journal = await p.portal.db.auditEntry.findMany({
      where: { action: { startsWith: 'advance-invoice.' } },
      orderBy: { id: 'asc' },
    });
    expect(journal.map(({ action, before }) => [action, (before as { number?: string } | null)?.number])).toEqual([
      ['advance-invoice.recorded', undefined],
      ['advance-invoice.mended', 'А-71'],
    ]);
    expect((await keep('A3', { number: 'В-1', issuedOn: '2026-11-26' })).status).toBe(303);
    expect((await keep('A3', { step: 'remove' })).status).toBe(303);
    expect(await listed()).toEqual([expect.stringContaining('A3')]);
  });

  it('stand in line 5б of what is drawn after, on paper and in the file; what is frozen stays', async () => {
    await goTo('2026-11-30T21:00:00');
    await closeMonth(systemScope(p.portal, 'test'), month('2026-11'));
    await p.drainJobs();
    const said = '№ А-17 от 25.11.2026, исправление № 1 от 26.11.2026';
    const bytesOf = async (kind: string) =>
      Buffer.from((await invoiceOf('vector')).documents.find((one) => one.kind === kind)?.bytes ?? []);
    const { text } = await extractText(await getDocumentProxy(new Uint8Array(await bytesOf('utd'))), { mergePages: true });
    expect(text.replace(/[\s\u00a0]+/g, ' ')).toContain(said);
    expect(text).toContain('A1 от 20.11.2026');
    const xml = iconv.decode(await bytesOf('utd_xml'), 'win1251');
    expect(xml).toContain(`<ТекстИнф Идентиф="СФ_аванс" Значен="${said}"/>`);
    expect(xml).toContain('<СвПРД НомерПРД="A1" ДатаПРД="20.11.2026" СуммаПРД="500.00"/>');
    expect(
      iconv.decode(Buffer.from((await invoiceOf('orion')).documents.find(({ kind }) => kind === 'utd_xml')?.bytes ?? []), 'win1251'),
    ).not.toContain('СФ_аванс');
    // shipped within five days and the quarter: nothing is wanted for it any more
    expect(await listed()).toEqual([]);
    const before = (await invoiceOf('vector')).documents.map(({ sha256 }) => sha256);
    await goTo('2026-12-01T10:00:00');
    expect((await keep('A1', { number: 'А-18', issuedOn: '2026-11-25' })).status).toBe(303);
    await p.drainJobs();
    expect((await invoiceOf('vector')).documents.map(({ sha256 }) => sha256)).toEqual(before);
    await correctInvoice(await p.scope('manager'), (await invoiceOf('vector')).id, 'Адрес');
    await p.drainJobs();
    expect(iconv.decode(await bytesOf('utd_xml'), 'win1251')).toContain('Значен="№ А-18 от 25.11.2026, исправление № — от —"');
  });

  it('come from Axapta to the payments that the invoice took, twice without effect', async () => {
    const { id: invoiceId, partnerId } = await invoiceOf('orion');
    const told = { number: 'АХ-5', on: day('2026-11-27'), correctionNumber: null, correctionOn: null };
    const record = async (...advanceInvoices: (typeof told)[]) =>
      command(systemScope(p.portal, 'axapta'), { action: 'exchange' }, (tx) =>
        recordAdvanceInvoices(tx, { partnerId, invoiceId, advanceInvoices }),
      );
    const strange = { ...told, number: 'АХ-9' };
    expect(await record(told, strange)).toEqual([strange]);
    expect(await record(told)).toEqual([]);
    const kept = await p.portal.db.advanceInvoice.findMany({ where: { partnerId } });
    expect(kept).toMatchObject([{ paymentId: ids.get('A3'), number: 'АХ-5', source: 'axapta', byName: 'Система' }]);
    const entries = { where: { action: { startsWith: 'advance-invoice.' }, partnerId } };
    expect(await p.portal.db.auditEntry.count(entries)).toBe(3);
  });

  // 30.12: the shipment of 31.01 is in another quarter, that of 31.12 would have been in time
  it('know the end of a quarter, and what is taken back', async () => {
    await goTo('2026-12-29T10:00:00');
    await pay('vector', 100_000_00n, '2026-12-29', 'A4');
    await goTo('2026-12-31T21:00:00');
    await closeMonth(systemScope(p.portal, 'test'), month('2026-12'));
    const { gross } = await invoiceOf('vector', '2026-12');
    const november = 642_00n - 500_00n;
    const left = 100_000_00n - november - gross;
    await goTo('2027-01-05T10:00:00');
    const text = (await listed('?state=late'))[0] ?? '';
    expect(text).toContain('Просрочен: 2 дня');
    const [, row] = readCsv(Buffer.from((await boss.get('/admin/receivables/advances.csv')).response.text));
    expect(String(row?.cells[6]).replace(/[^\d]/g, '')).toBe(String(left));
    await reversePayment(await p.scope('manager'), ids.get('A4') ?? 0, 'Ошибка банка');
    expect(await listed()).toEqual([]);
  });
});
