import { seller } from '#prisma/seeds/data/seller.ts';
import type { InvoiceToPrint, PrintedLine } from '#src/documents/documents.types.ts';
import { day, daysBetween } from '#src/lib/days.ts';
import { kopecks, roundHalfUpDiv, sum, taxed } from '#src/lib/money.ts';

/** A line of 7 places for November 2026 or some of its days; net, VAT and total follow from `gross` and `vatRate`. */
export function printedLine(changes: Partial<PrintedLine> = {}): PrintedLine {
  const { from = day('2026-11-01'), to = day('2026-12-01'), vatRate = 22 } = changes;
  const { gross = kopecks(roundHalfUpDiv(149_800n * BigInt(daysBetween(from, to)), 30n)) } = changes;
  return {
    no: 1,
    subscriptionNumber: 'S-100001',
    sku: 'KL4627RAMTS',
    productName: 'Kaspersky Endpoint Security Cloud Plus',
    customerName: 'ООО «Ромашка»',
    from,
    to,
    seats: 7,
    unitPrice: kopecks(21_400n),
    registryNumber: null,
    registryOn: null,
    ...changes,
    ...taxed(gross, vatRate),
    vatRate,
  };
}

/** A line sold without VAT, as software of the register. */
export function exemptLine(changes: Partial<PrintedLine> = {}): PrintedLine {
  return printedLine({ registryNumber: '205', registryOn: day('2016-03-18'), ...changes, vatRate: null });
}

/** The invoice № МС-000123 of ООО «Вектор» for November 2026 with these lines; its sums are theirs. */
export function printedInvoice(lines: readonly PrintedLine[] = [printedLine()], changes: Partial<InvoiceToPrint> = {}): InvoiceToPrint {
  return {
    id: 17,
    partnerId: 1,
    number: 'МС-000123',
    period: day('2026-11-01'),
    issuedOn: day('2026-11-30'),
    issuedAt: new Date('2026-11-30T23:10:05+03:00'),
    dueOn: day('2026-12-14'),
    net: sum(...lines.map(({ net }) => net)),
    vat: sum(...lines.map(({ vat }) => vat)),
    gross: sum(...lines.map(({ gross }) => gross)),
    seller,
    buyer: {
      name: 'ООО «Вектор»',
      inn: '7700000023',
      kpp: '773601001',
      ogrn: '1027700132195',
      address: '115035, г. Москва, ул. Садовническая, д. 10, офис 5',
      phone: '+74951234567',
      email: 'anna@vector.example',
      axDebtorCode: 'К-004512',
      axPayerCode: 'К-004512',
    },
    contract: { number: 'MCD-77/2026', signedOn: day('2026-01-15'), baseNumber: null, baseSignedOn: null },
    docMode: 'upd',
    replaces: null,
    paid: kopecks(0n),
    prepayments: [],
    advanceInvoices: [],
    line5bFieldId: null,
    lines,
    ...changes,
  };
}

/** The invoice that the rules of the formats work out by hand: 25 places at 412,30 and 10 exempt ones at 199,00, 14 565,15 ₽ in all. */
export function workedExample(): InvoiceToPrint {
  const taxedLine = printedLine({ seats: 25, gross: kopecks(1_257_515n) });
  const exempt = exemptLine({ no: 2, subscriptionNumber: 'S-100002', seats: 10, gross: kopecks(199_000n) });
  return printedInvoice([taxedLine, exempt]);
}

/** `count` lines, every third exempt, every second for a part of the month. */
export function longInvoice(count: number): InvoiceToPrint {
  return printedInvoice(
    Array.from({ length: count }, (_, at) =>
      (at % 3 === 2 ? exemptLine : printedLine)({
        no: at + 1,
        subscriptionNumber: `S-${100_001 + at}`,
        seats: at + 1,
        gross: kopecks(44_940n + BigInt(at) * 1_013n),
        from: day(at % 2 === 0 ? '2026-11-01' : '2026-11-22'),
      }),
    ),
  );
}

/** Everything that breaks careless programs: quotes, marks of XML, emoji, hieroglyphs, 1,000 characters without a space. */
export function oddInvoice(): InvoiceToPrint {
  const odd = printedLine({
    productName: `Ёлка "Pro" <b>&amp;</b> ₽100 👩‍💻 漢字 №1 — é\u202f5|6 \u0007`,
    customerName: 'Ы'.repeat(1_000),
  });
  const { buyer } = printedInvoice();
  return printedInvoice([odd], {
    buyer: { ...buyer, name: `ООО "Рога & Копыта" ${'очень '.repeat(170)}длинное 🐮`, address: null, kpp: null, phone: null },
  });
}
