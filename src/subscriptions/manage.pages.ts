import { randomUUID } from 'node:crypto';
import type { Crumb, FieldProps } from '#src/platform/http/components.ts';
import type { Managed } from './changes.rules.ts';
import { type Difference, differences, type Seen, seenText } from './seen.rules.ts';
import type { Viewer } from './viewer.ts';

/** A form that came back: what was typed, what is wrong with it, and what the person had seen if that has changed. */
export interface ChangeForm {
  readonly values: Readonly<Record<string, string>>;
  readonly errors: Readonly<Record<string, string>>;
  /** Given when the subscription changed meanwhile. */
  readonly seen?: Seen;
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
  /** Why nothing can be done now; under every disabled button. */
  readonly why: string | null;
}

/** The frame of `/subscriptions/:number/<word>`. */
export function changeFrame(s: Managed, word: string, label: string, form: ChangeForm, viewer: Viewer): ChangeFrame {
  const card = `/subscriptions/${s.number}`;
  return {
    action: `${card}/${word}`,
    back: card,
    crumbs: [{ label: 'Управление подписками', href: '/subscriptions' }, { label: s.number, href: card }, { label }],
    hidden: { token: randomUUID(), seen: seenText(s) },
    errors: { ...form.errors },
    isInvalid: Object.keys(form.errors).length > 0,
    changed: form.seen ? differences(form.seen, s) : null,
    why: viewer.partner.hold ? `Управление подписками заблокировано: ${viewer.partner.hold.text}` : null,
  };
}

/** The comment for the journal. */
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
