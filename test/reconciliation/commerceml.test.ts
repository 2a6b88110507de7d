import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import type { InvoiceToPrint } from '#src/documents/documents.types.ts';
import { month } from '#src/lib/days.ts';
import { kopecks, vatInside } from '#src/lib/money.ts';
import { element, found, type XmlElement, xmlText } from '#src/lib/xml.ts';
import { commerceTree, commerceXml } from '#src/reconciliation/month/commerceml.ts';
import { checkCommerce } from '#src/reconciliation/month/commerceml-checks.rules.ts';
import { monthRows } from '#src/reconciliation/month/month-table.ts';
import { exemptLine, longInvoice, oddInvoice, printedInvoice, printedLine, workedExample } from '#test/documents/invoices.ts';

const FORMED = new Date('2026-12-01T10:20:30+03:00');
const textOf = (...invoices: InvoiceToPrint[]): string => Buffer.from(commerceXml(invoices, FORMED)).toString('utf8');

const entrepreneur = () => {
  const buyer = { ...printedInvoice().buyer, name: 'ИП Каримова Лилия Рашидовна', inn: '773370857141', kpp: null, ogrn: '304500116000157' };
  return printedInvoice([printedLine()], { buyer });
};

describe('documents that 1С reads', () => {
  it.each<[string, InvoiceToPrint[]]>([
    ['with VAT and without', [workedExample()]],
    ['of several invoices', [workedExample(), printedInvoice([exemptLine()], { id: 2, number: 'МС-000002' })]],
    ['of 60 lines', [longInvoice(60)]],
    ['with odd names', [oddInvoice()]],
    ['for an entrepreneur', [entrepreneur()]],
    ['of no invoice', []],
  ])('%s keep the order of the schema and are well-formed', async (_, invoices) => {
    expect(checkCommerce(commerceTree(invoices, FORMED))).toEqual([]);
    const { valid } = await validateXML({ xml: { fileName: 'cml.xml', contents: textOf(...invoices) }, normalization: 'format' });
    expect(valid).toBe(true);
  });

  it('tell the worked example to the kopeck, VAT inside, by rate', () => {
    const text = textOf(workedExample());
    for (const said of [
      '<КоммерческаяИнформация xmlns="urn:1C.ru:commerceml_2" ВерсияСхемы="2.10" ДатаФормирования="2026-12-01T10:20:30">',
      '<ХозОперация>Отпуск товара</ХозОперация><Роль>Продавец</Роль><Валюта>RUB</Валюта><Курс>1</Курс><Сумма>14565.15</Сумма>',
      '<Налоги><Налог><Наименование>НДС</Наименование><УчтеноВСумме>true</УчтеноВСумме><Сумма>2267.65</Сумма><Ставка>22</Ставка></Налог>' +
        '<Налог><Наименование>НДС</Наименование><УчтеноВСумме>true</УчтеноВСумме><Сумма>0.00</Сумма><Ставка>Без НДС</Ставка></Налог></Налоги>',
      '<ЦенаЗаЕдиницу>503.006</ЦенаЗаЕдиницу><Количество>25</Количество><Сумма>12575.15</Сумма>',
      '<ЦенаЗаЕдиницу>199.00</ЦенаЗаЕдиницу><Количество>10</Количество><Сумма>1990.00</Сумма>',
      '<БазоваяЕдиница Код="796" НаименованиеПолное="Штука" МеждународноеСокращение="PCE">шт</БазоваяЕдиница>',
    ])
      expect(text).toContain(said);
  });

  it('of anything have the sums of their invoices', () => {
    const line = fc.record({
      seats: fc.integer({ min: 1, max: 900 }),
      gross: fc.integer({ min: 1, max: 90_000_000 }),
      isExempt: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 20 }), (lines) => {
        const invoice = printedInvoice(
          lines.map(({ seats, gross, isExempt }, at) => {
            const change = { no: at + 1, seats, gross: kopecks(gross) };
            return isExempt ? exemptLine(change) : printedLine(change);
          }),
        );
        const root = commerceTree([invoice], FORMED);
        expect(checkCommerce(root)).toEqual([]);
        const vat = lines.reduce((all, { gross, isExempt }) => all + (isExempt ? 0n : vatInside(kopecks(gross), 22)), 0n);
        expect(
          xmlText(root)
            .match(/<Сумма>(\d+\.\d\d)</)?.[1]
            ?.replace('.', ''),
        ).toBe(String(lines.reduce((all, { gross }) => all + gross, 0)).padStart(3, '0'));
        const rows = monthRows({ month: month('2026-11'), invoices: [invoice], payments: [] });
        expect(rows.find(({ kind }) => kind === 'Итого начислено')?.vat).toBe(vat);
      }),
      { numRuns: 60 },
    );
  });

  it('that lack an element, change their order or a sum are refused', () => {
    const root = commerceTree([workedExample()], FORMED);
    const document = found(root, 'Документ') as XmlElement;
    const changed = (children: XmlElement['children']) => checkCommerce(element('КоммерческаяИнформация', {}, { ...document, children }));
    expect(changed(document.children.slice(1))).toEqual([`${workedExample().number}: elements of the document`]);
    expect(changed([...document.children].reverse())).toContain(`${workedExample().number}: elements of the document`);
    const dearer = document.children.map((child) =>
      typeof child !== 'string' && child.name === 'Сумма' ? element('Сумма', {}, '1.00') : child,
    );
    expect(changed(dearer)).toEqual([`${workedExample().number}: lines add up to the document`]);
  });
});
