import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as fontkit from 'fontkit';
import { afterAll, describe, expect, it } from 'vitest';
import { createRenderer } from '#src/documents/drawing/render-invoice.ts';
import { createRenderPool } from '#src/documents/drawing/render-pool.ts';
import { invoiceDocuments } from '#src/documents/invoice-documents.ts';
import { kopecks } from '#src/lib/money.ts';
import { Interrupted } from '#src/platform/job-attempts.ts';
import { unhinted } from '#src/platform/pdf/unhinted.ts';
import { longInvoice, printedInvoice, printedLine, workedExample } from './invoices.ts';

const [inThread, onThreads] = [createRenderer(0), createRenderer(2)];
afterAll(() => onThreads.stop());

describe('the documents of an invoice', () => {
  it('are счёт, УПД and its XML', async () => {
    const documents = await invoiceDocuments(workedExample());
    expect(documents.map(({ kind, fileName }) => [kind, fileName.replace(/^(ON_NSCHFDOPPR)_.*(\.xml)$/, '$1$2')])).toEqual([
      ['invoice', 'Счет_МС-000123_2026-11-30.pdf'],
      ['utd', 'УПД_МС-000123_2026-11-30.pdf'],
      ['utd_xml', 'ON_NSCHFDOPPR.xml'],
    ]);
  });

  it('are акт and счёт-фактура where the contract says so, the latter only with VAT', async () => {
    const kinds = async (rate: number | null) =>
      (await invoiceDocuments(printedInvoice([printedLine({ vatRate: rate })], { docMode: 'act_sf' }))).map(({ kind }) => kind);
    expect(await kinds(22)).toEqual(['invoice', 'act', 'vat_invoice']);
    expect(await kinds(null)).toEqual(['invoice', 'act']);
  });
});

describe('threads', () => {
  it('draw the same bytes as the thread that asks, many at once', async () => {
    const invoices = [workedExample(), longInvoice(30), printedInvoice(), longInvoice(3)];
    const [here, there] = [await Promise.all(invoices.map(inThread.render)), await Promise.all(invoices.map(onThreads.render))];
    expect(there.map((documents) => documents.map(({ bytes }) => Buffer.from(bytes)))).toEqual(
      here.map((documents) => documents.map(({ bytes }) => Buffer.from(bytes))),
    );
  }, 30_000);

  it('fail the document that can’t be drawn and go on with the next', async () => {
    const pool = createRenderPool(1);
    const broken = { ...workedExample(), gross: kopecks(-5n) };
    await expect(pool.render(broken)).rejects.toThrow(/no words/);
    expect(await pool.render(workedExample())).toHaveLength(3);
    await pool.stop();
    await expect(pool.render(workedExample())).rejects.toThrow(/stopped/);
  }, 30_000);

  it('draw each of many once, a bad one among them too', async () => {
    const pool = createRenderPool(2);
    const invoices = Array.from({ length: 9 }, (_, at) => ({ ...workedExample(), id: at, ...(at === 4 ? { gross: kopecks(-5n) } : {}) }));
    const outcomes = await Promise.allSettled(invoices.map((invoice) => pool.render(invoice)));
    expect(outcomes.map(({ status }) => status)).toEqual(invoices.map((_, at) => (at === 4 ? 'rejected' : 'fulfilled')));
    await pool.stop();
  }, 30_000);

  it('fail what they were drawing when they are stopped', async () => {
    const pool = createRenderPool(1);
    const drawing = pool.render(longInvoice(300));
    const waiting = pool.render(workedExample());
    const outcomes = Promise.allSettled([drawing, waiting]);
    await pool.stop();
    for (const outcome of await outcomes) expect(outcome).toMatchObject({ status: 'rejected', reason: expect.any(Interrupted) });
  }, 30_000);
});

describe('a font without hints', () => {
  it.each(['400Regular/PTSans_400Regular.ttf', '700Bold/PTSans_700Bold.ttf'])('has the outlines and widths of %s', (file) => {
    const bytes = readFileSync(createRequire(import.meta.url).resolve(`@expo-google-fonts/pt-sans/${file}`));
    const bare = unhinted(bytes);
    const [before, after] = [fontkit.create(bytes) as fontkit.Font, fontkit.create(bare) as fontkit.Font];
    expect(bare.length).toBeLessThan(bytes.length * 0.7);
    expect(after.numGlyphs).toBe(before.numGlyphs);
    for (let id = 0; id < before.numGlyphs; id++) {
      const [a, b] = [before.getGlyph(id), after.getGlyph(id)];
      expect([id, b.advanceWidth, b.path.toSVG()]).toEqual([id, a.advanceWidth, a.path.toSVG()]);
    }
    expect(after.characterSet).toEqual(before.characterSet);
  });

  it('is made of whole tables only', () => {
    expect(() => unhinted(Buffer.alloc(64))).toThrow(/no table head/);
  });
});
