import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';
import { debtor, message, post, TOKEN } from './ax.ts';

let p: TestPortal;

beforeAll(async () => {
  p = await openTestPortal({ config: { axToken: TOKEN } });
});
afterAll(() => p.close());

describe('numbers and pages', () => {
  it('a gap is named in the answer and closes when what was missing comes', async () => {
    const numbered = (seq: number) => post(p, message({ type: 'ping', seq }));
    await numbered(5);
    expect((await numbered(9)).body.replay).toEqual([{ type: 'ping', from: 6, to: 8 }]);
    await numbered(7);
    const gaps = () =>
      p.portal.db.axGap.findMany({ where: { type: 'ping' }, orderBy: { fromSeq: 'asc' }, select: { fromSeq: true, toSeq: true } });
    expect(await gaps()).toEqual([
      { fromSeq: 6n, toSeq: 6n },
      { fromSeq: 8n, toSeq: 8n },
    ]);
    await numbered(6);
    await numbered(8);
    expect(await gaps()).toEqual([]);
  });

  it('a whole set counts when all its pages have come', async () => {
    const name = async () => (await p.portal.db.axDebtor.findUnique({ where: { custAccount: 'Д-1' } }))?.name;
    const page = (n: number, items: object[]) => message({ mode: 'full', page: n, pages: 2, batchId: 'set', items });
    expect((await post(p, page(2, [debtor({ custAccount: 'Д-1', invoiceAccount: 'Д-1', name: 'Первый' })]))).body).toMatchObject({
      state: 'queued',
    });
    await p.drainJobs();
    expect(await name()).toBeUndefined();
    await post(p, page(1, [debtor({ custAccount: 'Д-2', invoiceAccount: 'Д-2' })]));
    await p.drainJobs();
    expect(await name()).toBe('Первый');
    expect((await p.portal.db.axStream.findUniqueOrThrow({ where: { type: 'debtors' } })).fullAt).not.toBeNull();
  });

  it('a large message is taken at once and carried out by a job', async () => {
    const items = Array.from({ length: 450 }, (_, i) => debtor({ custAccount: `М-${i}`, invoiceAccount: `М-${i}` }));
    const sent = message({ items });
    expect((await post(p, sent)).body).toMatchObject({ state: 'queued' });
    await p.drainJobs();
    expect((await post(p, sent)).body).toMatchObject({ state: 'processed', result: 'ok' });
    expect(await p.portal.db.axDebtor.count({ where: { custAccount: { startsWith: 'М-' } } })).toBe(450);
    expect(await p.portal.db.axOutgoing.count({ where: { type: 'ack', key: sent['messageId'] as string } })).toBe(1);
  });
});

it('without Axapta there is nothing at the address', async () => {
  const off = await openTestPortal();
  const answer = await post(off, message());
  expect([answer.status, answer.type]).toEqual([404, 'application/problem+json']);
  await off.close();
});
