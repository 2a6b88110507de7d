import { formatMoment } from '#src/lib/days.ts';
import { count } from '#src/lib/russian.ts';
import type { AlertProps, ButtonProps, PageHeadProps, ProgressProps } from '#src/platform/http/components.ts';
import type { Page } from '#src/platform/http/render.ts';
import { GIVEN_UP_AFTER_MS, type StatementFile } from './files.queries.ts';
import { LIST_CRUMBS, nothingNew, PATH, SECTION } from './statement-list.pages.ts';

export interface FilePage extends Page {
  readonly head: PageHeadProps;
  /** While it is read. */
  readonly progress: ProgressProps | null;
  readonly note: string;
  /** What became of it. */
  readonly outcome: AlertProps | null;
  readonly again: ButtonProps | null;
  /** null unless it is on the list and was refused, or its reading does not end. */
  readonly dismissal: { readonly action: string; readonly token: string } | null;
}

/** `/admin/payments/import/files/:id` */
export function filePage(file: StatementFile, token: string, now: Date): FilePage {
  const isRead = file.state === 'reading';
  const isStuck = isRead && now.getTime() - file.uploadedAt.getTime() > GIVEN_UP_AFTER_MS;
  const name = file.fileName || 'Выписка';
  return {
    title: `Файл ${name}`,
    section: SECTION,
    ...(isRead ? { reloadAfter: 3 } : {}),
    head: {
      title: name,
      sub: `${sizeOf(file)} · ${formatMoment(file.uploadedAt)}, ${file.uploadedBy}`,
      crumbs: [...LIST_CRUMBS, { label: name }],
    },
    progress: isRead ? progressOf(file) : null,
    note: 'Страницу можно закрыть: файл дочитается, и выписка появится в списке загруженных.',
    outcome: outcomeOf(file),
    again: isRead && !isStuck ? null : { label: 'Загрузить другой файл', href: PATH, icon: 'upload', kind: 'primary' },
    dismissal: (file.state === 'refused' || isStuck) && !file.isDismissed ? { action: `${PATH}/files/${file.id}/dismissal`, token } : null,
  };
}

const STAGES = { waiting: 0, reading: 1, keeping: 2 } as const;

function progressOf({ stage, found, size }: StatementFile): ProgressProps {
  const words = {
    waiting: 'Файл принят и ждёт очереди',
    reading: `Читается файл, ${sizeOf({ size })}`,
    keeping: `Прочитано, сохраняется: ${count(found ?? 0, 'поступление', 'поступления', 'поступлений')}`,
  };
  return { label: 'Выписка читается', value: STAGES[stage], max: 3, text: words[stage] };
}

function outcomeOf({ state, reason, known }: StatementFile): AlertProps | null {
  if (state === 'refused') return { tone: 'bad', title: 'Файл не загружен, ничего не изменилось.', text: reason ?? '' };
  return state === 'read' ? { tone: 'info', text: nothingNew(known ?? 0) } : null;
}

/** «25,1 МБ» */
const sizeOf = ({ size }: Pick<StatementFile, 'size'>): string => `${(size / 2 ** 20).toFixed(1).replace('.', ',')}\u00a0МБ`;
