import type { Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cast } from '#prisma/seeds/data/cast.ts';
import { closeMonth } from '#src/billing/close/close.service.ts';
import { tendDoors } from '#src/exchange/doors.service.ts';
import { month } from '#src/lib/days.ts';
import { openDoors } from '#test/axapta/doors.ts';
import { emptyState, StandIn, type StandInOptions } from '#test/axapta/stand-in.ts';
import { type ListeningPortal, listen } from '#test/support/listening.ts';
import { placeNew } from '#test/support/orders.ts';
import { TOKEN } from './ax.ts';
import { TestFolder } from './folders/folder.ts';

type Way = 'the portal calls Axapta' | 'files' | 'files with tables';

interface Peers {
  readonly p: ListeningPortal;
  readonly ax: StandIn;
  /** Both sides do what is due, until all has gone both ways. */
  exchange(): Promise<void>;
  close(): Promise<void>;
}

/** The portal and the stand-in, which has its own idea of what ООО «Вектор» owes, joined one way. */
async function join(way: Way): Promise<Peers> {
  const folder = way.startsWith('files') ? await TestFolder.make() : null;
  let doors: { server: Server; port: number } | null = null;
  let p: ListeningPortal;
  const ax: StandIn = new StandIn(
    emptyState(),
    optionsOf(way, folder, () => p),
  );
  if (way === 'the portal calls Axapta') {
    doors = await openDoors({ ax, token: TOKEN, controlToken: 'control', setClock: () => undefined, keep: () => undefined });
  }
  const axUrl = doors && `http://127.0.0.1:${doors.port}`;
  p = await listen({ config: { axToken: folder ? null : TOKEN, axDir: folder?.dir ?? null, axUrl } });
  ax.open([debtorOf('vector'), debtorOf('orion')], [], 0);
  return {
    ...{ p, ax },
    exchange: async () => {
      for (let round = 0; round < 3; round++) {
        await ax.turn(true);
        await tendDoors(p.portal);
      }
    },
    close: async () => {
      await p.close();
      doors?.server.close();
      await folder?.remove();
    },
  };
}

function optionsOf(way: Way, folder: TestFolder | null, portal: () => ListeningPortal): StandInOptions {
  return {
    ...{
      dir: folder?.dir ?? null,
      csv: way === 'files with tables' ? 'windows-1251' : null,
      everyMinutes: 60,
      postMinutes: 10,
      pageSize: 1,
      seed: 1,
    },
    portal: null,
    now: () => portal().clock.now(),
    say: () => undefined,
  };
}

const debtorOf = (who: 'vector' | 'orion') => {
  const { axDebtorCode, axPayerCode, name, inn, kpp, creditLimit, code } = cast[who];
  const told = { blocked: 'No' as const, blockReason: null, paymDays: 14, agreements: [], creditMax: Number(creditLimit), alias: code };
  return { custAccount: axDebtorCode, invoiceAccount: axPayerCode, name, inn, kpp, ...told };
};

describe.each<Way>(['the portal calls Axapta', 'files', 'files with tables'])('%s:', (way) => {
  let peers: Peers;
  beforeEach(async () => {
    peers = await join(way);
  });
  afterEach(() => peers.close());

  it('a block holds, its end lets go; an invoice comes back posted; a payment is recorded once', async () => {
    const { p, ax, exchange } = peers;
    const { db } = p.portal;
    const vector = (await db.partner.findUniqueOrThrow({ where: { code: 'vector' } })).id;
    const holds = () => db.hold.count({ where: { partnerId: vector, reason: 'axapta', liftedAt: null } });
    await exchange();
    await p.drainJobs();
    expect((await db.axDebtor.findMany()).map(({ name }) => name).sort()).toEqual([cast.vector.name, cast.orion.name].sort());
    ax.tell(ax.books.block('vector', 'All', 'Нет оригиналов'));
    await exchange();
    expect(await holds()).toBe(1);
    ax.tell(ax.books.block('vector', 'No', null));
    await exchange();
    expect(await holds()).toBe(0);

    await placeNew(p, 'vector', { seats: 7 });
    p.clock.setTo(new Date('2026-11-30T21:30:00+03:00'));
    await closeMonth(await p.scope('admin'), month('2026-11'));
    await exchange();
    const [invoice] = await db.invoice.findMany();
    const status = async () => (await db.axInvoice.findFirstOrThrow({ where: { invoiceId: invoice?.id ?? 0 } })).status;
    expect(await status()).toBe('accepted');
    p.clock.setTo(new Date('2026-11-30T21:45:00+03:00'));
    await exchange();
    expect(await status()).toBe('posted');
    expect((await db.axDebtor.findUniqueOrThrow({ where: { custAccount: cast.vector.axDebtorCode } })).balance).toBe(invoice?.gross);

    ax.pay('vector', { amount: Number(invoice?.gross), date: '2026-11-30', purpose: `Оплата по счету № ${invoice?.number}` });
    await exchange();
    await exchange();
    expect(await db.payment.findMany({ select: { amount: true, source: true } })).toEqual([{ amount: invoice?.gross, source: 'axapta' }]);
    expect([ax.mail.waiting().length, await db.axOutgoing.count({ where: { ackedAt: null } })]).toEqual([0, 0]);
  });
});

describe('an Axapta that does not answer', () => {
  it('is called ever more seldom, and nothing is lost', async () => {
    const { p, ax, close } = await join('the portal calls Axapta');
    ax.tell(ax.books.block('vector', 'All', 'Нет оригиналов'));
    ax.isDown = true;
    const tries = () => p.logLines().filter(({ msg }) => String(msg).startsWith('Axapta did not answer')).length;
    for (let round = 0; round < 8; round++) await tendDoors(p.portal);
    expect(tries()).toBe(3); // in the rounds 1, 3 and 6; the next would be the 11th
    ax.isDown = false;
    for (let round = 0; round < 9; round++) await tendDoors(p.portal);
    expect(await p.portal.db.hold.count({ where: { reason: 'axapta', liftedAt: null } })).toBe(1);
    expect(ax.mail.waiting()).toEqual([]);
    await close();
  });
});
