import { addDays, moscowMidnight } from '#src/lib/days.ts';
import { keySql, searchPatterns } from '#src/lib/search-key.ts';
import type { Part } from '#src/lib/table.ts';
import type { Scope } from '#src/platform/scope.ts';
import type { JournalFilter } from './journal.forms.ts';
import { actionsOf } from './journal.words.ts';

export interface JournalRow {
  readonly id: number;
  readonly at: Date;
  readonly actorName: string;
  readonly actorRole: string;
  readonly login: string | null;
  readonly partnerId: number | null;
  readonly partnerName: string | null;
  readonly address: string | null;
  readonly requestId: string | null;
  readonly action: string;
  readonly subject: string;
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>> | null;
}

const ROW = `a.id, a.at, a.actor_name as "actorName", a.actor_role as "actorRole", u.login, a.partner_id as "partnerId", p.name as "partnerName",
  a.address, a.request_id as "requestId", a.action, a.subject, a.before, a.after`;

const FROM = 'audit_entries a left join users u on u.id = a.actor_id left join partners p on p.id = a.partner_id';

/** $1 words of the subject and the particulars · $2 who · $3 partner's id · $4 words of its name · $5 actions · $6, $7 instants [from, to). */
const FILTER = `($1::text[] is null or ${keySql('a.subject', 'a.before::text', 'a.after::text')} like all ($1::text[]))
  and ($2::text[] is null or ${keySql('a.actor_name', 'u.login')} like all ($2::text[]))
  and ($3::int is null or a.partner_id = $3) and ($4::text[] is null or ${keySql('p.name', 'p.code')} like all ($4::text[]))
  and ($5::text[] is null or a.action = any($5::text[]))
  and ($6::timestamptz is null or a.at >= $6::timestamptz) and ($7::timestamptz is null or a.at < $7::timestamptz)`;

function filterValues({ q, who, partner, group, from, to }: JournalFilter): unknown[] {
  const id = /^[1-9]\d{0,8}$/.test(partner) ? Number(partner) : null;
  return [
    ...[searchPatterns(q), searchPatterns(who), id, id === null ? searchPatterns(partner) : null],
    ...[group === null ? null : actionsOf(group), from && moscowMidnight(from), to && moscowMidnight(addDays(to, 1))],
  ];
}

/** A page of the journal, newest first, and how many entries the filter finds. */
export async function journalEntries(
  scope: Scope,
  filter: JournalFilter,
  { limit, offset }: Part,
): Promise<{ rows: JournalRow[]; total: number }> {
  const { sql } = scope.portal;
  const [rows, [counted]] = await Promise.all([
    sql<JournalRow>('journal_list', `select ${ROW} from ${FROM} where ${FILTER} order by a.id desc limit $8 offset $9`, [
      ...filterValues(filter),
      limit,
      offset,
    ]),
    sql<{ count: number }>('audit_count', `select count(*)::int as count from ${FROM} where ${FILTER}`, filterValues(filter)),
  ]);
  return { rows, total: counted?.count ?? 0 };
}

const CHUNK = 2_000;

/** All the filter finds, newest first, some thousands at a time. */
export async function* exportJournal(scope: Scope, filter: JournalFilter): AsyncGenerator<JournalRow> {
  for (let before = 2_147_483_647; ; ) {
    const rows = await scope.portal.sql<JournalRow>(
      'journal_export',
      `select ${ROW} from ${FROM} where ${FILTER} and a.id < $8::int order by a.id desc limit $9`,
      [...filterValues(filter), before, CHUNK],
    );
    yield* rows;
    const last = rows.at(-1);
    if (!last || rows.length < CHUNK) return;
    before = last.id;
  }
}
