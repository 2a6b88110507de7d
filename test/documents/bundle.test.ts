import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeMonth } from '#src/billing/close/close.service.ts';
import { correctInvoice } from '#src/billing/correction.service.ts';
import { NotDrawn, renderDocuments } from '#src/documents/drawing/rendering.service.ts';
import { month } from '#src/lib/days.ts';
import { Interrupted } from '#src/platform/job-attempts.ts';
import { placeNew } from '#test/support/orders.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';
import { invoiceOf } from './closed-month.ts';

/** One bundle of two invoices; the first of them can't be drawn, for no УПД may name a buyer without a right ИНН. */
let p: TestPortal;
beforeAll(async () => {
  p = await openTestPortal();
  await placeNew(p, 'vector', { seats: 7 });
  await placeNew(p, 'orion', { seats: 5 });
  await p.portal.db.partner.update({ where: { code: 'vector' }, data: { inn: '77' } });
  p.clock.setTo(new Date('2026-11-30T21:00:00+03:00'));
  await closeMonth(await p.scope('admin'), month('2026-11'));
}, 60_000);
afterAll(() => p.close());

const kinds = async (code: string) => (await invoiceOf(p, code)).documents.map(({ kind }) => kind);
const drain = async () => (await p.portal.jobs.drain({ early: true })).failed;

describe('a bundle with an invoice that can’t be drawn', () => {
  it('is one job', async () => {
    expect(await p.portal.db.$queryRaw`select data from pgboss.job where name = 'render-documents'`).toEqual([
      { data: { invoiceIds: [(await invoiceOf(p, 'vector')).id, (await invoiceOf(p, 'orion')).id] } },
    ]);
  });

  it('draws the others, and fails with the number of that one', async () => {
    const [fault, ...others] = await drain();
    expect(others).toEqual([]);
    expect(fault?.error).toBeInstanceOf(NotDrawn);
    expect(String(fault?.error)).toMatch(
      /не сделаны документы: счёт № МС-000001: the УПД of invoice МС-000001 breaks the format: codes: [^;]*$/,
    );
    expect([await kinds('vector'), await kinds('orion')]).toEqual([[], ['invoice', 'utd', 'utd_xml']]);
  });

  it('is tried again, and what is drawn stays as it is', async () => {
    const { documents } = await invoiceOf(p, 'orion');
    expect(await drain()).toHaveLength(1);
    expect((await invoiceOf(p, 'orion')).documents).toEqual(documents);
    const [job] = await p.portal.db.$queryRaw<{ state: string; limit: number }[]>`select state::text, retry_limit as limit from pgboss.job
      where name = 'render-documents'`;
    expect(job).toEqual({ state: 'retry', limit: 50 });
  });

  it('shows the partner that its documents are being made, and an administrator the invoice and the reason in the end', async () => {
    expect((await (await p.as('vector')).get('/documents')).text).toContain('готовятся');
    await p.portal.db.$executeRaw`update pgboss.job set retry_limit = retry_count where name = 'render-documents'`;
    await drain();
    const page = await (await p.as('admin')).get('/admin/jobs');
    expect(page.text).toContain('счёт № МС-000001');
    expect(page.text).toContain('codes: ИНН, КПП');
    expect(p.expectedErrors()).toHaveLength(1);
  });

  it('is mended by a correction with the right requisites', async () => {
    const { id } = await invoiceOf(p, 'vector');
    await p.portal.db.partner.update({ where: { code: 'vector' }, data: { inn: '7700000023' } });
    await correctInvoice(await p.scope('manager'), id, 'Исправлен ИНН');
    await p.drainJobs();
    expect(await kinds('vector')).toEqual(['invoice', 'utd', 'utd_xml']);
  });
});

it('a process that stops ends the bundle at once: that is no fault of an invoice', async () => {
  const undrawn = await p.portal.db.invoice.findFirstOrThrow({ where: { documents: { none: {} } } });
  const stopping = renderDocuments(p.portal, [undrawn.id], () => Promise.reject(new Interrupted('the process stops')));
  await expect(stopping).rejects.toThrow(Interrupted);
});
