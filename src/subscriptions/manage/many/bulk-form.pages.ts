import { randomUUID } from 'node:crypto';
import { count } from '#src/lib/russian.ts';
import type { CheckProps, FieldProps } from '#src/platform/http/components.ts';
import type { BulkAction, BulkLine } from './bulk.types.ts';
import { linesText } from './lines.rules.ts';
import type { BulkPlan } from './plan.rules.ts';

export interface BulkForm {
  readonly values: Readonly<Record<string, string>>;
  readonly errors: Readonly<Record<string, string>>;
}

export function hidden(action: BulkAction, plan: BulkPlan, lines: readonly BulkLine[]): Record<string, string> {
  const versions = plan.changes.flatMap(({ item: { subscription: s } }) => (s ? [`${s.number}:${s.version}`] : []));
  return { token: randomUUID(), action, lines: linesText(lines), versions: versions.join(' '), shownCharge: String(plan.charge) };
}

export function commentOf({ values, errors }: BulkForm): FieldProps {
  return {
    name: 'comment',
    label: 'Комментарий',
    type: 'textarea',
    rows: 2,
    maxlength: 500,
    hint: 'Останется в журнале каждой подписки',
    isOptional: true,
    value: values['comment'] ?? '',
    ...(errors['comment'] ? { error: errors['comment'] } : {}),
  };
}

export function waitBox({ held }: BulkPlan, { values, errors }: BulkForm): CheckProps {
  return {
    name: 'mayWait',
    label: `Остальное выполнить сейчас, а ${count(held, 'изменение', 'изменения', 'изменений')} пусть ждут как заказы`,
    hint: 'Они выполнятся сами, когда лимита хватит; до этого ничего не стоят',
    isChecked: values['mayWait'] === 'on',
    ...(errors['mayWait'] ? { error: errors['mayWait'] } : {}),
  };
}
