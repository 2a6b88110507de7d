import type { ButtonProps } from '#src/platform/http/components.ts';
import type { LetterRow } from './letters.queries.ts';

/** A form of one button over some letters. */
export interface Settling {
  readonly action: string;
  readonly token: string;
  readonly ids: string;
  readonly button: ButtonProps;
  readonly hint: string;
}

/** The mark «разобрано», or its way back where only settled letters are shown; null where neither fits. */
export function settlingOf(rows: readonly Pick<LetterRow, 'id' | 'state'>[], token: string): Settling | null {
  const lost = rows.filter(({ state }) => state === 'failed' || state === 'unknown');
  const settled = rows.filter(({ state }) => state === 'settled');
  const idsOf = (some: typeof rows) => some.map(({ id }) => id).join(',');
  if (lost.length > 0) {
    const label = lost.length === 1 ? 'Разобрано' : `Разобраны все на странице: ${lost.length}`;
    const hint = 'Разобранные не считаются недошедшими ни у вас, ни в кабинете партнёра; отметку можно снять.';
    return { action: '/admin/letters/settling', token, ids: idsOf(lost), button: { label, icon: 'check' }, hint };
  }
  if (settled.length === 0 || settled.length < rows.length) return null;
  const label = settled.length === 1 ? 'Снять отметку «разобрано»' : `Снять отметку «разобрано» со всех на странице: ${settled.length}`;
  const hint = 'Письма снова будут среди недошедших.';
  return { action: '/admin/letters/unsettling', token, ids: idsOf(settled), button: { label, icon: 'refresh' }, hint };
}
