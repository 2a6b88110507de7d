import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openPart, paymentState } from '#src/documents/documents.rules.ts';
import type { PrintedLine } from '#src/documents/documents.types.ts';
import {
  addressText,
  contractText,
  formatPrice,
  lineName,
  linePrice,
  paymentPurpose,
  shortName,
  toPay,
  totalsByRate,
} from '#src/documents/printing.rules.ts';
import { addDays, day } from '#src/lib/days.ts';
import { decimalRub, kopecks, sum } from '#src/lib/money.ts';
import { exemptLine, printedInvoice, printedLine, workedExample } from './invoices.ts';

describe('the price of a line', () => {
  it.each([
    [1_030_750n, 25, '412.30'],
    [199_000n, 10, '199.00'],
    [52_623n, 8, '65.77875'],
    [1n, 1, '0.01'],
    [1n, 1000, '0.00001'],
    [19_973n, 7, '28.533'],
    [10_000n, 3, '33.333'],
    [100n, 3, '0.333'],
  ])('%s kopecks for %s pieces are %s', (total, quantity, price) => {
    expect(linePrice(total, quantity)).toBe(price);
  });

  it('times the quantity is the sum, exactly where an exact price exists, and with no decimal more than that takes', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 10n ** 13n }), fc.integer({ min: 1, max: 1_000_000 }), (total, quantity) => {
        const price = linePrice(total, quantity);
        expect(price).toMatch(/^(0|[1-9]\d*)\.\d{2,11}$/);
        expect(Number(price)).toBeGreaterThan(0);
        const [given, hasExact] = [productOf(price, quantity), (10n ** 9n * total) % BigInt(quantity) === 0n];
        expect(given.rounded).toBe(total);
        expect(given.isExact).toBe(hasExact);
        const decimals = price.length - price.indexOf('.') - 1;
        if (decimals === 2) return;
        const shorter = roundedPrice(total, quantity, decimals - 1);
        const { rounded, isExact } = productOf(shorter, quantity);
        expect(rounded === total && isExact === hasExact).toBe(false);
      }),
      { numRuns: 3_000 },
    );
  });

  it('is refused where none will do', () => {
    expect(() => linePrice(1n, 10 ** 12)).toThrow(RangeError);
  });

  it('is shown to people with the same digits', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 10n ** 13n }), fc.integer({ min: 1, max: 10_000 }), (total, quantity) => {
        const price = linePrice(total, quantity);
        const shown = formatPrice(price);
        expect(shown).toMatch(/^\d{1,3}(\u00a0\d{3})*,\d+$/);
        expect(shown.replaceAll('\u00a0', '').replace(',', '.')).toBe(price);
      }),
    );
  });

  it('is shown with its thousands', () => {
    expect(formatPrice('1065.77875')).toBe('1\u00a0065,77875');
  });
});

const someLines = fc.array(
  fc
    .record({
      gross: fc.bigInt({ min: 1n, max: 10n ** 11n }),
      vatRate: fc.constantFrom(22, 20, null),
      seats: fc.integer({ min: 1, max: 5_000 }),
    })
    .map(({ gross, ...line }) => printedLine({ ...line, gross: kopecks(gross) })),
  { minLength: 1, maxLength: 8 },
);

/** The name of a line with plain spaces. */
const nameOf = (line: PrintedLine): string => lineName(line).replaceAll('\u00a0', ' ');

/** Price × quantity, rounded to a kopeck, and whether it had to be. */
function productOf(price: string, quantity: number): { rounded: bigint; isExact: boolean } {
  const decimals = price.length - price.indexOf('.') - 1;
  const [product, scale] = [BigInt(price.replace('.', '')) * BigInt(quantity) * 100n, 10n ** BigInt(decimals)];
  return { rounded: (product * 2n + scale) / (scale * 2n), isExact: product % scale === 0n };
}

/** The quotient with so many decimals. */
function roundedPrice(total: bigint, quantity: number, decimals: number): string {
  const scaled = total * 10n ** BigInt(decimals - 2);
  const digits = ((scaled * 2n + BigInt(quantity)) / (2n * BigInt(quantity))).toString().padStart(decimals + 1, '0');
  return `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

describe('the name of a line', () => {
  it('tells a whole month, a part of it or one day', () => {
    expect(nameOf(printedLine())).toBe(
      'Kaspersky Endpoint Security Cloud Plus (KL4627RAMTS), ООО «Ромашка», подписка S-100001, ноябрь 2026 г.',
    );
    expect(nameOf(printedLine({ from: day('2026-11-22') }))).toContain('с 22 по 30 ноября 2026 г. (9 из 30 дней)');
    expect(nameOf(printedLine({ to: day('2026-11-02') }))).toContain('1 ноября 2026 г. (1 из 30 дней)');
  });

  it('tells no days where the sum does not follow them, and 31 days in words', () => {
    expect(nameOf(printedLine({ from: day('2026-11-22'), gross: kopecks(149_800n) }))).toContain(
      'с 22 по 30 ноября 2026 г., плата помесячная',
    );
    const december = { from: day('2026-12-02'), to: day('2027-01-01'), gross: kopecks(144_968n) };
    expect(nameOf(printedLine(december))).toContain('с 2 по 31 декабря 2026 г. (30 из 31 дня)');
  });

  it('names the entry of the register that a line without VAT is exempt by', () => {
    expect(nameOf(exemptLine())).toBe(
      'Kaspersky Endpoint Security Cloud Plus (KL4627RAMTS), реестр ПО № 205 от 18.03.2016, ООО «Ромашка», подписка S-100001, ноябрь 2026 г.',
    );
    expect(nameOf(exemptLine({ registryOn: null }))).toContain('), реестр ПО № 205, ООО');
    expect(nameOf(exemptLine({ registryNumber: null }))).not.toContain('реестр');
    expect(nameOf(printedLine({ registryNumber: '205' }))).not.toContain('реестр');
  });

  it('tells what, which entry, for whom, under which number and for how many days, in this order', () => {
    const text = fc.string({ minLength: 1, maxLength: 40 });
    const days = fc
      .tuple(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 30 }))
      .map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
    fc.assert(
      fc.property(text, text, fc.boolean(), days, (productName, customerName, isExempt, [first, last]) => {
        const [from, to] = [day(`2026-11-${String(first).padStart(2, '0')}`), addDays(day(`2026-11-${String(last).padStart(2, '0')}`), 1)];
        const line = (isExempt ? exemptLine : printedLine)({ productName, customerName, from, to });
        const entry = isExempt ? ', реестр ПО №\u00a0205 от\u00a018.03.2016' : '';
        const head = `${productName} (KL4627RAMTS)${entry}, ${customerName}, подписка\u00a0S-100001, `;
        const name = lineName(line);
        expect(name.startsWith(head)).toBe(true);
        const days = last - first + 1;
        const span = days === 1 ? `${first} ноября` : `с ${first} по ${last} ноября`;
        const told = days === 30 ? 'ноябрь 2026 г.' : `${span} 2026 г. (${days} из 30 дней)`;
        expect(name.slice(head.length).replaceAll('\u00a0', ' ')).toBe(told);
      }),
    );
  });
});

describe('what a payer writes', () => {
  it('names invoice, debtor and VAT', () => {
    const head = 'Оплата по счету № МС-000123 от 30.11.2026 (код К-004512).';
    expect(paymentPurpose(printedInvoice())).toBe(`${head} В том числе НДС 22% - 270.13 руб.`);
    expect(paymentPurpose(workedExample())).toBe(`${head} В том числе НДС 22% - 2267.65 руб., без НДС - 1990.00 руб.`);
    expect(paymentPurpose(printedInvoice([printedLine({ vatRate: null })]))).toBe(`${head} НДС не облагается`);
  });

  it('fits a payment order whatever the codes are, and always tells the VAT', () => {
    const { buyer } = printedInvoice();
    const purpose = paymentPurpose(printedInvoice(workedExample().lines, { buyer: { ...buyer, axDebtorCode: 'К'.repeat(400) } }));
    expect(purpose).toHaveLength(210);
    expect(purpose).toMatch(
      /^Оплата по счету № МС-000123 от 30\.11\.2026 \(код К+ В том числе НДС 22% - 2267\.65 руб\., без НДС - 1990\.00 руб\.$/,
    );
  });

  it('tells of each rate what is in the money that is left to pay', () => {
    fc.assert(
      fc.property(someLines, fc.string({ maxLength: 300 }), fc.double({ min: 0, max: 1, noNaN: true }), (lines, code, part) => {
        const whole = printedInvoice(lines, { buyer: { ...printedInvoice().buyer, axDebtorCode: code } });
        const paid = (whole.gross * BigInt(Math.floor(part * 1_000))) / 1_000n;
        const invoice = { ...whole, paid: kopecks(paid) };
        const purpose = paymentPurpose(invoice);
        expect(purpose.length).toBeLessThanOrEqual(210);
        const told = purpose.slice(purpose.lastIndexOf(' В том числе ') + 1);
        const share = (sum: bigint) => decimalRub((sum * toPay(invoice) * 2n + invoice.gross) / (invoice.gross * 2n));
        const of = (rate: number | null) => lines.filter(({ vatRate }) => vatRate === rate);
        const rates = [22, 20]
          .filter((rate) => of(rate).length > 0)
          .map((rate) => `НДС ${rate}% - ${share(sum(...of(rate).map(({ vat }) => vat)))} руб.`);
        const exempt = of(null).length > 0 ? [`без НДС - ${share(sum(...of(null).map(({ gross }) => gross)))} руб.`] : [];
        if (rates.length === 0) expect(purpose).toMatch(/ НДС не облагается$/);
        else expect(told).toBe(`В том числе ${[...rates, ...exempt].join(', ')}`);
      }),
    );
  });
});

describe('sums and names', () => {
  it('add up per rate, never from the total', () => {
    const third = printedLine({ gross: kopecks(4_066n) });
    expect(totalsByRate([third, third, third])).toEqual([{ rate: 22, net: 9_999n, vat: 2_199n, gross: 12_198n }]);
    expect(totalsByRate(workedExample().lines).map(({ rate, vat }) => [rate, vat])).toEqual([
      [22, 226_765n],
      [null, 0n],
    ]);
  });

  it('of all rates together are those of the lines, a rate once, the highest first and «без НДС» last', () => {
    fc.assert(
      fc.property(someLines, (lines) => {
        const totals = totalsByRate(lines);
        const rates = totals.map(({ rate }) => rate);
        expect(rates).toEqual([22, 20, null].filter((rate) => lines.some(({ vatRate }) => vatRate === rate)));
        for (const key of ['net', 'vat', 'gross'] as const) {
          expect(sum(...totals.map((total) => total[key]))).toBe(sum(...lines.map((line) => line[key])));
        }
        for (const { rate, net, vat, gross } of totals) {
          expect(net + vat).toBe(gross);
          expect(gross).toBe(sum(...lines.filter(({ vatRate }) => vatRate === rate).map((line) => line.gross)));
        }
      }),
    );
  });

  it('are shortened as on documents', () => {
    expect(shortName('Воронцов Сергей Андреевич')).toBe('Воронцов\u00a0С.\u00a0А.');
    expect(addressText('115035, г. Москва, ул. Садовническая, д. 10, стр. 2, офис 5')).toBe(
      '115035, г.\u00a0Москва, ул.\u00a0Садовническая, д.\u00a010, стр.\u00a02, офис\u00a05',
    );
    const agreement = { number: '2', signedOn: day('2026-06-01'), baseNumber: '7', baseSignedOn: day('2026-01-15') };
    expect(contractText(agreement)).toBe('Договор № 7 от 15.01.2026, дополнительное соглашение № 2 от 01.06.2026');
  });
});

describe('where an invoice stands', () => {
  const invoice = { status: 'issued', gross: kopecks(100n), paid: kopecks(0n), dueOn: day('2026-12-14') } as const;

  it.each([
    [invoice, '2026-12-14', 'open'],
    [invoice, '2026-12-15', 'overdue'],
    [{ ...invoice, paid: kopecks(99n) }, '2026-12-15', 'overdue'],
    [{ ...invoice, paid: kopecks(100n) }, '2026-12-15', 'paid'],
    [{ ...invoice, status: 'cancelled' }, '2026-12-15', 'cancelled'],
  ] as const)('%o on %s is %s', (of, today, state) => {
    expect(paymentState(of, day(today))).toBe(state);
  });

  it('has nothing open when cancelled or overpaid', () => {
    expect(openPart({ ...invoice, status: 'cancelled' })).toBe(0n);
    expect(openPart({ ...invoice, paid: kopecks(120n) })).toBe(0n);
    expect(openPart({ ...invoice, paid: kopecks(30n) })).toBe(70n);
  });
});
