import { formatDayShort } from '#src/lib/days.ts';
import type { Column } from '#src/lib/table.ts';
import type { StoredFile } from '#src/platform/http/files.ts';
import type { Workers } from '#src/platform/workers/workers.ts';
import type { ActLine } from './act.pages.ts';
import { actDrawing } from './act.pdf.ts';
import type { Act } from './act.types.ts';
import { actFileName, actXml } from './act-xml.ts';

/** The paper for signing, drawn by a thread. @throws as `WorkPool.do` */
export async function actPaper(workers: Workers, act: Act): Promise<StoredFile> {
  const bytes = await workers.do(actDrawing, act);
  return { fileName: `${actTitle(act)}.pdf`, mime: 'application/pdf', bytes };
}

/** The exchange file, named as the format wants. @throws Conflict as `actXml` */
export function actExchangeFile(act: Act): StoredFile {
  return { fileName: `${actFileName(act)}.xml`, mime: 'application/xml', bytes: actXml(act) };
}

/** «Акт_сверки_01.07.2026-30.09.2026» */
export const actTitle = ({ from, to }: Act): string => `Акт_сверки_${formatDayShort(from)}-${formatDayShort(to)}`;

export const actColumns: Column<ActLine>[] = [
  { title: 'Дата', kind: 'day', of: (line) => line.on },
  { title: 'Документ', kind: 'text', of: (line) => line.text },
  { title: 'Договор', kind: 'text', of: (line) => line.contract },
  { title: 'Дебет, ₽', kind: 'money', of: (line) => line.debit },
  { title: 'Кредит, ₽', kind: 'money', of: (line) => line.credit },
  { title: 'Остаток, ₽', kind: 'money', of: (line) => line.balance },
];
