import { canBeMuted, LETTER_TEMPLATES, type LetterTemplate } from '#src/letters/letters.rules.ts';
import type { Role } from '#src/platform/actor.ts';

/** People who are managed together: those of one partner, of one customer of it, or MONT's own (`partnerId` null). */
export interface Circle {
  readonly partnerId: number | null;
  readonly customerId?: number;
  /** Whose people they are: «ООО «Вектор»», «MONT». */
  readonly name: string;
  /** Address of the list: `/team`, `/my/team`, `/admin/staff`. */
  readonly path: string;
  /** Who sees to them in its own name, where it is not the circle itself: the partner of a customer. */
  readonly servedBy?: string;
}

/** The roles of a circle; the first one heads it, and somebody always does. */
export function rolesOf({ partnerId, customerId }: Circle): readonly [Role, ...Role[]] {
  if (partnerId === null) return ['admin', 'manager'];
  return customerId === undefined ? ['partner_owner', 'partner_manager', 'partner_accountant'] : ['customer', 'customer_colleague'];
}

/** What a role may do, in a line (product rule §1). */
export const roleHints: Partial<Record<Role, string>> = {
  partner_owner: 'Всё, включая сотрудников',
  partner_manager: 'Каталог, заказчики, заказы, подписки',
  partner_accountant: 'Документы, платежи, сверка; подписки только для чтения',
  customer: 'Подписки, запросы партнёру и приглашение сотрудников',
  customer_colleague: 'Подписки и запросы партнёру; отозвать можно только свой запрос',
  manager: 'Партнёры, анкеты, лимиты, блокировки, платежи',
  admin: 'Всё, включая сотрудников, каталог и закрытие месяца',
};

interface Colleague {
  readonly id: number;
  readonly role: Role;
  readonly isDisabled: boolean;
}

/** Why a person can't lose the role or the access; null when they can. `heads`: how many enabled people head the circle. */
export function whyNotRemoved(person: Colleague, circle: Circle, actorId: number | null, heads: number): string | null {
  if (person.id === actorId) return 'Это вы сами: попросите другого руководителя или администратора.';
  const [head] = rolesOf(circle);
  if (person.role !== head || person.isDisabled || heads > 1) return null;
  if (circle.partnerId === null) return 'Это последний администратор.';
  if (circle.customerId !== undefined) return 'Это последний администратор заказчика: без него некому приглашать сотрудников.';
  return 'Это последний руководитель: без него партнёром некому управлять.';
}

/** Why a person can't be disabled now; null when they can. `people`: those of the circle. */
export function whyNotDisabled(
  circle: Circle,
  person: Colleague & { readonly partners: number },
  people: readonly Colleague[],
  actorId: number | null,
): string | null {
  const [head] = rolesOf(circle);
  const heads = people.filter(({ role, isDisabled }) => role === head && !isDisabled).length;
  const why = whyNotRemoved(person, circle, actorId, heads);
  return why ?? (person.partners > 0 ? 'За ним закреплены партнёры: сначала передайте портфель.' : null);
}

/** Applicants and customers get these. */
const FOR_OTHERS = /^(application|request|receivables)-/;

/** Letters that people of a partner may get and may do without (product rule §13). */
export const teamLetters: readonly LetterTemplate[] = (Object.keys(LETTER_TEMPLATES) as LetterTemplate[]).filter(
  (template) => canBeMuted(template) && !FOR_OTHERS.test(template),
);

/** Name of the box «this person gets this letter» in the form. */
export const letterBox = (userId: number, template: LetterTemplate): string => `${userId}:${template}`;

/**
 * Which templates each person does without, from the boxes that were checked.
 * @returns null when a field is no box of these people
 */
export function mutedFrom(fields: Readonly<Record<string, string>>, userIds: readonly number[]): Map<number, LetterTemplate[]> | null {
  const boxes = new Set(userIds.flatMap((id) => teamLetters.map((template) => letterBox(id, template))));
  if (Object.keys(fields).some((name) => !boxes.has(name))) return null;
  return new Map(userIds.map((id) => [id, teamLetters.filter((template) => !Object.hasOwn(fields, letterBox(id, template)))]));
}

/** What everybody did without when the form was shown, for its hidden field: `12:hold-placed,suspended;13:` */
export const seenOfMuted = (people: readonly { readonly id: number; readonly muted: readonly string[] }[]): string =>
  people.map(({ id, muted }) => `${id}:${muted.join(',')}`).join(';');

/** The same read again; nothing for people it does not tell of. */
export function mutedSeen(text: string): Map<number, string[]> {
  const parts = [...text.matchAll(/(?:^|;)(\d{1,9}):([a-z,-]*)/g)];
  return new Map(parts.map(([, id, muted = '']) => [Number(id), muted.split(',').filter(Boolean)]));
}

/** A choice sent over one that somebody else may have changed since it was seen: both changes stand. */
export function mutedNow(now: readonly LetterTemplate[], sent: readonly LetterTemplate[], seen: readonly string[]): LetterTemplate[] {
  const kept = now.filter((one) => sent.includes(one) || !seen.includes(one));
  return [...kept, ...sent.filter((one) => !seen.includes(one) && !now.includes(one))];
}
