import { keySql, searchPatterns } from '#src/lib/search-key.ts';
import type { Part } from '#src/lib/table.ts';
import { NotFound } from '#src/platform/errors.ts';
import type { Scope } from '#src/platform/scope.ts';
import type { LetterFilter } from './letters.forms.ts';
import type { LetterTemplate } from './letters.rules.ts';
import type { LetterContent, LetterState, LetterStatus } from './letters.types.ts';

/** Letters on a page of the list. */
export interface LetterRow {
  readonly id: number;
  readonly template: LetterTemplate;
  readonly recipientName: string;
  readonly recipientAddress: string;
  readonly subject: string;
  readonly partnerName: string | null;
  readonly status: LetterStatus;
  readonly state: LetterState;
  readonly attempts: number;
  readonly lastError: string | null;
  readonly queuedAt: Date;
  readonly sentAt: Date | null;
}

/** Settled ones are no longer among those that did not arrive. */
const STATE = `case when l.settled_at is null then l.status::text else 'settled' end`;

const ROW = `l.id, l.template, l.recipient_name as "recipientName", l.recipient_address as "recipientAddress", l.subject,
  p.name as "partnerName", l.status::text as status, ${STATE} as state, l.attempts, l.last_error as "lastError", l.queued_at as "queuedAt", l.sent_at as "sentAt"`;

const FROM = 'letters l left join partners p on p.id = l.partner_id';

/** $1 patterns, each of which must be found · $2 template · $3 partner. */
const FILTER = `($1::text[] is null or ${keySql('l.recipient_name', 'l.recipient_address', 'l.subject', 'p.name')} like all ($1::text[]))
  and ($2::text is null or l.template = $2) and ($3::int is null or l.partner_id = $3)`;

const filterValues = ({ q, template, partner }: LetterFilter): unknown[] => [searchPatterns(q), template, partner];

/** One page of letters, newest first, and how many of each state the filter finds. For staff: every partner's. */
export async function listLetters(
  scope: Scope,
  filter: LetterFilter,
  { limit, offset }: Part,
): Promise<{ rows: LetterRow[]; counts: ReadonlyMap<LetterState, number>; partner: string | null }> {
  const { sql } = scope.portal;
  const [rows, counts, [partner]] = await Promise.all([
    sql<LetterRow>(
      'letter_list',
      `select ${ROW} from ${FROM} where ${FILTER} and ($4::text is null or ${STATE} = $4) order by l.id desc limit $5 offset $6`,
      [...filterValues(filter), filter.status, limit, offset],
    ),
    sql<{ state: LetterState; count: number }>(
      'letter_counts',
      `select ${STATE} as state, count(*)::int as count from ${FROM} where ${FILTER} group by 1`,
      filterValues(filter),
    ),
    sql<{ name: string }>('letter_partner', 'select name from partners where id = $1::int', [filter.partner]),
  ]);
  return { rows, counts: new Map(counts.map(({ state, count }) => [state, count])), partner: partner?.name ?? null };
}

const CHUNK = 5_000;

/** All the filter finds, newest first, some thousands at a time. */
export async function* exportLetters(scope: Scope, filter: LetterFilter): AsyncGenerator<LetterRow> {
  for (let before = 2_147_483_647; ; ) {
    const rows = await scope.portal.sql<LetterRow>(
      'letter_export',
      `select ${ROW} from ${FROM} where ${FILTER} and ($4::text is null or ${STATE} = $4) and l.id < $5::int order by l.id desc limit $6`,
      [...filterValues(filter), filter.status, before, CHUNK],
    );
    yield* rows;
    const last = rows.at(-1);
    if (!last || rows.length < CHUNK) return;
    before = last.id;
  }
}

export interface LetterCard extends LetterRow {
  readonly settledAt: Date | null;
  readonly settledByName: string | null;
  readonly cause: string;
  readonly messageId: string;
  readonly subscriptionNumber: string | null;
  readonly content: LetterContent;
  /** The stored copy; null until the letter was composed. */
  readonly text: string | null;
  readonly html: string | null;
  readonly lastTriedAt: Date | null;
  /** Ids of the letters it was sent again as. */
  readonly repeats: readonly number[];
}

/** One letter for its page. @throws NotFound */
export async function letterCard(scope: Scope, id: number): Promise<LetterCard> {
  const [card] = await scope.portal.sql<LetterCard>(
    'letter_card',
    `select ${ROW}, l.cause, l.message_id as "messageId", s.number as "subscriptionNumber", l.content, l.text, l.html,
       l.last_tried_at as "lastTriedAt", l.settled_at as "settledAt", l.settled_by_name as "settledByName",
       array(select r.id from letters r where r.recipient_address = l.recipient_address
         and r.cause in (select format('resend:%s:%s', l.id, n) from generate_series(1, 500) n) order by r.id) as repeats
     from ${FROM} left join subscriptions s on s.partner_id = l.partner_id and s.id = l.subscription_id where l.id = $1::int`,
    [id],
  );
  if (!card) throw new NotFound();
  return card;
}
