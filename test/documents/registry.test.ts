import iconv from 'iconv-lite';
import { extractText } from 'unpdf';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeMonth } from '#src/billing/close/close.service.ts';
import { correctInvoice } from '#src/billing/correction.service.ts';
import { month } from '#src/lib/days.ts';
import { placeNew } from '#test/support/orders.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';
import { invoiceOf } from './closed-month.ts';

const REGISTERED_SKU = 'KL4863RAMTD';

let p: TestPortal;
beforeAll(async () => {
  p = await openTestPortal();
  await placeNew(p, 'vector', { seats: 7 });
  await placeNew(p, 'vector', { seats: 10, sku: REGISTERED_SKU });
  p.clock.setTo(new Date('2026-11-30T21:00:00+03:00'));
  await closeMonth(await p.scope('admin'), month('2026-11'));
}, 60_000);
afterAll(() => p.close());

const product = () => p.portal.db.product.findFirstOrThrow({ where: { offers: { some: { sku: REGISTERED_SKU } } } });

async function entries(): Promise<(string | null | undefined)[][]> {
  const { lines } = await invoiceOf(p, 'vector');
  return lines
    .sort((a, b) => a.no - b.no)
    .map(({ registryNumber, registryOn }) => [registryNumber, registryOn?.toISOString().slice(0, 10)]);
}

/** Texts of the documents of the invoice in force, by kind, spaces folded. */
async function texts(): Promise<Record<string, string>> {
  await p.drainJobs();
  const { documents } = await invoiceOf(p, 'vector');
  const told: Record<string, string> = {};
  for (const { kind, bytes } of documents) {
    const text =
      kind === 'utd_xml' ? iconv.decode(Buffer.from(bytes), 'win1251') : (await extractText(new Uint8Array(bytes))).text.join(' ');
    told[kind] = text.replace(/[\s\u00a0]+/g, ' ');
  }
  return told;
}

async function correct(): Promise<void> {
  const { id } = await invoiceOf(p, 'vector');
  await correctInvoice(await p.scope('manager'), id, 'Исправлена запись реестра');
}

describe('software of the Russian register', () => {
  it('has its entry copied into its line, foreign software has none', async () => {
    expect(await entries()).toEqual([
      [null, undefined],
      ['205', '2016-03-18'],
    ]);
  });

  it('names the entry in every document, once', async () => {
    for (const text of Object.values(await texts()))
      expect(text.match(/реестр ПО № \d+ от [\d.]+,/g)).toEqual(['реестр ПО № 205 от 18.03.2016,']);
  });

  it('is corrected to the entry of today', async () => {
    const { id } = await product();
    await p.portal.db.product.update({ where: { id }, data: { registryNumber: '20555', registryOn: new Date('2024-02-01') } });
    await correct();
    expect(await entries()).toEqual([
      [null, undefined],
      ['20555', '2024-02-01'],
    ]);
    expect((await texts())['utd_xml']).toContain('реестр ПО № 20555 от 01.02.2024, ');
  });

  it('keeps the entry it was sold under when the catalogue has none any more', async () => {
    const { id } = await product();
    await p.portal.db.product.update({ where: { id }, data: { vatClass: 'standard', registryNumber: null, registryOn: null } });
    await correct();
    expect(await entries()).toEqual([
      [null, undefined],
      ['20555', '2024-02-01'],
    ]);
  });

  it('can’t be named in a line with VAT', async () => {
    const insert = `insert into invoice_lines select invoice_id, no + 100, partner_id, period_id, subscription_id, subscription_number, sku, product_name,
      customer_name, from_on, to_on, seats, unit_price, vat_rate, net, vat, gross, '1', null from invoice_lines where vat_rate is not null`;
    await expect(p.portal.sql('t_taxed_entry', insert)).rejects.toThrow(/invoice_lines_registry/);
  });
});
