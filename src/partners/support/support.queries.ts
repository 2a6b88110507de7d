import { partnerOf } from '#src/accounts/actor.rules.ts';
import type { Part } from '#src/lib/table.ts';
import { NotFound } from '#src/platform/errors.ts';
import type { Scope } from '#src/platform/scope.ts';
import type { QuestionFilter } from './support.forms.ts';

/** Questions on a page: each is shown whole. */
export const QUESTIONS = 25;

export interface QuestionRow {
  readonly id: number;
  readonly partnerId: number;
  readonly partnerName: string;
  readonly userName: string;
  readonly email: string;
  readonly body: string;
  readonly createdAt: Date;
  readonly answeredAt: Date | null;
  readonly answeredByName: string | null;
  readonly answer: string | null;
}

const COLUMNS = `q.id, q.partner_id as "partnerId", p.name as "partnerName", q.user_name as "userName", q.email, q.body, q.created_at as "createdAt",
  q.answered_at as "answeredAt", q.answered_by_name as "answeredByName", q.answer`;

/** The latest questions of the actor's partner. */
export function ownQuestions(scope: Scope): Promise<QuestionRow[]> {
  return scope.portal.sql<QuestionRow>(
    'own_questions',
    `select ${COLUMNS} from support_requests q join partners p on p.id = q.partner_id where q.partner_id = $1 order by q.created_at desc, q.id desc limit ${QUESTIONS}`,
    [partnerOf(scope)],
  );
}

/** Questions of all partners, for staff: open ones first, the longest waiting on top. */
export async function allQuestions(
  scope: Scope,
  filter: QuestionFilter,
  { limit, offset }: Part,
): Promise<{ rows: QuestionRow[]; open: number; total: number }> {
  const where = `($1::text is null or (q.answered_at is null) = ($1::text = 'open'))`;
  const [rows, [counts]] = await Promise.all([
    scope.portal.sql<QuestionRow>(
      'all_questions',
      `select ${COLUMNS} from support_requests q join partners p on p.id = q.partner_id where ${where}
       order by q.answered_at is not null, case when q.answered_at is null then q.id end, q.id desc limit $2::int offset $3::int`,
      [filter.state, limit, offset],
    ),
    scope.portal.sql<{ open: number; total: number }>(
      'question_counts',
      `select count(*) filter (where q.answered_at is null)::int as open, count(*) filter (where ${where})::int as total from support_requests q`,
      [filter.state],
    ),
  ]);
  return { rows, open: counts?.open ?? 0, total: counts?.total ?? 0 };
}

/** One question of any partner, for staff. @throws NotFound */
export async function anyQuestion(scope: Scope, id: number): Promise<QuestionRow> {
  const [row] = await scope.portal.sql<QuestionRow>(
    'any_question',
    `select ${COLUMNS} from support_requests q join partners p on p.id = q.partner_id where q.id = $1::int`,
    [id],
  );
  if (!row) throw new NotFound();
  return row;
}
