import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import iconv from 'iconv-lite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import { readCsv } from '#src/lib/csv-read.ts';
import { day } from '#src/lib/days.ts';
import { openXlsx } from '#src/lib/xlsx-read.ts';
import { type XmlElement, xmlText } from '#src/lib/xml.ts';
import { actOf, partyOf } from '#src/reconciliation/act.queries.ts';
import { sumText } from '#src/reconciliation/act.words.ts';
import { checkAct } from '#src/reconciliation/act-checks.rules.ts';
import { quickDays, usualDays } from '#src/reconciliation/act-days.rules.ts';
import { actTree, actXml } from '#src/reconciliation/act-xml.ts';
import { download } from '#test/documents/closed-month.ts';
import { pagesOf } from '#test/documents/picture.ts';
import type { Browser } from '#test/support/browser.ts';
import type { TestPortal } from '#test/support/portal.ts';
import { type ActWorld, DECEMBER, openActWorld, spaced } from './act-world.ts';

let p: TestPortal;
let books: Browser;
let partnerId: number;
let contractId: number;
let invoices: ActWorld['invoices'];
let get: ActWorld['get'];
let file: ActWorld['file'];

beforeAll(async () => {
  ({ p, books, partnerId, contractId, invoices, get, file } = await openActWorld());
});
afterAll(() => p.close());

const fileXml = async (of = DECEMBER) => iconv.decode(await file('xml', of), 'win1251');

/** Operations as they must be told, with debit and credit. */
const december = (): [day: string, what: string, debit: string, credit: string][] => [
  ['02.12.2026', 'Оплата (17 от 02.12.2026)', '', '500,00'],
  ['05.12.2026', `Корректировка: аннулирован (${invoices[0]} от 30.11.2026), заменён на ${invoices[1]}`, '', '321,00'],
  ['05.12.2026', `Корректировка: взамен ${invoices[0]} (${invoices[1]} от 30.11.2026)`, '321,00', ''],
  ['06.12.2026', 'Оплата (18 от 06.12.2026)', '', '50,00'],
  ['07.12.2026', 'Возврат оплаты (18 от 07.12.2026)', '50,00', ''],
  ['31.12.2026', `Продажа (${invoices[2]} от 31.12.2026)`, '1 070,00', ''],
];
const VERDICT = 'на 31.12.2026 задолженность в пользу';

describe('the act of December, to the kopeck', () => {
  test('as a page', async () => {
    const page = await get('/reconciliation');
    const rows = page
      .$('table tbody tr')
      .toArray()
      .map((row) =>
        page
          .$(row)
          .children()
          .toArray()
          .map((cell) => spaced(page.$(cell).text()).trim()),
      );
    expect(rows[0]).toEqual(['Сальдо начальное', '01.12.2026', '321,00', '', '']);
    const told = rows.slice(1).map(([what = '', on, debit, credit]) => [on, what.replace(/Договор .*/, ''), debit, credit]);
    expect(told).toEqual(december());
    expect(rows.at(-1)?.[4]).toBe('891,00');
    expect(spaced(page.$('tfoot').text())).toMatch(/Обороты за период 1 441,00 871,00 .*Сальдо конечное 31\.12\.2026 891,00/);
    expect(page.text).toContain(`${VERDICT} ООО «МОНТ» 891 руб. 00 коп. (Восемьсот девяносто один рубль 00 копеек).`);
    expect(page.$(`a[href^="/documents?period=2026-11#"]`).length).toBe(2);
  });

  test('as a workbook and as CSV', async () => {
    const workbook = (await (await openXlsx(await file('xlsx'))).read(0)).rows.map(({ cells }) => cells);
    const csv = readCsv(await file('csv')).map(({ cells }) => cells);
    const plain = (sum: string) => sum.replace(/[ \u00a0]/g, '');
    expect(csv.slice(2, -2).map(([on, what, , debit, credit]) => [on, what, debit, credit])).toEqual(
      december().map(([on, what, debit, credit]) => [on, what, plain(debit), plain(credit)]),
    );
    expect(csv.at(-1)?.slice(1)).toEqual(['Сальдо конечное', '', '891,00', '0,00', '891,00']);
    expect(csv.at(-2)?.slice(1, 5)).toEqual(['Обороты за период', '', '1441,00', '871,00']);
    expect(workbook.at(-1)?.slice(1, 6)).toEqual(['Сальдо конечное', '', 891, 0, 891]);
    expect(workbook.slice(2, -2).map((cells) => Number(cells[3] || 0) - Number(cells[4] || 0))).toEqual([-500, -321, 321, -50, 50, 1070]);
  });

  test('as a paper, each line on both sides', async () => {
    const text = spaced((await pagesOf(await file('pdf'))).join(' ')).replace(/- /g, '-');
    for (const [on, what, debit, credit] of december()) {
      expect(text).toContain(what);
      expect(text.split(on).length).toBeGreaterThan(2);
      expect(text).toContain(debit || credit);
    }
    expect(text).toContain('Акт сверки взаимных расчётов за период с 01.12.2026 по 31.12.2026');
    expect(text).toContain(`${VERDICT} ООО «МОНТ» 891 руб. 00 коп. (Восемьсот девяносто один рубль 00 копеек).`);
    expect(text.match(/1 441,00 871,00/g)).toHaveLength(1);
    expect(text.match(/871,00 1 441,00/g)).toHaveLength(1);
  });

  test('as an exchange file that fits its schema, contract by contract', async () => {
    const xml = await fileXml();
    expect(xml).toContain('ДатаНачПер="01.12.2026" ДатаОкПер="31.12.2026"');
    expect(xml).toContain(
      '<ТаблАкт СальдоНачДеб="321.00" СальдоНачКр="0.00" ОборотДеб="1441.00" ОборотКр="871.00" СальдоКонДеб="891.00" СальдоКонКр="0.00">',
    );
    // By contract: 321,00 of 17 settled at once, 179,00 on the day of the December invoice; 18 came and went without a contract.
    expect(xml).toContain(
      'СальдоНачДеб="321.00" СальдоНачКр="0.00" ОборотДеб="1391.00" ОборотКр="821.00" СальдоКонДеб="891.00" СальдоКонКр="0.00">',
    );
    expect(xml).toContain('ОписТипДог="Без договора" СальдоНачДеб="0.00" СальдоНачКр="0.00" ОборотДеб="229.00" ОборотКр="229.00"');
    expect(xml).toContain('ДатаОпер="31.12.2026" НаимОпер="Зачёт аванса (17 от 02.12.2026)" СумКредит="179.00"');
    const { headers } = await download(books, `/reconciliation.xml?${DECEMBER}`);
    expect(headers['content-disposition']).toContain(`filename=${/ИдФайл="([^"]+)"/.exec(xml)?.[1]}.xml`);
    expect(await schemaFaults(xml)).toEqual([]);
  });

  test('of one contract, and of money without one', async () => {
    const own = await get('/reconciliation', `${DECEMBER}&contract=${contractId}`);
    expect(own.text).toContain('Зачёт аванса (17 от 02.12.2026)');
    expect(spaced(own.$('tfoot').text())).toContain('1 391,00 821,00');
    const none = await get('/reconciliation', `${DECEMBER}&contract=none`);
    expect(spaced(none.$('tfoot').text())).toContain('229,00 229,00');
    expect(none.text).toContain('задолженность отсутствует.');
    expect(spaced((await pagesOf(await file('pdf', `${DECEMBER}&contract=${contractId}`))).join(' '))).toContain('1 391,00 821,00');
    expect(await schemaFaults(await fileXml(`${DECEMBER}&contract=none`))).toEqual([]);
  });
});

/** What the schema of the tax service says against a file. */
async function schemaFaults(xml: string): Promise<string[]> {
  const utf8 = (text: string) => text.replace('windows-1251', 'UTF-8');
  const schema = iconv.decode(
    readFileSync(resolve(import.meta.dirname, '../documents/schema/ON_AKTSVEROTP_1_972_01_05_01_01.xsd')),
    'win1251',
  );
  const { errors } = await validateXML({
    xml: { fileName: 'act.xml', contents: utf8(xml) },
    schema: { fileName: 'act.xsd', contents: utf8(schema) },
  });
  return errors.map(({ message }) => message);
}

describe('days', () => {
  test('without any it is the last closed quarter, and one press chooses others', async () => {
    expect(usualDays(day('2026-11-22'), day('2026-01-31'))).toEqual({ from: '2026-07-01', to: '2026-09-30' });
    expect(usualDays(day('2027-01-11'), day('2026-01-31'))).toEqual({ from: '2026-10-01', to: '2026-12-31' });
    expect(usualDays(day('2026-11-22'), day('2026-10-31'))).toEqual({ from: '2026-10-01', to: '2026-11-22' });
    expect(quickDays(day('2026-03-01'), day('2026-02-28')).map(({ from, to }) => `${from} ${to}`)).toEqual([
      ...['2026-02-01 2026-02-28', '2026-03-01 2026-03-01', '2025-10-01 2025-12-31', '2026-01-01 2026-03-01', '2026-01-01 2026-03-01'],
      '2026-02-28 2026-03-01',
    ]);
    const page = await books.get('/reconciliation');
    expect(page.text).toContain('за период с 01.10.2026 по 31.12.2026');
    for (const link of page.$('nav[aria-label="Быстрый выбор дней"] a').toArray()) {
      expect((await books.get(String(page.$(link).attr('href')))).status).toBe(200);
    }
  });

  test('that are none are told at their field, and what was typed stays', async () => {
    const wrong = await get('/reconciliation', 'from=31.02.2026&to=2026-12-31');
    expect(wrong.status).toBe(422);
    expect(wrong.$('#from-error').text()).toContain('Нет такого дня: «31.02.2026»');
    expect([wrong.$('#from').val(), wrong.$('#to').val(), wrong.$('table').length]).toEqual(['31.02.2026', '2026-12-31', 0]);
    expect((await get('/reconciliation', 'from=2026-12-31&to=2026-12-01')).$('#to-error').text()).toContain('Раньше начала');
    expect((await get('/reconciliation', 'from=2027-02-01')).$('#from-error').text()).toContain('ещё не наступил');
    expect((await get('/reconciliation.pdf', 'from=31.02.2026')).status).toBe(400);
  });

  test('to come are left out, and those of a month not closed are told of', async () => {
    const page = await get('/reconciliation', 'from=2026-12-01&to=2027-03-31');
    expect(page.text).toContain('Акт составлен по сегодня, 11.01.2027');
    expect(page.text).toContain('Начисления с 01.01.2027 войдут в акт, когда закроется январь 2027.');
  });

  test('without an operation make an act of the balance', async () => {
    const of = 'from=2027-01-02&to=2027-01-10';
    expect((await get('/reconciliation', of)).text).toContain('За эти дни операций не было.');
    const xml = await fileXml(of);
    expect(xml).toContain('СальдоНачДеб="891.00" СальдоНачКр="0.00" ОборотДеб="0.00" ОборотКр="0.00" СальдоКонДеб="891.00"');
    expect(await schemaFaults(xml)).toEqual([]);
  });
});

describe('who may', () => {
  test('the owner and the accountant; a seller and a customer may not, a foreign contract is not there', async () => {
    expect((await (await p.as('vector')).get('/reconciliation')).status).toBe(200);
    expect((await (await p.as('vector-sales')).get('/reconciliation')).status).toBe(403);
    expect((await (await p.as('romashka')).get('/reconciliation.xml')).status).toBe(403);
    const orion = await p.as('orion');
    expect((await orion.get(`/reconciliation?contract=${contractId}`)).status).toBe(404);
    expect((await orion.get('/reconciliation')).text).toContain('Сверять пока нечего');
    expect((await orion.get('/reconciliation.xml')).status).toBe(200);
  });

  test('MONT’s people see that of any partner, and what was taken out is in the journal', async () => {
    const manager = await p.as('manager');
    const page = await manager.get(`/admin/partners/${partnerId}/reconciliation?${DECEMBER}`);
    expect(page.text).toContain('891 руб. 00 коп.');
    expect(page.$('a[href^="/documents"]').length).toBe(0);
    expect((await manager.get('/admin/partners/999999/reconciliation')).status).toBe(404);
    const { bytes } = await download(manager, `/admin/partners/${partnerId}/reconciliation.pdf?${DECEMBER}`);
    expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
    const noted = await p.portal.db.auditEntry.findFirstOrThrow({ where: { action: 'documents.exported' }, orderBy: { id: 'desc' } });
    expect(noted.subject).toBe('«Акт_сверки_01.12.2026-31.12.2026.pdf»');
  });
});

test('an entrepreneur stands in the file by name; a company without ОГРН is told what is lacking', async () => {
  const party = await partyOf(p.portal, partnerId);
  const days = { from: day('2026-12-01'), to: day('2026-12-31') };
  const act = await actOf(p.portal, party, days, 'all');
  const as = (change: Partial<typeof party>) => iconv.decode(Buffer.from(actXml({ ...act, party: { ...party, ...change } })), 'win1251');
  const person = { name: 'ИП Каримова Лилия Рашидовна', inn: '773370857141', kpp: null };
  expect(await schemaFaults(as({ ...person, ogrn: '304500116000157' }))).toEqual([]);
  expect(as({ ...person, ogrn: null })).toContain(
    '<СвФЛ ИННФЛ="773370857141"><ФИО Фамилия="Каримова" Имя="Лилия" Отчество="Рашидовна"/></СвФЛ>',
  );
  expect(await schemaFaults(as({ ...person, ogrn: null }))).toEqual([]);
  expect(() => as({ ogrn: null })).toThrow('нужны КПП и ОГРН');
});

test('a file whose sums do not fit, or that lacks a sum, is seen', async () => {
  const days = { from: day('2026-12-01'), to: day('2026-12-31') };
  const xml = xmlText(actTree(await actOf(p.portal, await partyOf(p.portal, partnerId), days, 'all')));
  const root = actTree(await actOf(p.portal, await partyOf(p.portal, partnerId), days, 'all'));
  expect([checkAct(root), xml.includes('СумДебет="1070.00"')]).toEqual([[], true]);
  const changed = (of: XmlElement, name: string, value: string | undefined): XmlElement => ({
    ...of,
    attributes: name in of.attributes ? { ...of.attributes, [name]: value } : of.attributes,
    children: of.children.map((child) => (typeof child === 'string' ? child : changed(child, name, value))),
  });
  expect(checkAct(changed(root, 'СумДебет', undefined))).toContain('an operation has a debit or a credit (0400300001)');
  expect(checkAct(changed(root, 'СумДебет', '1.00'))).toEqual(['operations of a contract give its turnover']);
  expect(checkAct(changed(root, 'СальдоКонДеб', '1.00'))).toContain('opening and turnover give closing');
  expect(checkAct(changed(root, 'ИдФайл', 'act'))).toEqual(['ИдФайл is the name of the file']);
});

test('a sum is told in figures and in words', () => {
  expect(sumText(123_456n)).toBe('1\u00a0234 руб. 56 коп. (Одна тысяча двести тридцать четыре рубля 56 копеек)');
  expect(sumText(5n)).toBe('0 руб. 05 коп. (Ноль рублей 05 копеек)');
});
