import { catalogTabs } from '#src/catalog/editing/offer-list.pages.ts';
import { type Day, formatMoment } from '#src/lib/days.ts';
import { count } from '#src/lib/russian.ts';
import type { BadgeProps, FieldProps, PageHeadProps, Tab } from '#src/platform/http/components.ts';
import { EMPTY_FORM, type FormState } from '#src/platform/http/forms.ts';
import type { Page } from '#src/platform/http/render.ts';
import type { PriceImport } from './price-import.queries.ts';

export interface ImportPage extends Page {
  readonly head: PageHeadProps;
  readonly tabs: Tab[];
  readonly token: string;
  readonly fields: readonly FieldProps[];
  readonly errors: Readonly<Record<string, string>>;
  readonly recent: readonly { readonly href: string; readonly name: string; readonly note: string; readonly badge: BadgeProps }[];
}

/** `/admin/catalog/import` */
export function importPage(
  recent: readonly PriceImport[],
  validFrom: Day,
  token: string,
  { values, errors }: FormState = EMPTY_FORM,
): ImportPage {
  return {
    title: 'Загрузка прайс-листа',
    section: 'admin/catalog',
    isInvalid: Object.keys(errors).length > 0,
    head: { title: 'Загрузка прайс-листа', sub: 'Сначала портал покажет разницу. Цены изменятся, когда вы подтвердите, все сразу.' },
    tabs: catalogTabs('/admin/catalog/import'),
    token,
    fields: [
      {
        name: 'file',
        label: 'Файл .xlsx или .csv',
        type: 'file',
        accept: '.xlsx,.csv,text/csv',
        required: true,
        error: errors['file'],
        hint: 'До 5 МБ и 20 000 строк. Нужны колонки «Артикул» и «Цена с НДС» в рублях, можно «Действует с».',
      },
      {
        name: 'validFrom',
        label: 'Действует с',
        type: 'date',
        value: values['validFrom'] || validFrom,
        required: true,
        error: errors['validFrom'],
        hint: 'Для строк, в которых своей даты нет',
      },
    ],
    errors,
    recent: recent.map((one) => ({
      href: `/admin/catalog/import/${one.id}`,
      name: one.fileName || 'без имени',
      note: `${formatMoment(one.uploadedAt)}, ${one.uploadedBy} · ${count(one.lineCount, 'строка', 'строки', 'строк')}`,
      badge: importBadge(one),
    })),
  };
}

/** How far a price list is. */
export function importBadge({ appliedAt, faults, added }: PriceImport): BadgeProps {
  if (appliedAt) return { tone: 'ok', label: `Применён: ${count(added ?? 0, 'цена', 'цены', 'цен')}`, icon: 'circle-check' };
  return faults.length > 0
    ? { tone: 'bad', label: 'С ошибками', icon: 'alert-circle' }
    : { tone: 'info', label: 'Ждёт подтверждения', icon: 'clock' };
}
