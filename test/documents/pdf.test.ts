import { describe, expect, it } from 'vitest';
import type { InvoiceToPrint } from '#src/documents/documents.types.ts';
import { actPdf } from '#src/documents/drawing/act.pdf.ts';
import { invoicePdf } from '#src/documents/drawing/invoice.pdf.ts';
import { utdPdf } from '#src/documents/drawing/utd.pdf.ts';
import { vatInvoicePdf } from '#src/documents/drawing/vat-invoice.pdf.ts';
import { day } from '#src/lib/days.ts';
import { kopecks } from '#src/lib/money.ts';
import { mm } from '#src/platform/pdf/sheet.ts';
import { exemptLine, longInvoice, oddInvoice, printedInvoice, printedLine, workedExample } from './invoices.ts';
import { collisions, type PageTexts, type PlacedText, pagesOf, textsOf } from './picture.ts';

const makers = { invoicePdf, utdPdf, actPdf, vatInvoicePdf };

const textOf = async (make: (of: InvoiceToPrint) => Promise<Uint8Array>, of: InvoiceToPrint) => (await pagesOf(await make(of))).join(' ');

/** Texts that run into another or off the page. */
function misplaced(page: PageTexts): string[] {
  const isOff = ({ left, right, bottom, top }: PlacedText) =>
    left < mm(8) - 1 || right > page.width - mm(8) + 1 || bottom < mm(7) || top > page.height - mm(7);
  return [...collisions(page), ...page.texts.filter(isOff).map(({ text }) => text)];
}

/** Texts on one line of a page, from left to right. */
function rowsOf(texts: readonly PlacedText[]): string[] {
  const rows = [...new Set(texts.map(({ bottom }) => bottom))].map((at) => texts.filter(({ bottom }) => bottom === at));
  return rows.map((row) =>
    [...row]
      .sort((a, b) => a.left - b.left)
      .map(({ text }) => text)
      .join(' '),
  );
}

describe('a счёт', () => {
  it('has what a payer needs, with Cyrillic, № and sums as they are written in Russian', async () => {
    const text = await textOf(invoicePdf, workedExample());
    for (const said of [
      'Счёт на оплату № МС-000123 от 30 ноября 2026 г.',
      'ПАО СБЕРБАНК',
      '044525225',
      '40702810138250123017',
      '30101810400000000225',
      'ИНН 7700000016',
      'ООО «Вектор», ИНН 7700000023, КПП 773601001',
      'Договор № MCD-77/2026 от 15.01.2026',
      'до 14 декабря 2026 г.',
      '12 575,15',
      'В том числе НДС 22 %: 2 267,65',
      'Без налога (НДС): 1 990,00',
      'Всего к оплате: 14 565,15',
      'Всего наименований 2, на сумму 14 565,15 руб.',
      'Четырнадцать тысяч пятьсот шестьдесят пять рублей 15 копеек',
      'пп. 26 п. 2 ст. 149 НК РФ',
    ]) {
      expect(text).toContain(said);
    }
    expect(text).not.toMatch(/Плательщик|Оплачено ранее|К оплате:/);
  });

  it('says what to write as the purpose of the payment, as its code does', async () => {
    expect(await textOf(invoicePdf, workedExample())).toContain(
      'Назначение платежа: Оплата по счету № МС-000123 от 30.11.2026 (код К-004512). В том числе НДС 22% - 2267.65 руб., без НДС - 1990.00 руб.',
    );
  });

  it('asks for what money that came before has left', async () => {
    const text = await textOf(invoicePdf, printedInvoice([printedLine()], { paid: kopecks(15_050n) }));
    expect(text).toContain('Итого: 1 498,00 В том числе НДС 22 %: 270,13 Оплачено ранее: 150,50 Всего к оплате: 1 347,50');
    expect(text).toContain(
      'Одна тысяча четыреста девяносто восемь рублей 00 копеек К оплате: Одна тысяча триста сорок семь рублей 50 копеек',
    );
  });

  it('names the payer when another code pays, and the счёт it replaces', async () => {
    const { buyer } = printedInvoice();
    const text = await textOf(
      invoicePdf,
      printedInvoice([printedLine()], { buyer: { ...buyer, axPayerCode: 'К-000777' }, replaces: 'МС-000001' }),
    );
    expect(text).toContain('Плательщик: код плательщика К-000777');
    expect(text).toContain('счёта № МС-000001, который аннулирован');
  });

  it('shows the rouble sign and leaves out what the font has no picture for', async () => {
    const text = await textOf(invoicePdf, oddInvoice());
    expect(text).toContain('Ёлка "Pro" <b>&amp;</b> ₽100 №1 — é 5|6');
    expect(text).toContain('длинное, ИНН');
    expect(text.replaceAll(' ', '')).toContain('Ы'.repeat(1_000));
  });
});

it('a счёт-фактура names the payment orders of money that came before it', async () => {
  const prepayments = [
    { number: '17', on: day('2026-11-01'), amount: kopecks(100_00n) },
    { number: null, on: day('2026-11-02'), amount: kopecks(50_50n) },
  ];
  for (const make of [utdPdf, vatInvoicePdf]) {
    const text = await textOf(make, printedInvoice([printedLine()], { prepayments }));
    expect(text).toContain('17 от 01.11.2026, б/н от 02.11.2026');
  }
});

describe('a УПД', () => {
  it('has status 1 with VAT and 2 without', async () => {
    expect(await textOf(utdPdf, workedExample())).toContain('Статус: 1 1 – счет-фактура');
    expect(await textOf(utdPdf, printedInvoice([printedLine({ vatRate: null })]))).toContain('Статус: 2 1 – счет-фактура');
  });

  it('has its lines, columns and boxes', async () => {
    const text = await textOf(utdPdf, workedExample());
    for (const said of [
      'Счет-фактура № МС-000123 от 30 ноября 2026 г. (1)',
      'Общество с ограниченной ответственностью «МОНТ» (ООО «МОНТ»)',
      '7700000016/773601001',
      'Универсальный передаточный документ, № МС-000123 от 30.11.2026',
      'Российский рубль, 643',
      'без акциза',
      '412,30',
      '10 307,50',
      'Всего к оплате (9) 12 297,50 X X 2 267,65 14 565,15',
      'Документ составлен на 1 листе',
      'Счёт № МС-000123 от 30.11.2026, код дебитора К-004512',
    ]) {
      expect(text).toContain(said);
    }
    for (const code of ['2', '2а', '2б', '3', '4', '5', '5а', '5б', '6', '6а', '6б', '7', '8']) expect(text).toContain(`(${code})`);
    for (let box = 10; box <= 21; box++) expect(text).toContain(`[${box}]`);
    expect(text).toContain('передачи имущественных прав № — от —, исправление № — от — (5б)');
  });

  it.each([
    ['a УПД', utdPdf, 'А 1 1а 1б 2 2а 3 4 5 6 7 8 9 10 10а 11'],
    ['a счёт-фактура', vatInvoicePdf, '1 1а 1б 2 2а 3 4 5 6 7 8 9 10 10а 11'],
  ])('%s has the codes of its columns under their heads on every page', async (_, make, codes) => {
    for (const { texts } of (await textsOf(await make(longInvoice(60)))).slice(0, -1)) expect(rowsOf(texts)).toContain(codes);
  });

  it('names the codes of an entrepreneur, who has no КПП', async () => {
    const buyer = { ...printedInvoice().buyer, name: 'ИП Каримова Лилия Рашидовна', inn: '773370857141', kpp: null };
    for (const make of [utdPdf, actPdf]) {
      const text = await textOf(make, printedInvoice([printedLine()], { buyer }));
      expect(text).toContain('ИП Каримова Лилия Рашидовна, ИНН 773370857141');
    }
  });

  it('of five lines is one sheet, of sixty says how many', async () => {
    expect(await textOf(utdPdf, longInvoice(5))).toContain('Документ составлен на 1 листе');
    const pages = await pagesOf(await utdPdf(longInvoice(60)));
    expect(pages.at(-1)).toContain(`Документ составлен на ${pages.length} листах`);
  });

  it('prints line 5б from April 2026 on', async () => {
    const before = { period: day('2026-03-01'), issuedOn: day('2026-03-31'), issuedAt: new Date('2026-03-31T21:00:00+03:00') };
    const text = await textOf(utdPdf, printedInvoice([printedLine({ from: day('2026-03-01'), to: day('2026-04-01') })], before));
    expect(text).not.toContain('(5б)');
    expect(text).toContain('16 августа 2024 г. № 1096');
    expect(await textOf(utdPdf, printedInvoice())).toContain('23 января 2026 г. № 26');
  });
});

describe('an акт and its счёт-фактура', () => {
  it('say what was done and what it cost', async () => {
    const act = await textOf(actPdf, workedExample());
    for (const said of ['Акт № МС-000123 от 30 ноября 2026 г.', '14 565,15', 'Заказчик претензий', 'Воронцов С. А.'])
      expect(act).toContain(said);
    const vatInvoice = await textOf(vatInvoicePdf, workedExample());
    expect(vatInvoice).toContain('Акт, № МС-000123 от 30.11.2026');
    expect(vatInvoice).not.toContain('[10]');
  });
});

describe.each(Object.entries(makers))('%s', (name, make) => {
  it('ends every page with its number and repeats the heads of columns', async () => {
    const pages = await pagesOf(await make(longInvoice(60)));
    expect(pages.length).toBeGreaterThan(2);
    pages.forEach((page, at) => {
      expect(page.endsWith(`Страница ${at + 1} из ${pages.length}`)).toBe(true);
      expect(page).toMatch(
        name === 'invoicePdf' ? /Товары \(работы, услуги\)/ : name === 'actPdf' ? /Наименование работ/ : /Стоимость товаров/,
      );
    });
    expect(pages.join(' ').match(/S-1000\d\d/g)?.length).toBeGreaterThanOrEqual(60);
  });

  it.each([
    ['of one line', printedInvoice()],
    ['of sixty lines', longInvoice(60)],
    ['with odd names', oddInvoice()],
    ['of great sums', printedInvoice([printedLine({ seats: 12_000, gross: kopecks(99_999_999_999n) })], { replaces: 'МС-000001' })],
    ['partly paid', printedInvoice([printedLine(), exemptLine({ no: 2 })], { paid: kopecks(15_050n) })],
  ])('%s: no text runs into another or off the page', async (_, invoice) => {
    for (const page of await textsOf(await make(invoice))) expect(misplaced(page)).toEqual([]);
  });

  it('gives the same bytes for the same invoice, whatever was drawn before', async () => {
    const first = await make(workedExample());
    await make(oddInvoice());
    expect(Buffer.compare(first, await make(workedExample()))).toBe(0);
  });

  it('bears every number of lines: totals and signatures never stand on a page without a line', async () => {
    for (let lines = 1; lines <= 24; lines++) {
      const pages = await textsOf(await make(longInvoice(lines)));
      expect([lines, pages.at(-1)?.texts.some(({ text }) => /S-1000\d\d/.test(text))]).toEqual([lines, true]);
      for (const page of pages) expect([lines, misplaced(page)]).toEqual([lines, []]);
    }
  }, 60_000);

  it('carries a line over to the totals when its name takes a page', async () => {
    for (let length = 600; length <= 4_000; length += 200) {
      const pages = await pagesOf(await make(printedInvoice([printedLine({ customerName: 'Ы'.repeat(length) })])));
      expect([length, /ноябрь 2026/.test(pages.at(-1) ?? '')]).toEqual([length, true]);
    }
  }, 30_000);

  it('bears odd names and lets lines of 0,00 ₽ out', async () => {
    expect((await pagesOf(await make(oddInvoice()))).join(' ')).toContain('Рога & Копыта');
    const free = printedLine({ subscriptionNumber: 'S-100099', gross: kopecks(0n) });
    expect((await pagesOf(await make(printedInvoice([printedLine(), free])))).join(' ')).not.toContain('S-100099');
  });
});
