import type { Scope } from '#src/platform/scope.ts';

/** What waits in the exchange; instants ISO, sums kopecks as text. */
export interface Overview {
  readonly waiting: number;
  readonly collecting: number;
  readonly faulty: number;
  readonly decisions: readonly {
    id: string;
    transId: string;
    account: string;
    amount: string;
    paidOn: string;
    question: string;
    partner: string | null;
  }[];
  readonly decisionCount: number;
  readonly gaps: readonly { id: string; type: string; from: string; to: string; foundAt: string; askedAt: string | null }[];
  readonly toSend: number;
  readonly refused: readonly { key: string; type: string; text: string; at: string }[];
  readonly rejected: readonly { docId: string; number: string; partnerId: number; partner: string; text: string }[];
  readonly missing: number;
}

/** Rows shown of each kind. */
const FEW = 20;

/** One statement; each part is small. */
export async function overview({ portal }: Scope): Promise<Overview> {
  const [row] = await portal.sql<Overview>(
    'ax_overview',
    `select
       (select count(*)::int from ax_messages where state = 'waiting') as waiting,
       (select count(*)::int from ax_messages where state = 'collecting' and settled_at is null) as collecting,
       (select count(*)::int from ax_messages where state in ('partial', 'refused') and settled_at is null) as faulty,
       coalesce((select json_agg(r) from (select a.id::text as id, a.trans_id as "transId", a.invoice_account as account, a.amount::text as amount,
           a.paid_on::text as "paidOn", coalesce(a.question, '') as question, p.name as partner
         from ax_payments a left join partners p on p.id = a.partner_id where a.state = 'decide' order by a.changed_at, a.id limit ${FEW}) r), '[]') as decisions,
       (select count(*)::int from ax_payments where state = 'decide') as "decisionCount",
       coalesce((select json_agg(r) from (select id::text as id, type, from_seq::text as "from", to_seq::text as "to", found_at as "foundAt", asked_at as "askedAt"
         from ax_gaps order by found_at, id limit ${FEW}) r), '[]') as gaps,
       (select count(*)::int from ax_outgoing where acked_at is null) as "toSend",
       coalesce((select json_agg(r) from (select key, type, coalesce(item_errors -> 0 ->> 'text', '') as text, acked_at as at
         from ax_outgoing where result in ('error', 'partial') order by acked_at desc limit ${FEW}) r), '[]') as refused,
       coalesce((select json_agg(r) from (select i.portal_doc_id as "docId", v.number, i.partner_id as "partnerId", p.name as partner,
           coalesce(i.errors -> 0 ->> 'text', '') as text
         from ax_invoices i join invoices v on v.partner_id = i.partner_id and v.id = i.invoice_id join partners p on p.id = i.partner_id
         where i.status = 'rejected' order by i.changed_at limit ${FEW}) r), '[]') as rejected,
       (select count(*)::int from ax_debtors d join ax_streams s on s.type = 'debtors' where d.seen_at < s.full_at) as missing`,
  );
  if (!row) throw new Error('the overview of the exchange came without a row');
  return row;
}
