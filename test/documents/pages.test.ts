import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { day } from '#src/lib/days.ts';
import { kopecks } from '#src/lib/money.ts';
import { registerPayment } from '#src/payments/payments.service.ts';
import type { Browser } from '#test/support/browser.ts';
import type { TestPortal } from '#test/support/portal.ts';
import { closedNovember, download, invoiceOf, unzip } from './closed-month.ts';

let p: TestPortal;
let vector: Browser;
let orion: Browser;
beforeAll(async () => {
  p = await closedNovember();
  vector = await p.as('vector');
  orion = await p.as('orion');
}, 60_000);
afterAll(() => p.close());

describe('documents of a partner', () => {
  it('are being made until their job has run', async () => {
    const page = await vector.get('/documents');
    expect(page.text).toContain('Счёт № МС-000001 от 30.11.2026');
    expect(page.text).toContain('Готовятся');
    expect(page.text).not.toContain('ZIP');
    expect(page.$('#invoices').attr('data-refresh')).toBe('5');
    expect(page.response.text).toContain('<noscript><meta http-equiv="refresh" content="10"></noscript>');
    p.clock.setTo(new Date('2026-11-30T22:30:00+03:00'));
    const late = await vector.get('/documents');
    expect([late.text.includes('Задерживаются'), late.$('#invoices').attr('data-refresh')]).toEqual([true, undefined]);
    p.clock.setTo(new Date('2026-11-30T21:00:00+03:00'));
  });

  it('are there when it has: счёт, УПД and its XML, with their SHA-256', async () => {
    await p.drainJobs();
    const { documents } = await invoiceOf(p, 'vector');
    expect(documents.map(({ kind }) => kind)).toEqual(['invoice', 'utd', 'utd_xml']);
    for (const { bytes, sha256 } of documents) expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256);
    const page = await vector.get('/documents');
    expect(page.$('#invoices').attr('data-refresh')).toBeUndefined();
    expect(
      page
        .$('table a[download]')
        .map((_, a) => page.$(a).attr('href'))
        .get(),
    ).toEqual(documents.map(({ id }) => `/documents/${id}`));
    expect(page.text).toContain('К оплате');
    expect(page.text).toContain('Готовится');
    expect(page.text).not.toContain('МС-000002');
  });

  it('come as the frozen bytes under their own name, kept by nobody on the way', async () => {
    const { documents } = await invoiceOf(p, 'vector');
    for (const document of documents) {
      const { status, headers, bytes } = await download(vector, `/documents/${document.id}`);
      expect(status).toBe(200);
      expect(bytes.equals(document.bytes)).toBe(true);
      expect(headers['content-type']).toMatch(document.kind === 'utd_xml' ? /^application\/xml/ : /^application\/pdf/);
      expect(decodeURIComponent(headers['content-disposition'] ?? '')).toContain(
        `filename*=UTF-8''${document.fileName}`.slice(0, document.kind === 'utd_xml' ? 0 : 99),
      );
      expect(headers['cache-control']).toBe('no-store');
    }
  });

  it('are nobody else’s: the same 404 for a foreign document as for none', async () => {
    const { documents } = await invoiceOf(p, 'vector');
    for (const id of [...documents.map(({ id }) => id), 999_999]) expect((await orion.get(`/documents/${id}`)).status).toBe(404);
    expect((await vector.get('/documents/0')).status).toBe(404);
    expect((await (await p.as('romashka')).get(`/documents/${documents[0]?.id}`)).status).toBe(403);
    expect((await (await p.as('manager')).get(`/documents/${documents[0]?.id}`)).status).toBe(200);
  });

  it('of a month come in one ZIP, a folder per invoice', async () => {
    const { documents, number } = await invoiceOf(p, 'vector');
    const { headers, bytes } = await download(vector, '/documents/archive?period=2026-11');
    expect(decodeURIComponent(headers['content-disposition'] ?? '')).toContain('Документы_2026-11.zip');
    const files = await unzip(bytes);
    expect([...files.keys()].sort()).toEqual(documents.map(({ fileName }) => `${number}/${fileName}`).sort());
    for (const { fileName, bytes: frozen } of documents) expect(files.get(`${number}/${fileName}`)?.equals(frozen)).toBe(true);
    expect((await unzip((await download(orion, '/documents/archive?period=2026-10')).bytes)).size).toBe(0);
    expect((await vector.get('/documents/archive?period=2026-13')).status).toBe(400);
  });

  it('are read by every role of the partner', async () => {
    for (const login of ['vector-sales', 'vector-books']) expect((await (await p.as(login)).get('/documents')).text).toContain('МС-000001');
  });

  it('are chosen by year and by what is paid, open or overdue', async () => {
    const lists = async (query: string) => (await (await p.as('vector')).get(`/documents?${query}`)).text.includes('МС-000001');
    expect(await lists('year=2026')).toBe(true);
    expect(await lists('year=2025')).toBe(false);
    expect(await lists('state=open')).toBe(true);
    expect(await lists('state=paid')).toBe(false);
    const { dueOn } = await invoiceOf(p, 'vector');
    p.clock.setTo(new Date(dueOn.getTime() + 20 * 3_600_000)); // still the due day in Moscow
    expect(await lists('state=overdue')).toBe(false);
    p.clock.setTo(new Date(dueOn.getTime() + 22 * 3_600_000));
    expect(await lists('state=overdue')).toBe(true);
  });

  it('show what is left to pay, and that it is paid', async () => {
    const { partnerId, gross } = await invoiceOf(p, 'vector');
    const pay = async (amount: bigint) =>
      registerPayment(await p.scope('manager'), {
        ...{ partnerId, receivedOn: day('2026-12-01'), amount: kopecks(amount), payerName: 'ООО «Вектор»', payerInn: null, docNumber: '1' },
        ...{ purpose: 'оплата', source: 'hand', sourceKey: null, invoiceIds: [] },
      });
    vector = await p.as('vector');
    await pay(gross - 10_000n);
    expect((await vector.get('/documents')).text).toContain('осталось 100,00 ₽');
    await pay(10_000n);
    expect((await vector.get('/documents?state=paid')).text).toContain('Оплачен');
  });
});

describe('the list of invoices', () => {
  const stats = async () => {
    const page = await (await p.as('vector')).get('/documents');
    return page
      .$('.stat-card .stat')
      .map((_, stat) =>
        page
          .$(stat)
          .text()
          .replace(/[\s\u00a0]+/g, ' '),
      )
      .get();
  };

  it('says how much there is in each state, as links that narrow it', async () => {
    expect(await stats()).toEqual(['0,00 ₽к оплате: 0 счетов', '0,00 ₽просрочено: 0 счетов', '1оплачено']);
    const page = await (await p.as('vector')).get('/documents?state=paid');
    expect(page.$('.stat-card a[aria-current]').attr('href')).toBe('/documents');
  });

  it('comes as a file of what the filter shows', async () => {
    const lines = async (query: string) => (await (await p.as('vector')).get(`/documents.csv${query}`)).response.text.trim().split('\r\n');
    const [head = '', ...rows] = await lines('?period=2026-11');
    expect(head).toContain('Счёт;Дата;За месяц;Договор;Сумма, ₽ с НДС');
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatch(/^МС-000001;30\.11\.2026;ноябрь 2026;/);
    expect(rows[0]).toContain(';Оплачен;');
    expect(await lines('?state=overdue')).toHaveLength(1);
    expect(await lines('?year=2025')).toHaveLength(1);
    expect(await lines('?year=all&state=paid')).toHaveLength(2);
    expect((await vector.get('/documents.xlsx')).status).toBe(200);
  });

  it('is led to by letters and by «Финансы», the very invoice marked', async () => {
    const href = `/documents?period=2026-11#${encodeURIComponent('МС-000002')}`;
    const [letter] = await p.letters({ template: 'invoice-issued', subject: { contains: 'МС-000002' } });
    expect(letter?.text).toContain(href);
    const [path = ''] = href.split('#');
    const oleg = await p.as('orion');
    expect((await oleg.get(path)).$('tr[id="МС-000002"]').length).toBe(1);
    expect((await oleg.get('/finance')).$('th a').attr('href')).toBe(href);
  });
});

describe('frozen documents', () => {
  it('are not made again', async () => {
    const before = await p.portal.db.document.findMany({ orderBy: { id: 'asc' } });
    await p.portal.db.$transaction((db) =>
      p.portal.jobs.enqueue(async (_, text, values = []) => db.$queryRawUnsafe(text, ...values), 'render-documents', {
        invoiceIds: before.map(({ invoiceId }) => invoiceId),
      }),
    );
    await p.drainJobs();
    expect(await p.portal.db.document.findMany({ orderBy: { id: 'asc' } })).toEqual(before);
  });

  it('can be neither changed nor deleted', async () => {
    await expect(p.portal.sql('t_update', `update documents set file_name = 'x.pdf'`)).rejects.toThrow(/refused/);
    await expect(p.portal.sql('t_delete', 'delete from documents')).rejects.toThrow(/refused/);
  });
});
