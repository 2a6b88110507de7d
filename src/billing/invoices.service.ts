import type { Day } from '#src/lib/days.ts';
import type { Tx } from '#src/platform/scope.ts';
import { calendarOf } from '#src/workdays/calendar.queries.ts';
import { knowingDue } from '#src/workdays/due-day.rules.ts';
import { type CloseDays, dueOn } from './close/close.rules.ts';
import type { DraftInvoice, IssuedInvoice } from './close/close.types.ts';
import { sellerOf } from './seller.queries.ts';
import { BUYER_SNAPSHOT, CONTRACT_SNAPSHOT, LINE_COLUMNS, LINE_SNAPSHOT } from './snapshots.ts';

/**
 * Issues the month's invoices of these partners, one per contract with charges: lines first, then numbers and invoices
 * in the last statement, so that the lock on the series is held for as short as can be. A contract with nothing to bill gets none,
 * nor does one that has its invoice already, where a person has passed the check that says so.
 */
export async function issueInvoices(tx: Tx, days: CloseDays, partnerIds: readonly number[]): Promise<IssuedInvoice[]> {
  const drafts = await draftInvoices(tx, days, partnerIds);
  if (drafts.length === 0) return [];
  await writeLines(tx, days, drafts);
  return writeInvoices(tx, days, drafts);
}

function draftInvoices(tx: Tx, days: CloseDays, partnerIds: readonly number[]): Promise<DraftInvoice[]> {
  return tx.sql<DraftInvoice>(
    'draft_invoices',
    `select nextval('invoices_id_seq')::int as id, d.*, p.payment_term_days as "paymentTermDays" from (
       select partner_id as "partnerId", contract_id as "contractId", count(*)::int as lines, sum(charge)::bigint as gross, sum(vat)::bigint as vat
         from service_periods sp where partner_id = any($1::int[]) and from_on >= $2::date and from_on < $3::date
          and not exists (select 1 from invoices i where i.partner_id = sp.partner_id and i.contract_id = sp.contract_id
            and i.period = $2::date and i.status = 'issued')
        group by 1, 2 having sum(charge) > 0 order by 1, 2) d
     join partners p on p.id = d."partnerId"`,
    [partnerIds, days.first, days.next],
  );
}

/** Entries of the register are gathered first: looked up line by line, they would take as long as all else of a line. */
async function writeLines(tx: Tx, days: CloseDays, drafts: readonly DraftInvoice[]): Promise<void> {
  await tx.sql(
    'write_lines',
    `with entries as materialized (select o.id as offer_id, p.registry_number, p.registry_on
       from products p join offers o on o.product_id = p.id where p.registry_number is not null)
     insert into invoice_lines (${LINE_COLUMNS})
     select d.id, row_number() over (partition by d.id order by s.id, sp.from_on), e.registry_number, e.registry_on, ${LINE_SNAPSHOT}
     from unnest($1::int[], $2::int[], $3::int[]) as d(id, partner_id, contract_id)
     join service_periods sp on sp.partner_id = d.partner_id and sp.contract_id = d.contract_id and sp.from_on >= $4::date and sp.from_on < $5::date
     join subscriptions s on s.partner_id = sp.partner_id and s.id = sp.subscription_id left join entries e on e.offer_id = s.offer_id and sp.vat_rate is null`,
    [drafts.map((d) => d.id), drafts.map((d) => d.partnerId), drafts.map((d) => d.contractId), days.first, days.next],
  );
}

async function writeInvoices(tx: Tx, days: CloseDays, drafts: readonly DraftInvoice[]): Promise<IssuedInvoice[]> {
  const seller = await sellerOf(tx.sql);
  const year = Number(days.last.slice(0, 4));
  const calendar = await calendarOf(tx.sql);
  const dues = drafts.map((draft) => dueOn(days, tx.today, draft.paymentTermDays, calendar));
  const last = await drawNumbers(tx, seller.invoiceSeries, year, drafts.length);
  const numbered = drafts.map((draft, i) => ({ ...draft, seq: last - drafts.length + 1 + i, dueOn: dues[i] as Day }));
  const rows = await tx.sql<{ id: number; number: string }>(
    'write_invoices',
    `insert into invoices (id, partner_id, contract_id, period, series, year, seq, number, issued_on, issued_at, due_on, net, vat, gross,
       line_count, seller, buyer, contract, doc_mode)
     select d.id, p.id, c.id, $8::date, $9, $10::int, d.seq, $9 || '-' || lpad(d.seq::text, 6, '0'), $11::date, ${issuedAt('$12', '$9', '$10', '$14')}, d.due_on, d.gross - d.vat, d.vat, d.gross,
       d.lines, $13::jsonb,
       ${BUYER_SNAPSHOT}, ${CONTRACT_SNAPSHOT}, c.doc_mode
     from unnest($1::int[], $2::int[], $3::int[], $4::bigint[], $5::bigint[], $6::date[], $7::int[]) as d(id, contract_id, lines, gross, vat, due_on, seq)
     join contracts c on c.id = d.contract_id join partners p on p.id = c.partner_id left join contracts b on b.partner_id = c.partner_id and b.id = c.base_contract_id
     returning id, number`,
    [
      numbered.map((d) => d.id),
      numbered.map((d) => d.contractId),
      numbered.map((d) => d.lines),
      numbered.map((d) => d.gross),
      numbered.map((d) => d.vat),
      numbered.map((d) => d.dueOn),
      numbered.map((d) => d.seq),
      ...[days.first, seller.invoiceSeries, year, days.last, tx.now, JSON.stringify(seller), last - drafts.length],
    ],
  );
  const numbers = new Map(rows.map(({ id, number }) => [id, number]));
  return knowingDue(numbered, calendar).map((draft) => ({ ...draft, number: numbers.get(draft.id) ?? '' }));
}

/**
 * The instant of an issue: that of the transaction, but no earlier than of the number before, which a transaction that began
 * later may have drawn first. Parameters as `$1`; `before` is the number before.
 */
export const issuedAt = (now: string, series: string, year: string, before: string) =>
  `greatest(${now}::timestamptz, (select issued_at from invoices where series = ${series} and year = ${year}::int and seq = ${before}::int))`;

/** Takes the next `count` numbers of a series; @returns the last one. The row stays locked until the transaction ends: no gaps. */
export async function drawNumbers(tx: Tx, series: string, year: number, count: number): Promise<number> {
  const [row] = await tx.sql<{ last: number }>(
    'draw_numbers',
    `insert into document_series (series, year, last) values ($1, $2::int, $3::int)
     on conflict (series, year) do update set last = document_series.last + excluded.last returning last`,
    [series, year, count],
  );
  if (!row) throw new Error('no numbers were drawn');
  return row.last;
}
