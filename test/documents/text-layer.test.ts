import { inflateSync } from 'node:zlib';
import { expect, it, vi } from 'vitest';
import type { InvoiceToPrint } from '#src/documents/documents.types.ts';
import { exemptLine, printedInvoice, printedLine } from './invoices.ts';
import { pagesOf } from './picture.ts';

type Make = (of: InvoiceToPrint) => Promise<Uint8Array>;

const KINDS = ['счёт', 'УПД', 'акт', 'счёт-фактура'] as const;

/** The makers of a thread that has just begun: fonts are read from their files again. */
async function freshMakers(): Promise<Record<(typeof KINDS)[number], Make>> {
  vi.resetModules();
  const { invoicePdf } = await import('#src/documents/drawing/invoice.pdf.ts');
  const { utdPdf } = await import('#src/documents/drawing/utd.pdf.ts');
  const { actPdf } = await import('#src/documents/drawing/act.pdf.ts');
  const { vatInvoicePdf } = await import('#src/documents/drawing/vat-invoice.pdf.ts');
  return { счёт: invoicePdf, УПД: utdPdf, акт: actPdf, 'счёт-фактура': vatInvoicePdf };
}

/** Names whose letters look alike in both alphabets. */
const LATIN = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ abcdefghijklmnopqrstuvwxyz Microsoft 365 Business Basic';
const CYRILLIC = 'АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ абвгдеёжзийклмнопрстуфхцчшщъыьэюя ХОСТ МАРКЕТ';
const MIXED = 'Антивирус Kaspersky КОМПАС-3D v22 АВТОКАД AutoCAD МОСТ-ROST';

const mixedInvoice = (): InvoiceToPrint =>
  printedInvoice(
    [
      printedLine({ productName: LATIN, customerName: CYRILLIC, sku: 'CFQ7TTC0LH18' }),
      exemptLine({ no: 2, productName: CYRILLIC, customerName: LATIN, sku: 'АРТ-1' }),
      printedLine({ no: 3, productName: MIXED, customerName: 'ООО «Кафе Old Port»' }),
    ],
    { number: 'МС-000025', contract: { ...printedInvoice().contract, number: 'KL-102/2026' } },
  );

/** An invoice without a Latin letter but those of the form: the parts of its Cyrillic ones come first. */
const cyrillicInvoice = (at: number): InvoiceToPrint =>
  printedInvoice([printedLine({ productName: `${CYRILLIC} ${at}`, customerName: 'ООО «Мост»', sku: `${at}`, subscriptionNumber: '1' })]);

const wordsOf = async (pdf: Uint8Array): Promise<string[]> => (await pagesOf(pdf)).join(' ').split(' ');

/** The first byte of a compressed stream. */
const ZLIB = 0x78;

/** What the fonts of a file say each of their glyphs means, in hexadecimal. */
function meanings(pdf: Uint8Array): string[] {
  const file = Buffer.from(pdf);
  const found: string[] = [];
  for (let at = file.indexOf('stream\n'); at >= 0; at = file.indexOf('stream\n', at + 7)) {
    if (file.toString('latin1', at - 3, at) === 'end' || file[at + 7] !== ZLIB) continue;
    const content = inflateSync(file.subarray(at + 7), { finishFlush: 2 }).toString('latin1');
    for (const [, list = ''] of content.matchAll(/<[0-9a-f]{4}> <[0-9a-f]{4}> \[(.*?)\]/g)) found.push(...list.split(/(?<=>) /));
  }
  return found;
}

it('every kind of document, drawn after a hundred others, holds the text that is seen and the bytes of a first drawing', async () => {
  const invoice = mixedInvoice();
  const first: Record<string, Uint8Array> = {};
  for (const kind of KINDS) first[kind] = await (await freshMakers())[kind](invoice);

  const warm = await freshMakers();
  for (let at = 0; at < 100; at++) await warm[KINDS[at % KINDS.length] ?? 'счёт'](cyrillicInvoice(at));
  for (const kind of KINDS) {
    const drawn = await warm[kind](invoice);
    expect(meanings(drawn).filter((meaning) => meaning === '<>')).toEqual([]);
    expect([kind, await wordsOf(drawn)]).toEqual([kind, await wordsOf(first[kind] ?? new Uint8Array())]);
    expect([kind, Buffer.compare(first[kind] ?? new Uint8Array(), drawn)]).toEqual([kind, 0]);
  }
});

it('Latin, Cyrillic and mixed names are read back word by word', async () => {
  const makers = await freshMakers();
  await makers.счёт(cyrillicInvoice(1));
  for (const [kind, make] of Object.entries(makers)) {
    const words = await wordsOf(await make(mixedInvoice()));
    const letters = words.join('');
    const said = [LATIN, CYRILLIC, MIXED, '«Кафе Old Port»', kind === 'счёт' || kind === 'акт' ? 'Договор № KL-102/2026' : 'МС-000025'];
    for (const name of said) expect([kind, letters]).toEqual([kind, expect.stringContaining(name.replaceAll(' ', ''))]);
  }
});

it('a soft hyphen in a name, which nobody sees, is not read as a space', async () => {
  const { счёт } = await freshMakers();
  expect(await wordsOf(await счёт(printedInvoice([printedLine({ customerName: 'Конди\u00adтер' })])))).toContain('Кондитер,');
});
