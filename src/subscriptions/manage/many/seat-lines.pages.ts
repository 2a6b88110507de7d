import type { Crumb, FieldProps } from '#src/platform/http/components.ts';
import type { Page } from '#src/platform/http/render.ts';
import type { BadLine } from './bulk.types.ts';

/** «номер; мест» pasted from a spreadsheet. */
export interface SeatLinesPage extends Page {
  readonly crumbs: Crumb[];
  readonly lines: FieldProps;
  readonly errors: Record<string, string>;
  readonly bad: readonly BadLine[];
}

export function seatLinesPage(text: string, bad: readonly BadLine[], error: string | null): SeatLinesPage {
  const title = 'Изменить места списком';
  const fault = error ?? (bad.length > 0 ? `Исправьте строки: ${bad.map(({ row }) => row).join(', ')}` : null);
  return {
    title,
    section: 'subscriptions',
    isInvalid: fault !== null,
    crumbs: [{ label: 'Управление подписками', href: '/subscriptions' }, { label: title }],
    lines: {
      name: 'lines',
      label: 'Список «номер; мест»',
      type: 'textarea',
      rows: 12,
      isMono: true,
      hint: 'Строка на подписку, например S-100001; 12. Можно скопировать два столбца из таблицы.',
      value: text,
      ...(fault ? { error: fault } : {}),
    },
    errors: fault ? { lines: fault } : {},
    bad,
  };
}
