import { randomUUID } from 'node:crypto';
import type { AlertProps, Crumb, FieldProps } from '#src/platform/http/components.ts';
import { statusWord } from '#src/subscriptions/service/status.rules.ts';
import type { Viewer } from '#src/subscriptions/viewer.queries.ts';
import { isOpen, type Management } from './actions.rules.ts';
import type { Managed } from './changes.rules.ts';
import { changedSentence, type Difference, differences, type Seen, seenText } from './seen.rules.ts';

/** A form that came back: what was typed, what is wrong with it, and what the person had seen if that has changed. */
export interface ChangeForm {
  readonly values: Readonly<Record<string, string>>;
  readonly errors: Readonly<Record<string, string>>;
  /** Given when the subscription changed meanwhile. */
  readonly seen?: Seen;
  /** The sums are new, though nothing is wrong: to be looked at and confirmed. */
  readonly isToCheck?: boolean;
}

export const NEW_CHANGE: ChangeForm = { values: {}, errors: {} };

/** What every page that changes a subscription has around its fields. */
export interface ChangeFrame {
  readonly action: string;
  readonly back: string;
  readonly crumbs: Crumb[];
  readonly hidden: Record<string, string>;
  readonly errors: Record<string, string>;
  readonly isInvalid: boolean;
  /** What changed since the person looked, both values; null when nothing did. */
  readonly changed: Difference[] | null;
  /** What became of the subscription so that this can't be done any more, and the way on. */
  readonly closed: AlertProps | null;
  /** Why nothing can be done now; under every disabled button. */
  readonly why: string | null;
}

/** The frame of `/subscriptions/:number/<word>`. */
export function changeFrame(s: Managed, word: Management, label: string, form: ChangeForm, viewer: Viewer): ChangeFrame {
  const card = `/subscriptions/${s.number}`;
  const isChanged = form.seen !== undefined && form.seen.version !== s.version;
  return {
    action: `${card}/${word}`,
    back: card,
    crumbs: [{ label: 'Управление подписками', href: '/subscriptions' }, { label: s.number, href: card }, { label }],
    hidden: { token: randomUUID(), seen: seenText(s) },
    errors: { ...form.errors },
    isInvalid: Object.keys(form.errors).length > 0,
    changed: form.seen && isChanged ? differences(form.seen, s) : null,
    closed: isOpen(word, s.status) ? null : closedAlert(s, word, form),
    why: whyNot(s, word, viewer),
  };
}

function whyNot(s: Managed, word: Management, { partner }: Viewer): string | null {
  if (partner.hold) return `Управление подписками заблокировано: ${partner.hold.text}`;
  return isOpen(word, s.status) ? null : `Состояние подписки — «${statusWord(s.status)}»: сейчас это сделать нельзя`;
}

/** Somebody was faster with another state: what happened, and where one goes from here. */
function closedAlert(s: Managed, word: Management, { seen }: ChangeForm): AlertProps {
  const card = `/subscriptions/${s.number}`;
  const mayStart = word !== 'stop' && isOpen('start', s.status);
  return {
    tone: 'warn',
    title: seen ? changedSentence(seen, s) : `Состояние подписки — «${statusWord(s.status)}».`,
    text: 'Ваше изменение не выполнено, введённое сохранено ниже.',
    link: mayStart ? { href: `${card}/start`, label: 'Запустить подписку' } : { href: card, label: 'Открыть подписку' },
  };
}

/** The comment for the history. */
export function commentField(form: ChangeForm, id = 'comment'): FieldProps {
  return {
    name: 'comment',
    id,
    label: 'Комментарий',
    type: 'textarea',
    rows: 2,
    maxlength: 500,
    hint: 'Останется в журнале подписки',
    isOptional: true,
    value: form.values['comment'] ?? '',
    ...(form.errors['comment'] ? { error: form.errors['comment'] } : {}),
  };
}
