import supertest from 'supertest';
import { afterEach, expect, it } from 'vitest';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';
import { debtor, leaveExchange, message, post, TOKEN } from './ax.ts';

let p: TestPortal;

afterEach(() => p.close());

/** The gauges of the exchange at /metrics, by name and label. */
async function gauges(): Promise<Record<string, number>> {
  const { text } = await supertest(p.app).get('/metrics');
  const found = text.matchAll(/^exchange_(?:messages\{of="(\w+)"\}|(data_age_seconds)) (\S+)$/gm);
  return Object.fromEntries([...found].map(([, of, age, value]) => [of ?? age, Number(value)]));
}

it('tell what waits and how old the data are, as it is when they are read; no age before the first data', async () => {
  p = await openTestPortal({ config: { axToken: TOKEN } });
  expect(await gauges()).toEqual({ waiting: 0, refused: 0, gaps: 0, toSend: 0, decisions: 0 });
  const { message: id } = await leaveExchange(p);
  await post(p, message({ items: [debtor({ asOf: '2026-11-22T08:55:00+03:00' })] }));
  p.clock.setTo(new Date('2026-11-22T10:55:00+03:00'));
  expect(await gauges()).toEqual({ waiting: 0, refused: 1, gaps: 1, toSend: 0, decisions: 1, data_age_seconds: 7_200 });
  await p.portal.db.axMessage.update({ where: { id: BigInt(id) }, data: { state: 'waiting' } });
  await p.portal.db.axGap.deleteMany();
  expect(await gauges()).toMatchObject({ waiting: 1, refused: 0, gaps: 0 });
});

it('are not there without Axapta', async () => {
  p = await openTestPortal();
  expect(await gauges()).toEqual({});
});
