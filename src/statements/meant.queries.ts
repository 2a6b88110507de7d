import { groupedBy } from '#src/lib/groups.ts';
import { kopecks } from '#src/lib/money.ts';
import { readPurpose } from '#src/payments/purpose.rules.ts';
import type { Sql } from '#src/platform/db/sql.ts';
import type { KnownPayers, PartnersInvoice, WaitingPayment } from './sorting.rules.ts';

/** What payments may mean: by whom, for which numbers, of which sum. */
export class Meant {
  readonly accounts = new Set<string>();
  readonly inns = new Set<string>();
  readonly seqs = new Set<number>();
  readonly amounts = new Set<bigint>();
  readonly #series: readonly string[];

  constructor(series: readonly string[]) {
    this.#series = series;
  }

  add(payments: readonly WaitingPayment[]): void {
    for (const { payerAccount, payerInn, purpose, amount } of payments) {
      this.accounts.add(payerAccount);
      if (payerInn !== null) this.inns.add(payerInn);
      this.amounts.add(amount);
      const { named, bare } = readPurpose(purpose, this.#series);
      for (const seq of [...named.map((one) => one.seq), ...bare]) if (seq < 2 ** 31) this.seqs.add(seq);
    }
  }
}

export async function seriesOfInvoices(sql: Sql): Promise<string[]> {
  const rows = await sql<{ series: string }>('invoice_series', 'select distinct series from document_series order by series');
  return rows.map(({ series }) => series);
}

/** Partners by ИНН, and those confirmed to pay from these accounts. */
export async function knownPayers(sql: Sql, meant: Meant): Promise<KnownPayers> {
  const [accounts, inns] = [[...meant.accounts], [...meant.inns]];
  const [ofAccount, partners] = await Promise.all([
    sql<{ account: string; inn: string }>(
      'partners_of_accounts',
      'select a.account, r.inn from payer_accounts a join partners r on r.id = a.partner_id where a.account = any($1::text[]) order by a.account, r.id',
      [accounts],
    ),
    sql<{ id: number; inn: string }>(
      'partners_of_payers',
      `select min(id) as id, inn from partners where inn = any($1::text[])
         or id in (select partner_id from payer_accounts where account = any($2::text[])) group by inn having count(*) = 1`,
      [inns, accounts],
    ),
  ]);
  const grouped = groupedBy(ofAccount, ({ account }) => account);
  return {
    ofAccount: new Map([...grouped].map(([account, rows]) => [account, rows.map(({ inn }) => inn)])),
    partnerOf: new Map(partners.map(({ id, inn }) => [inn, id])),
  };
}

/** Open invoices that anything may speak for: buyer, number or the whole sum. Oldest first. */
export async function invoicesFor(sql: Sql, { inns: payers, seqs, amounts }: Meant, known: KnownPayers): Promise<PartnersInvoice[]> {
  const inns = new Set([...payers, ...[...known.ofAccount.values()].flat()]);
  const rows = await sql<Omit<PartnersInvoice, 'open'> & { open: bigint }>(
    'invoices_for_statement',
    `select i.id, i.number, i.issued_on::text as "issuedOn", i.partner_id as "partnerId", i.buyer ->> 'inn' as "buyerInn", (i.gross - paid.amount)::bigint as open
     from invoices i
     cross join lateral (select coalesce(sum(amount), 0) as amount from settlements s where s.partner_id = i.partner_id and s.invoice_id = i.id) paid
     where i.status = 'issued' and i.gross > paid.amount
       and (i.buyer ->> 'inn' = any($1::text[]) or i.seq = any($2::int[]) or i.gross - paid.amount = any($3::bigint[]))
     order by i.issued_on, i.id`,
    [[...inns], [...seqs], [...amounts]],
  );
  return rows.map((row) => ({ ...row, open: kopecks(row.open) }));
}
