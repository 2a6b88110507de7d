import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openPart, paymentState } from '#src/documents/documents.rules.ts';
import { contractText, formatPrice, lineName, linePrice, paymentPurpose, shortName, totalsByRate } from '#src/documents/printing.rules.ts';
import { day } from '#src/lib/days.ts';
import { kopecks } from '#src/lib/money.ts';
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

  it('times the quantity is the sum, to the kopeck', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 10n ** 13n }), fc.integer({ min: 1, max: 1_000_000 }), (total, quantity) => {
        const price = linePrice(total, quantity);
        expect(price).toMatch(/^\d+\.\d{2,11}$/);
        const [rubles = '', decimals = ''] = price.split('.');
        const scale = 10n ** BigInt(decimals.length);
        const product = BigInt(rubles + decimals) * BigInt(quantity) * 100n;
        expect((product * 2n + scale) / (scale * 2n)).toBe(total);
        expect(Number(price)).toBeGreaterThan(0);
      }),
      { numRuns: 3_000 },
    );
  });

  it('is shown with its thousands', () => {
    expect(formatPrice('1065.77875')).toBe('1\u00a0065,77875');
  });
});

describe('the name of a line', () => {
  it('tells a whole month, a part of it or one day', () => {
    expect(lineName(printedLine())).toBe(
      'Kaspersky Endpoint Security Cloud Plus (KL4627RAMTS), ООО «Ромашка», подписка S-100001, ноябрь 2026 г.',
    );
    expect(lineName(printedLine({ from: day('2026-11-22') }))).toContain('с 22 по 30 ноября 2026 г. (9 из 30 дней)');
    expect(lineName(printedLine({ to: day('2026-11-02') }))).toContain('1 ноября 2026 г. (1 из 30 дней)');
  });

  it('names the entry of the register that a line without VAT is exempt by', () => {
    expect(lineName(exemptLine())).toBe(
      'Kaspersky Endpoint Security Cloud Plus (KL4627RAMTS), реестр ПО № 205 от 18.03.2016, ООО «Ромашка», подписка S-100001, ноябрь 2026 г.',
    );
    expect(lineName(exemptLine({ registryOn: null }))).toContain('), реестр ПО № 205, ООО');
    expect(lineName(exemptLine({ registryNumber: null }))).not.toContain('реестр');
    expect(lineName(printedLine({ registryNumber: '205' }))).not.toContain('реестр');
  });
});

describe('what a payer writes', () => {
  it('names invoice, debtor and VAT', () => {
    const head = 'Оплата по счету № МС-000123 от 30.11.2026 (код К-004512).';
    expect(paymentPurpose(printedInvoice())).toBe(`${head} В том числе НДС 22% - 270.13 руб.`);
    expect(paymentPurpose(workedExample())).toBe(`${head} В том числе НДС 22% - 2267.65 руб., без НДС - 1990.00 руб.`);
    expect(paymentPurpose(printedInvoice([printedLine({ vatRate: null })]))).toBe(`${head} НДС не облагается`);
  });

  it('fits a payment order whatever the codes are', () => {
    const { buyer } = printedInvoice();
    expect(paymentPurpose(printedInvoice([printedLine()], { buyer: { ...buyer, axDebtorCode: 'К'.repeat(400) } }))).toHaveLength(210);
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

  it('are shortened as on documents', () => {
    expect(shortName('Воронцов Сергей Андреевич')).toBe('Воронцов\u00a0С.\u00a0А.');
    const agreement = { number: '2', signedOn: day('2026-06-01'), baseNumber: '7', baseSignedOn: day('2026-01-15') };
    expect(contractText(agreement)).toBe('Договор № 7 от 15.01.2026, дополнительное соглашение № 2 от 01.06.2026');
  });
});

describe('where an invoice stands', () => {
  const invoice = { status: 'issued', gross: 100n, paid: 0n, dueOn: day('2026-12-14') } as const;

  it.each([
    [invoice, '2026-12-14', 'open'],
    [invoice, '2026-12-15', 'overdue'],
    [{ ...invoice, paid: 99n }, '2026-12-15', 'overdue'],
    [{ ...invoice, paid: 100n }, '2026-12-15', 'paid'],
    [{ ...invoice, status: 'cancelled' }, '2026-12-15', 'cancelled'],
  ] as const)('%o on %s is %s', (of, today, state) => {
    expect(paymentState(of, day(today))).toBe(state);
  });

  it('has nothing open when cancelled or overpaid', () => {
    expect(openPart({ ...invoice, status: 'cancelled' })).toBe(0n);
    expect(openPart({ ...invoice, paid: 120n })).toBe(0n);
    expect(openPart({ ...invoice, paid: 30n })).toBe(70n);
  });
});
