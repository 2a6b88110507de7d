import { addDays, day } from '#src/lib/days.ts';
import { ANONYMOUS } from '#src/platform/actor.ts';
import { systemClock } from '#src/platform/clock.ts';
import type { Scope } from '#src/platform/scope.ts';
import { asOf, receivablesList } from '#src/receivables/receivables.forms.ts';
import { listReceivables } from '#src/receivables/receivables.queries.ts';
import { type BenchDatabase, openBenchDatabase } from './database.ts';
import { FULL, fill } from './fill.ts';
import { median, quantile } from './load.ts';
import { type Bench, type Figure, ms } from './results.ts';

const AIM = 200;
const TIMES = 60;

/** P11: the report of what partners owe, today and on days past, with a year of invoices behind it; milliseconds in the database. */
export const bench: Bench = {
  async run({ isShort }) {
    const database = await openBenchDatabase();
    try {
      await fill(database, { partners: 5_000, subscriptions: isShort ? 50_000 : FULL.subscriptions, products: 1 });
      await aYear(database);
      const today = systemClock().today();
      return [
        await timed(database, 'today', [today]),
        await timed(
          database,
          'days past',
          Array.from({ length: TIMES }, (_, at) => addDays(today, -6 * at)),
        ),
        await timed(database, 'one found by name', [today], 'ромашка'),
      ];
    } finally {
      await database.close();
    }
  },
};

/** An invoice a month of each partner for a year, paid in two parts ten and twenty days later but for the last three; every hundredth was issued anew. */
export async function aYear({ sql }: BenchDatabase): Promise<void> {
  await sql(
    'bench_invoices',
    `insert into invoices (partner_id, contract_id, period, series, year, seq, number, issued_on, issued_at, due_on, net, vat, gross, line_count,
        seller, buyer, contract, doc_mode, status, cancelled_at, cancel_why)
      select c.partner_id, c.id, m, 'БН', extract(year from m), row_number() over (), 'БН-' || lpad(row_number() over ()::text, 6, '0'), m + 27, m + 27 + time '21:00',
        m + 41, 100000, 22000, 122000, 200, jsonb_build_object('name', repeat('продавец ', 60)), jsonb_build_object('name', repeat('покупатель ', 60)), '{}', 'upd',
        case when c.id % 100 = 0 then 'cancelled' else 'issued' end::invoice_status, case when c.id % 100 = 0 then m + 33 end,
        case when c.id % 100 = 0 then 'Ошибка' end
      from (select distinct on (partner_id) partner_id, id from contracts order by partner_id, id) c,
        generate_series(0, 11) back cross join lateral (select (date_trunc('month', now()) - make_interval(months => back + 1))::date as m) x`,
  );
  await sql(
    'bench_payments',
    `with paid as (
       insert into payments (partner_id, received_on, amount, payer_name, purpose, source, doc_number, registered_at, registered_by)
       select partner_id, issued_on + 10 * part, 61000, 'Плательщик', 'Оплата по счету ' || number, 'bank', id::text, issued_at + make_interval(days => 10 * part), 'Тест'
         from invoices, generate_series(1, 2) part where status = 'issued' and period < date_trunc('month', now()) - interval '3 months' returning id, doc_number, partner_id, registered_at)
     insert into settlements (payment_id, invoice_id, partner_id, amount, at)
     select id, doc_number::int, partner_id, 61000, registered_at from paid`,
  );
  await sql('bench_vacuum', 'vacuum analyze');
}

async function timed({ sql }: BenchDatabase, what: string, days: readonly ReturnType<typeof day>[], q = ''): Promise<Figure> {
  const scope = { portal: { sql }, actor: ANONYMOUS, requestId: 'bench', address: null } as unknown as Scope;
  const filter = receivablesList.exportQuery.parse({ q });
  const times: number[] = [];
  for (let at = 0; at < TIMES + 10; at++) {
    const on = days[at % days.length] ?? day('2026-11-30');
    const begin = performance.now();
    await listReceivables(scope, filter, asOf(on, systemClock().today()), { limit: 50, offset: 0 });
    if (at >= 10) times.push(performance.now() - begin);
  }
  const p99 = quantile(times, 0.99);
  return { what, value: `median ${ms(median(times))}, p99 ${ms(p99)}`, aim: `p99 ≤ ${AIM} ms`, isReached: p99 <= AIM };
}
