import qrcode from 'qrcode';
import type { Seller } from '#src/billing/close/close.types.ts';
import type { InvoiceToPrint } from '#src/documents/documents.types.ts';
import { paymentPurpose, toPay } from '#src/documents/printing.rules.ts';

/** Longest values of ГОСТ Р 56042-2014, in characters. */
const LIMITS = { Name: 160, BankName: 45, Purpose: 210 } as const;

/**
 * What a bank's application reads from the code on a счёт (ГОСТ Р 56042-2014): version 0001, UTF-8, values joined by «|»,
 * the sum that is left to pay in kopecks. The separator can't stand in a value: «|» becomes «/».
 */
export function paymentString(invoice: InvoiceToPrint): string {
  const { seller } = invoice;
  const values: [string, string][] = [
    ...account(seller),
    ['PayeeINN', seller.inn],
    ['KPP', seller.kpp],
    ['Sum', String(toPay(invoice))],
    ['Purpose', clean(paymentPurpose(invoice), LIMITS.Purpose)],
  ];
  return ['ST00012', ...values.map(([key, value]) => `${key}=${value}`)].join('|');
}

function account({ name, bank }: Seller): [string, string][] {
  return [
    ['Name', clean(name, LIMITS.Name).replace(/[«»]/g, '"')],
    ['PersonalAcc', bank.account],
    ['BankName', clean(bank.name, LIMITS.BankName)],
    ['BIC', bank.bic],
    ['CorrespAcc', bank.correspondentAccount],
  ];
}

const clean = (text: string, length: number): string =>
  [...text.replaceAll('|', '/').replace(/\s+/g, ' ').trim()].slice(0, length).join('');

/** Black modules of a code: `[column, row, length]` runs in a square of `size` modules, without the quiet zone. */
export interface QrCode {
  readonly size: number;
  readonly runs: readonly (readonly [number, number, number])[];
}

/**
 * The code of a text in UTF-8 with correction level M. The mask is fixed: choosing the best of eight takes longer
 * than drawing the rest of the document, and readers take any.
 */
export function qrOf(text: string): QrCode {
  const { modules } = qrcode.create([{ data: Buffer.from(text, 'utf8'), mode: 'byte' }], { errorCorrectionLevel: 'M', maskPattern: 3 });
  const { size, data } = modules;
  const runs: [number, number, number][] = [];
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const begin = column;
      while (column < size && data[row * size + column]) column++;
      if (column > begin) runs.push([begin, row, column - begin]);
    }
  }
  return { size, runs };
}
