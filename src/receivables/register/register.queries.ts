import type { Day, Month } from '#src/lib/days.ts';
import { firstOfMonth, nextMonth } from '#src/lib/days.ts';
import { type Kopecks, zero } from '#src/lib/money.ts';
import { keySql, searchPatterns } from '#src/lib/search-key.ts';
import { inParts, type Part } from '#src/lib/table.ts';
import type { Scope } from '#src/platform/scope.ts';
import type { RegisterFilter } from './register.forms.ts';

/** Kopecks: what is taxed at each rate without its VAT, what is exempt, and the VAT of each rate. */
export interface RegisterSums {
  readonly net22: Kopecks;
  readonly vat22: Kopecks;
  readonly net20: Kopecks;
  readonly vat20: Kopecks;
  readonly net0: Kopecks;
  readonly exempt: Kopecks;
  readonly vat: Kopecks;
  readonly gross: Kopecks;
}

/** A document of the register. The sums of one that was cancelled are 0; `was` is what it was issued for. */
export interface RegisterRow extends RegisterSums {
  readonly id: number;
  readonly number: string;
  readonly issuedOn: Day;
  readonly buyer: string;
  readonly inn: string;
  readonly kpp: string | null;
  readonly partnerId: number;
  readonly docMode: 'upd' | 'act_sf';
  readonly isVat: boolean;
  readonly was: Kopecks;
  readonly cancelledOn: Day | null;
  readonly replacedBy: string | null;
  readonly replaces: string | null;
}

const SUMS = ['net22', 'vat22', 'net20', 'vat20', 'net0', 'exempt', 'vat', 'gross'] as const;

const LINES: Record<(typeof SUMS)[number], string> = {
  net22: 'sum(l.net) filter (where l.vat_rate = 22)',
  vat22: 'sum(l.vat) filter (where l.vat_rate = 22)',
  net20: 'sum(l.net) filter (where l.vat_rate = 20)',
  vat20: 'sum(l.vat) filter (where l.vat_rate = 20)',
  net0: 'sum(l.net) filter (where l.vat_rate = 0)',
  exempt: 'sum(l.net) filter (where l.vat_rate is null)',
  vat: 'sum(l.vat)',
  gross: 'sum(l.gross)',
};

/** $1 first day of the month · $2 of the next · $3 patterns, each of which must be found · $4 state. */
const FOUND = `invoices i join partners p on p.id = i.partner_id
  where i.issued_on >= $1::date and i.issued_on < $2::date and ($4::text is null or i.status::text = $4)
    and ($3::text[] is null or p.search_key || '|' || ${keySql('i.number', "i.buyer->>'name'", "i.buyer->>'inn'")} like all ($3::text[]))`;

const ROWS = `select i.id, i.number, i.issued_on::text as "issuedOn", i.buyer->>'name' as buyer, i.buyer->>'inn' as inn, i.buyer->>'kpp' as kpp, i.partner_id as "partnerId",
    i.doc_mode::text as "docMode", l.is_vat as "isVat", i.gross as was, (i.cancelled_at at time zone 'Europe/Moscow')::date::text as "cancelledOn",
    n.number as "replacedBy", o.number as replaces, ${SUMS.map((sum) => `case i.status when 'issued' then l.${sum} else 0 end::bigint as ${sum}`).join(', ')}
  from (select i.* from ${FOUND}) i
    left join invoices n on n.partner_id = i.partner_id and n.replaces_id = i.id left join invoices o on o.partner_id = i.partner_id and o.id = i.replaces_id
    cross join lateral (select coalesce(bool_or(l.vat_rate is not null), false) as is_vat, ${SUMS.map((sum) => `coalesce(${LINES[sum]}, 0) as ${sum}`).join(', ')}
      from invoice_lines l where l.partner_id = i.partner_id and l.invoice_id = i.id) l`;

const valuesOf = ({ q, state }: RegisterFilter, period: Month): unknown[] => [
  firstOfMonth(period),
  nextMonth(period),
  searchPatterns(q),
  state,
];

export interface Register {
  readonly rows: readonly RegisterRow[];
  readonly total: number;
  /** Of all that is found. */
  readonly sums: RegisterSums;
}

/** The documents issued in a month, in order of their numbers, with their sums per rate. */
export async function listRegister(
  { portal: { sql } }: Scope,
  filter: RegisterFilter,
  period: Month,
  { limit, offset }: Part,
): Promise<Register> {
  const values = valuesOf(filter, period);
  const [rows, [totals]] = await Promise.all([
    sql<RegisterRow>('list_register', `${ROWS} order by i.series, i.year, i.seq limit $5::int offset $6::int`, [...values, limit, offset]),
    sql<RegisterSums & { total: number }>(
      'sum_register',
      `with found as (select i.partner_id, i.id, i.status from ${FOUND})
       select (select count(*)::int from found) as total, ${SUMS.map((sum) => `coalesce(${LINES[sum]}, 0)::bigint as ${sum}`).join(', ')}
       from found f join invoice_lines l on l.partner_id = f.partner_id and l.invoice_id = f.id and f.status = 'issued'`,
      values,
    ),
  ]);
  const { total, ...sums } = totals ?? {
    total: 0,
    net22: zero,
    vat22: zero,
    net20: zero,
    vat20: zero,
    net0: zero,
    exempt: zero,
    vat: zero,
    gross: zero,
  };
  return { rows, total, sums };
}

/** All of them for a file, part by part. */
export function exportRegister({ portal: { sql } }: Scope, filter: RegisterFilter, period: Month): AsyncGenerator<RegisterRow> {
  const text = `${ROWS} where ($6::int is null or (i.series, i.year, i.seq) > (select series, year, seq from invoices where id = $6::int))
    order by i.series, i.year, i.seq limit $5::int`;
  return inParts(({ size, last }: { size: number; last: RegisterRow | null }) =>
    sql<RegisterRow>('export_register', text, [...valuesOf(filter, period), size, last?.id ?? null]),
  );
}

/** Months in which documents were issued, newest first. */
export async function registerMonths({ portal: { sql } }: Scope): Promise<Month[]> {
  const rows = await sql<{ month: Month }>(
    'register_months',
    `select distinct to_char(issued_on, 'YYYY-MM') as month from invoices order by 1 desc limit 60`,
  );
  return rows.map(({ month }) => month);
}
