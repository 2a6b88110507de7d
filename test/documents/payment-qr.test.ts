import jsQR from 'jsqr';
import { describe, expect, it } from 'vitest';
import { invoicePdf } from '#src/documents/drawing/invoice.pdf.ts';
import { paymentString } from '#src/documents/drawing/payment-qr.ts';
import { kopecks } from '#src/lib/money.ts';
import { mm } from '#src/platform/pdf/sheet.ts';
import { exemptLine, printedInvoice, printedLine, workedExample } from './invoices.ts';
import { firstPage, type Picture, type PlacedText, pagesOf, textsOf } from './picture.ts';

const pixels = ({ data, width, height }: Picture) => [data, width, height] as const;

describe('the payment code', () => {
  it('holds the fields of ГОСТ Р 56042-2014 in their order', () => {
    expect(paymentString(workedExample())).toBe(
      'ST00012|Name=ООО "МОНТ"|PersonalAcc=40702810138250123017|BankName=ПАО СБЕРБАНК|BIC=044525225|CorrespAcc=30101810400000000225' +
        '|PayeeINN=7700000016|KPP=773601001|Sum=1456515' +
        '|Purpose=Оплата по счету № МС-000123 от 30.11.2026 (код К-004512). В том числе НДС 22% - 2267.65 руб., без НДС - 1990.00 руб.',
    );
  });

  it('keeps the separator out of its values', () => {
    const { seller } = printedInvoice();
    const text = paymentString(printedInvoice([printedLine()], { seller: { ...seller, name: 'ООО «А|Б»' } }));
    expect(text.split('|')).toHaveLength(10);
    expect(text).toContain('Name=ООО "А/Б"');
  });

  it.each([
    ['worked example', workedExample()],
    ['long names', printedInvoice([printedLine()], { number: 'МС-999999', seller: { ...printedInvoice().seller, name: 'Ю'.repeat(200) } })],
    ['partly paid', printedInvoice([printedLine()], { paid: kopecks(15_050n) })],
  ])('is read back from the page: %s', async (_, invoice) => {
    const pdf = await invoicePdf(invoice);
    const [page] = await textsOf(pdf);
    if (!page) throw new Error('no page');
    for (const dpi of [150, 300]) {
      const { data, width, height } = firstPage(pdf, page, dpi);
      const read = jsQR.default(data, width, height);
      expect(Buffer.from(read?.binaryData ?? []).toString('utf8')).toBe(paymentString(invoice));
    }
  });

  it('is at least 30 mm wide, with nothing within four modules of it', async () => {
    const pdf = await invoicePdf(workedExample());
    const [page] = await textsOf(pdf);
    if (!page) throw new Error('no page');
    const { data, width, height } = firstPage(pdf, page, 300);
    const { location, version } = jsQR.default(data, width, height) ?? { version: 0 };
    if (!location) throw new Error('no code');
    const [points, modules] = [72 / 300, 17 + 4 * version];
    const [left, right] = [location.topLeftCorner.x * points, location.topRightCorner.x * points];
    const [top, bottom] = [page.height - location.topLeftCorner.y * points, page.height - location.bottomLeftCorner.y * points];
    expect(right - left).toBeGreaterThan(mm(30));
    const quiet = ((right - left) / modules) * 4;
    expect(page.width - right).toBeGreaterThan(quiet);
    expect(page.height - top).toBeGreaterThan(quiet);
    const isNear = (text: PlacedText) =>
      text.right > left - quiet && text.left < right + quiet && text.top > bottom - quiet && text.bottom < top + quiet;
    expect(page.texts.filter(isNear).map(({ text }) => text)).toEqual([]);
  });

  it('is of what is left to pay, and there is none when nothing is', async () => {
    const partly = printedInvoice([printedLine(), exemptLine({ no: 2 })], { paid: kopecks(149_800n) });
    expect(paymentString(partly)).toContain('|Sum=149800|');
    expect(paymentString(partly)).toContain('В том числе НДС 22% - 135.07 руб., без НДС - 749.00 руб.');
    const wholly = printedInvoice([printedLine()], { paid: kopecks(149_800n) });
    const pdf = await invoicePdf(wholly);
    expect(jsQR.default(...pixels(firstPage(pdf, { width: 595, height: 842 }, 150)))).toBeNull();
    const text = (await pagesOf(pdf)).join(' ');
    expect(text).toContain('Оплачено ранее: 1 498,00 Всего к оплате: 0,00');
    expect(text).toContain('перечислять по нему ничего не нужно');
    expect(text).not.toMatch(/Срок оплаты|Оплатить до|Оплата по коду|Назначение платежа/);
  });
});
