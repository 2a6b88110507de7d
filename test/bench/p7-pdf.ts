import type { InvoiceToPrint } from '#src/documents/documents.types.ts';
import { invoicePdf } from '#src/documents/drawing/invoice.pdf.ts';
import { createRenderPool } from '#src/documents/drawing/render-pool.ts';
import { longInvoice } from '#test/documents/invoices.ts';
import { median } from './load.ts';
import { naiveInvoice } from './naive-invoice.ts';
import { type Bench, type Figure, ms, perSecond, ratio } from './results.ts';

const ROUNDS = 7;

/** P7: a счёт of five lines with its payment code against pdfkit as its guides teach it, on threads, and of 500 lines. */
export const bench: Bench = {
  async run({ isShort }) {
    const invoice = longInvoice(5);
    const count = isShort ? 10 : 40;
    await timeOf(naiveInvoice, invoice, 5);
    await timeOf(invoicePdf, invoice, 50);
    const rounds: { ours: number; naive: number }[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      rounds.push({ naive: await timeOf(naiveInvoice, invoice, Math.ceil(count / 4)), ours: await timeOf(invoicePdf, invoice, count) });
    }
    const long = longInvoice(500);
    await timeOf(invoicePdf, long, 2);
    const longTimes: number[] = [];
    for (let round = 0; round < ROUNDS; round++) longTimes.push(await timeOf(invoicePdf, long, 1));
    return [...figures(rounds, median(longTimes)), await threadsFigure(count * 3)];
  },
};

/** Processor time of one document, ms: what other programs do meanwhile does not count. */
async function timeOf(make: (of: InvoiceToPrint) => Promise<Uint8Array>, invoice: InvoiceToPrint, count: number): Promise<number> {
  const begun = process.cpuUsage();
  for (let i = 0; i < count; i++) await make(invoice);
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / 1000 / count;
}

function figures(rounds: readonly { ours: number; naive: number }[], long: number): Figure[] {
  const ours = median(rounds.map((round) => round.ours));
  const naive = median(rounds.map((round) => round.naive));
  const times = median(rounds.map((round) => round.naive / round.ours));
  return [
    { what: 'счёт of 5 lines', value: `${perSecond(1000 / ours)} (${ms(ours)} of one processor)` },
    { what: 'pdfkit used naively', value: `${perSecond(1000 / naive)} (${ms(naive)})` },
    { what: 'as many documents as naively', value: `× ${ratio(times)}`, aim: '≥ 6', isReached: times >= 6 },
    { what: 'счёт of 500 lines', value: ms(long), aim: '≤ 150 ms', isReached: long <= 150 },
  ];
}

/** Invoices that a thread draws before it runs as fast as it will: until then the compiler of Node works beside it. */
const WARM_UP = 800;

/**
 * All documents of many invoices on two threads against one, by the clock, in the steady state of a month's close:
 * on a busy machine it says little.
 */
async function threadsFigure(count: number): Promise<Figure> {
  const invoices = Array.from({ length: count }, () => longInvoice(5));
  const pools = [createRenderPool(1), createRenderPool(2)] as const;
  for (const [more, pool] of pools.entries()) {
    await Promise.all(Array.from({ length: WARM_UP * (more + 1) }, () => pool.render(longInvoice(5))));
  }
  const gains: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const seconds: number[] = [];
    for (const pool of pools) {
      const begun = performance.now();
      await Promise.all(invoices.map((one) => pool.render(one)));
      seconds.push(performance.now() - begun);
    }
    gains.push((seconds[0] ?? 0) / (seconds[1] ?? 1));
  }
  for (const pool of pools) await pool.stop();
  const gain = median(gains);
  return { what: 'two threads to one', value: `× ${ratio(gain)}`, aim: '≥ 1.7', isReached: gain >= 1.7 };
}
