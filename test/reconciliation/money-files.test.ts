import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readCsv } from '#src/lib/csv-read.ts';
import { day } from '#src/lib/days.ts';
import { kopecks } from '#src/lib/money.ts';
import { openXlsx } from '#src/lib/xlsx-read.ts';
import { registerPayment } from '#src/payments/payments.service.ts';
import { download } from '#test/documents/closed-month.ts';
import { pagesOf } from '#test/documents/picture.ts';
import { debtor, message, post, VECTOR } from '#test/exchange/ax.ts';
import type { Browser } from '#test/support/browser.ts';
import type { TestPortal } from '#test/support/portal.ts';
import { type ActWorld, DECEMBER, openActWorld, spaced } from './act-world.ts';

let p: TestPortal;
let books: Browser;
let partnerId: number;
let contractId: number;
let invoices: ActWorld['invoices'];
let pay: ActWorld['pay'];
let get: ActWorld['get'];
let file: ActWorld['file'];

beforeAll(async () => {
  ({ p, books, partnerId, contractId, invoices, pay, get, file } = await openActWorld());
});
afterAll(() => p.close());

describe('what came', () => {
  const rows = async (query = '') => {
    const page = await books.get(`/payments${query}`);
    return page
      .$('table tbody tr')
      .toArray()
      .map((row) => spaced(page.$(row).text()).trim());
  };

  test('is listed with what each settled, found, sorted and given out', async () => {
    const [back, second, first] = await rows();
    expect(back).toMatch(/^ООО «Вектор», № 18Ошибка банка 07\.12\.2026 −50,00 ₽ Возврат/);
    expect(second).toMatch(/№ 18За лицензии 06\.12\.2026 50,00 ₽ Снята/);
    expect(first).toMatch(new RegExp(`№ 17За лицензии 02.12.2026 500,00 ₽ № ${invoices[1]} — 321,00 ₽№ ${invoices[2]} — 179,00 ₽$`));
    expect(await rows(`?q=${encodeURIComponent(invoices[2] ?? '')}`)).toEqual([first]);
    expect(await rows('?kind=reversed')).toEqual([back, second]);
    expect(await rows('?from=2026-12-02&to=2026-12-06&sort=on')).toEqual([first, second]);
    expect((await rows('?sort=-amount'))[0]).toBe(first);
    const csv = readCsv((await download(books, '/payments.csv?to=2026-12-05')).bytes).map(({ cells }) => cells);
    expect(csv.slice(1).map((cells) => cells.slice(4, 7))).toEqual([['500,00', `${invoices[1]}: 321,00; ${invoices[2]}: 179,00`, '0,00']]);
  });

  test('is told wrong days, and where nothing is', async () => {
    expect((await books.get('/payments?from=31.02.2026')).$('#from-error').length).toBe(1);
    expect((await books.get('/payments?q=нетакого')).text).toContain('Ничего не нашлось');
    expect((await (await p.as('orion')).get('/payments')).text).toContain('Оплат пока нет');
    expect((await (await p.as('vector-sales')).get('/payments')).status).toBe(403);
  });

  test('shows the advance, in all and by contract', async () => {
    const { number } = await p.portal.db.contract.findFirstOrThrow({ where: { id: contractId } });
    await pay('2027-01-10', 891_00n, '19');
    await pay('2027-01-10', 30_00n, '20');
    await pay('2027-01-11', 70_00n, '21', contractId);
    const stats = spaced((await books.get('/payments')).$('section[aria-label="Аванс"]').text());
    expect(stats).toMatch(new RegExp(`100,00 ₽аванс.* 70,00 ₽по договору ${number} .*30,00 ₽без договора`));
    expect((await rows('?kind=prepaid')).map((row) => /№ (\d+)/.exec(row)?.[1])).toEqual(['21', '20']);
    expect(spaced((await books.get('/reconciliation?from=2027-01-01')).$('tfoot').text())).toMatch(/Сальдо конечное 11\.01\.2027 100,00/);
  });
});

describe('files of a month for the books', () => {
  test('are the lines of its invoices, the VAT by rate, and the payments', async () => {
    const csv = readCsv((await download(books, '/reconciliation/month.csv?period=2026-12')).bytes).map(({ cells }) => cells);
    const { vat } = await p.portal.db.invoice.findFirstOrThrow({ where: { number: invoices[2] ?? '' } });
    const withVat = `${vat / 100n},${String(vat % 100n).padStart(2, '0')}`;
    expect(csv.map((cells) => cells[0])).toEqual([
      ...['Вид', 'Строка счёта', 'Итого по ставке', 'Итого начислено', 'Оплата', 'Оплата', 'Возврат оплаты', 'Итого оплачено'],
    ]);
    expect([csv[1]?.[1], csv[1]?.[10], csv[1]?.[14]]).toEqual([invoices[2], '5', '1070,00']);
    expect(csv[3]?.slice(13, 15)).toEqual([withVat, '1070,00']);
    expect(csv.slice(4).map((cells) => cells[15])).toEqual(['500,00', '50,00', '-50,00', '500,00']);
    const workbook = await (await openXlsx((await download(books, '/reconciliation/month.xlsx?period=2026-12')).bytes)).read(0);
    expect(workbook.rows.length).toBe(csv.length);
  });

  test('and documents for 1С; a corrected invoice stands in its month as it is now', async () => {
    const xml = (await download(books, '/reconciliation/month.xml?period=2026-11')).bytes.toString('utf8');
    expect([xml.match(/<Документ>/g)?.length, xml.includes(`<Номер>${invoices[1]}</Номер>`)]).toEqual([1, true]);
    expect(xml).toContain('<Сумма>321.00</Сумма>');
    expect((await books.get('/documents?period=2026-12')).$('a[href="/reconciliation/month.xml?period=2026-12"]').length).toBe(1);
    const sales = await p.as('vector-sales');
    expect((await sales.get('/documents?period=2026-12')).$('a[href^="/reconciliation"]').length).toBe(0);
    expect((await sales.get('/reconciliation/month.xml')).status).toBe(403);
  });
});

describe('where Axapta tells the balance of the last day', () => {
  const WORDS = 'Предварительно: остаток на 31.12.2026 не сверен с учётной системой ООО «МОНТ», он может измениться.';
  const tell = (balance: string, version: string) =>
    post(
      p,
      message({
        ...{ type: 'balances', createdAt: '2027-01-11T09:00:00+03:00' },
        items: [{ invoiceAccount: VECTOR, date: '2026-12-31', currency: 'RUB', balance, asOf: '2027-01-11T09:00:00+03:00', version }],
      }),
    );
  const says = async () => [
    (await get('/reconciliation')).text.includes(WORDS),
    spaced((await pagesOf(await file('pdf'))).join(' ')).includes(WORDS),
    (await file('csv')).toString().includes(WORDS),
    (await (await openXlsx(await file('xlsx'))).read(0)).rows.some(({ cells }) => cells.includes(WORDS)),
  ];

  test('and it differs, page, paper and files say «предварительно»; MONT’s people read both sums', async () => {
    await post(p, message({ items: [debtor({ balance: '891.00' })] }));
    expect(await says(), 'nothing told of the day').toEqual([false, false, false, false]);
    await tell('890.99', '1');
    expect(await says()).toEqual([true, true, true, true]);
    expect((await get('/reconciliation', `${DECEMBER}&contract=${contractId}`)).text, 'of a contract too').toContain(WORDS);
    expect((await get('/reconciliation', 'from=2026-12-01&to=2026-12-30')).text, 'of another day').not.toContain('Предварительно');
    const ours = await (await p.as('manager')).get(`/admin/partners/${partnerId}/reconciliation?${DECEMBER}`);
    expect(spaced(ours.text)).toContain('на портале 891,00 ₽, в Аксапте 890,99 ₽');
    expect((await get('/reconciliation')).text, 'an account may be of several partners').not.toContain('890,99');
  });

  test('and it is the same, of all partners that the account pays for together, nothing is said', async () => {
    await tell('891.00', '2');
    expect(await says()).toEqual([false, false, false, false]);
    const { id } = await p.portal.db.partner.findUniqueOrThrow({ where: { code: 'orion' } });
    const orion = {
      receivedOn: day('2026-12-30'),
      amount: kopecks(91_00),
      docNumber: '1',
      payerName: 'Орион',
      payerInn: null,
      purpose: '',
    };
    await registerPayment(await p.scope('manager'), { ...orion, partnerId: id, source: 'hand', sourceKey: null, invoiceIds: [] });
    await p.portal.db.partner.update({ where: { id }, data: { axPayerCode: VECTOR } });
    expect((await says())[0], 'Орион has paid 91,00 ahead').toBe(true);
    await tell('800.00', '3');
    expect((await says())[0]).toBe(false);
  });
});
