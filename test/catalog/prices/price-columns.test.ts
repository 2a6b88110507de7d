import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findHead, saysOf } from '#src/catalog/prices/price-columns.rules.ts';
import { readPriceRows } from '#src/catalog/prices/price-file.rules.ts';
import { day } from '#src/lib/days.ts';
import type { SheetRow } from '#src/lib/sheet.ts';
import { UnreadableFile } from '#src/lib/unreadable.ts';

const FROM = day('2026-12-01');
const table = (...rows: (string | number)[][]): SheetRow[] => rows.map((cells, at) => ({ row: at + 1, cells }));
const linesOf = (...rows: (string | number)[][]) =>
  readPriceRows(table(...rows), FROM).lines.map(({ row, sku, gross }) => `${row} ${sku} ${gross}`);

/** Heads of every kind, as price lists of distributors have them. */
const gross = [
  'Цена с НДС, руб.',
  'Цена, руб. с НДС',
  'Стоимость (вкл. НДС)',
  'ЦЕНА В Т.Ч. НДС',
  'Price incl. VAT, RUB',
  'Цена за единицу в месяц, ₽ с НДС',
];
const plain = ['Цена', 'Цена, руб.', 'Цена за пользователя', 'Стоимость, ₽', 'Price', 'Цена для партнёра'];
const net = [
  'Цена без НДС',
  'Цена без НДС, руб.',
  'Стоимость без учёта НДС',
  'Price excl. VAT',
  'Цена net',
  'Цена (без налога)',
  'Цена + НДС',
];
const foreign = [
  'Цена, USD',
  'Цена с НДС, $',
  'Price EUR',
  'Цена в у.е.',
  'Цена, у. е. с НДС',
  'Цена (€)',
  'Стоимость в долларах',
  'Цена, евро',
];
const retail = [
  'Цена розница',
  'Розничная цена с НДС',
  'РРЦ (цена)',
  'Рекомендованная цена, руб.',
  'Цена МРЦ',
  'Retail price',
  'Цена для конечного клиента',
];
const other = ['Прежняя цена', 'Следующая цена, ₽ с НДС', 'Цена за год, руб.', 'Старая цена'];

describe('what a head says', () => {
  it.each([
    ['net', net],
    ['foreign', foreign],
    ['retail', retail],
    ['other', other],
  ] as const)('%s', (why, heads) => {
    expect(heads.map((head) => [head, saysOf(head)])).toEqual(heads.map((head) => [head, why]));
  });

  it('nothing against a price in rubles with VAT', () => {
    for (const head of [...gross, ...plain]) expect([head, saysOf(head)]).toEqual([head, null]);
  });
});

const noise = fc.constantFrom('Наименование', 'Вендор', 'Описание', 'Ед. изм.', '', 'Срок', 'Группа');
const article = fc.constantFrom('Артикул', 'SKU', 'артикул производителя', 'Код', 'Part number');
const bad = fc.constantFrom(...net, ...foreign, ...retail, ...other);
const cased = (heads: readonly string[]) =>
  fc.constantFrom(...heads, ...heads.map((head) => head.toUpperCase()), ...heads.map((head) => `  ${head} `));

describe('of whatever columns in whatever order', () => {
  it('a price with VAT is found before a plain one, and never one of another kind', () => {
    fc.assert(
      fc.property(
        article,
        fc.array(noise, { maxLength: 4 }),
        fc.array(bad, { maxLength: 4 }),
        fc.option(cased(gross), { nil: undefined }),
        fc.option(cased(plain), { nil: undefined }),
        fc.nat(),
        (sku, noises, bads, best, good, seed) => {
          const heads = [sku, ...noises, ...bads, ...(best ? [best] : []), ...(good ? [good] : [])];
          const turned = heads.map((_, at) => heads[(at + seed) % heads.length] ?? '');
          const head = findHead(table(turned));
          const wanted = best ?? good;
          const isTable = wanted !== undefined || bads.length > 0;
          expect(head !== null).toBe(isTable);
          if (!isTable) return;
          expect(head?.price ?? null).toBe(wanted === undefined ? null : turned.indexOf(wanted));
          expect(head?.sku).toBe(turned.indexOf(sku));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('no number of a column of another kind is ever loaded', () => {
    fc.assert(
      fc.property(fc.array(bad, { minLength: 1, maxLength: 5 }), fc.constantFrom(...gross, ...plain), fc.nat(), (bads, good, seed) => {
        const heads = ['Артикул', ...bads, good];
        const turned = heads.map((_, at) => heads[(at + seed) % heads.length] ?? '');
        const cells = turned.map((head) => (head === 'Артикул' ? 'A-1' : head === good ? 122 : 100));
        expect(linesOf(turned, cells)).toEqual(['2 A-1 12200']);
        const without = turned.filter((head) => head !== good);
        expect(() =>
          linesOf(
            without,
            without.map(() => 100),
          ),
        ).toThrow(UnreadableFile);
      }),
      { numRuns: 300 },
    );
  });
});

describe('the shapes of a table', () => {
  it('a head of two rows names its columns by both', () => {
    const head = [
      ['Артикул', 'Наименование', 'Цена, руб.', '', 'Срок'],
      ['', '', 'без НДС', 'с НДС', ''],
    ];
    expect(linesOf(...head, ['A-1', 'Защита', 100, 122, '1 мес.'])).toEqual(['3 A-1 12200']);
    expect(linesOf(['', '', 'Цена', ''], ['Артикул', 'Наименование', 'USD', 'RUB с НДС'], ['A-1', 'Защита', 1, 92])).toEqual([
      '3 A-1 9200',
    ]);
  });

  it('sections and remarks between the rows are no prices', () => {
    const rows = [
      ['Прайс-лист на декабрь 2026', '', ''],
      ['Артикул', 'Наименование', 'Цена'],
      ['Защита почты', '', ''],
      ['A-1', 'Почта', 100],
      ['', 'Microsoft 365', ''],
      ['B-2', 'Офис', '1 200,50'],
      ['Kaspersky', '', ''],
      ['Цены действуют до конца года', '', ''],
    ];
    expect(linesOf(...rows)).toEqual(['4 A-1 10000', '6 B-2 120050']);
    expect(readPriceRows(table(...rows), FROM).faults).toEqual([]);
  });

  it('an article without a price stays a fault', () => {
    const { faults } = readPriceRows(table(['Артикул', 'Цена'], ['A-1', 100], ['B-2', '']), FROM);
    expect(faults).toEqual([{ row: 3, reason: 'Нет цены' }]);
  });

  it.each([
    ['Все цены указаны без НДС', 'Цена, руб.', 'цена без НДС'],
    ['Цены в долларах США', 'Цена с НДС', 'цена в иностранной валюте'],
  ])('a remark «%s» over «%s» refuses the list', (remark, head, why) => {
    expect(() => linesOf([remark], ['Артикул', head], ['A-1', 100])).toThrow(why);
    expect(() => linesOf(['Артикул', head], ['A-1', 100], [remark])).toThrow(why);
  });

  it('a head that speaks for itself is not concerned by the remark', () => {
    expect(linesOf(['Колонка А без НДС'], ['Артикул', 'Цена с НДС'], ['A-1', 100])).toEqual(['3 A-1 10000']);
    expect(linesOf(['Курс USD: 92,10'], ['Артикул', 'Цена, руб. с НДС'], ['A-1', 100])).toEqual(['3 A-1 10000']);
  });

  it('a row of another currency is a fault', () => {
    const { lines, faults } = readPriceRows(table(['Артикул', 'Цена', 'Валюта'], ['A-1', 1, 'RUB'], ['B-2', 2, 'USD']), FROM);
    expect(lines.map(({ sku }) => sku)).toEqual(['A-1']);
    expect(faults).toEqual([{ row: 3, reason: 'Цена в валюте «USD»: нужна в рублях' }]);
  });
});
