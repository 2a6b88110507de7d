import { shortName, taxText } from '#src/documents/printing.rules.ts';
import { formatDayLong, formatDayShort, moscowDay } from '#src/lib/days.ts';
import { formatAmount } from '#src/lib/money.ts';
import { mm, Sheet, type TextStyle } from '#src/platform/pdf/sheet.ts';
import { drawTable } from '#src/platform/pdf/table.ts';
import { defineWork } from '#src/platform/workers/work.ts';
import type { Act } from './act.types.ts';
import { operationText, periodText, provisionalText, scopeText, verdictText } from './act.words.ts';

const TEXT: TextStyle = { size: 7 };
const BOLD: TextStyle = { size: 8, font: 'bold' };
const BODY: TextStyle = { size: 8.5 };
const HEAD: TextStyle = { size: 7, font: 'bold', align: 'center' };

const number = { align: 'right', isFitted: true } as const;
const half = [
  { width: mm(15), align: 'center', isFitted: true },
  { width: mm(40) },
  { width: mm(20), ...number },
  { width: mm(20), ...number },
] as const;
const columns = [...half.slice(0, 3), { ...half[3], isLast: true }, ...half];
const titles = ['Дата', 'Документ', 'Дебет', 'Кредит'];
const halfWidth = half.reduce((all, { width }) => all + width, 0);

/** What stands below the last line: the verdict and two blocks of signatures. */
const TAIL = mm(62);

/**
 * An act of reconciliation for signing: MONT's side at the left, the partner's, with the sides swapped, at the right (formats §7).
 * @returns a PDF
 */
export async function actPdf(act: Act): Promise<Uint8Array> {
  const { seller, formedAt } = act;
  const sheet = new Sheet({
    title: `Акт сверки ${periodText(act)}`,
    author: seller.name,
    createdAt: formedAt,
    layout: 'portrait',
    margins: [mm(12), mm(10), mm(14), mm(10)],
  });
  let y = drawTitle(sheet, act);
  y = drawTable(sheet, { x: sheet.left, columns, style: TEXT, pad: 2, head: (at) => drawHead(sheet, act, at), tail: TAIL }, rowsOf(act), y);
  y += mm(4);
  y += sheet.write(verdictText(act), sheet.left, y, sheet.width, { ...BODY, font: 'bold' });
  drawSignatures(sheet, act, y + mm(6));
  return sheet.finish();
}

function drawTitle(sheet: Sheet, act: Act): number {
  const { seller, party } = act;
  const centred: TextStyle = { ...BODY, align: 'center' };
  let y = sheet.top;
  y += sheet.write('Акт сверки взаимных расчётов', sheet.left, y, sheet.width, { size: 13, font: 'bold', align: 'center' }) + 2;
  y += sheet.write(periodText(act), sheet.left, y, sheet.width, centred);
  y += sheet.write(`между ${seller.name} и ${party.name}`, sheet.left, y, sheet.width, centred);
  y += sheet.write(scopeText(act.of), sheet.left, y, sheet.width, centred) + mm(3);
  const provisional = provisionalText(act);
  if (provisional) y += sheet.write(provisional, sheet.left, y, sheet.width, { ...centred, font: 'bold' }) + mm(3);
  const sides = `Мы, нижеподписавшиеся, ${seller.name} (${taxText(seller)}) с одной стороны и ${party.name} (${taxText(party)}, код дебитора ${party.axDebtorCode}) с другой стороны, составили настоящий акт сверки в том, что состояние взаимных расчётов по данным учёта следующее:`;
  y += sheet.write(sides, sheet.left, y, sheet.width, BODY);
  return y + mm(3);
}

function drawHead(sheet: Sheet, { seller, party }: Act, y: number): number {
  const top = sheet.heightOf(1, HEAD) + 5;
  const low = sheet.heightOf(1, HEAD) + 4;
  [`По данным ${seller.name}, руб.`, `По данным ${party.name}, руб.`].forEach((title, at) => {
    const x = sheet.left + at * halfWidth;
    sheet.box(x, y, halfWidth, top);
    sheet.fit(title, x + 2, y + 2.5, halfWidth - 4, HEAD);
  });
  let x = sheet.left;
  columns.forEach(({ width }, at) => {
    sheet.box(x, y + top, width, low);
    sheet.writeLines([titles[at % titles.length] ?? ''], x, y + top + 2, width, HEAD);
    x += width;
  });
  sheet.rule(sheet.left + halfWidth, y, sheet.left + halfWidth, y + top + low, 1.5);
  return top + low;
}

/** Every line twice: what is debit for MONT is credit for the partner. */
function rowsOf({ ledger, from, to }: Act): string[][] {
  const line = (on: string, text: string, debit: bigint | null, credit: bigint | null): string[] => {
    const [left, right] = [debit, credit].map((sum) => (sum === null ? '' : formatAmount(sum)));
    return [on, text, left ?? '', right ?? '', on, text, right ?? '', left ?? ''];
  };
  const signed = (on: string, text: string, amount: bigint, isBalance: boolean): string[] =>
    line(on, text, amount > 0n || (isBalance && amount === 0n) ? amount : null, amount < 0n ? -amount : null);
  return [
    signed(formatDayShort(from), 'Сальдо начальное', ledger.opening, true),
    ...ledger.entries.map((entry) => signed(formatDayShort(entry.on), operationText(entry), entry.amount, false)),
    line('', 'Обороты за период', ledger.debit, ledger.credit),
    signed(formatDayShort(to), 'Сальдо конечное', ledger.closing, true),
  ];
}

function drawSignatures(sheet: Sheet, { seller, party, formedAt, to }: Act, y: number): void {
  const top = sheet.room(y, mm(40));
  const width = sheet.width / 2 - mm(5);
  const sides: [string, string, string, number][] = [
    [seller.name, 'Генеральный директор', shortName(seller.director), sheet.left],
    [party.name, '', '', sheet.right - width],
  ];
  for (const [company, post, name, x] of sides) {
    sheet.fit(`От ${company}`, x, top, width, BOLD);
    sheet.fit(post, x, top + 18, width, BODY);
    sheet.rule(x, top + 29, x + width, top + 29);
    sheet.write('(должность)', x, top + 31, width, { size: 6, align: 'center' });
    sheet.fit(name, x + width / 2, top + 45, width / 2, { ...BODY, align: 'center' });
    sheet.rule(x, top + 56, x + width / 2 - 6, top + 56);
    sheet.rule(x + width / 2, top + 56, x + width, top + 56);
    sheet.write('(подпись)', x, top + 58, width / 2 - 6, { size: 6, align: 'center' });
    sheet.write('(ф.и.о.)', x + width / 2, top + 58, width / 2, { size: 6, align: 'center' });
    sheet.write('М.П.          «____» ______________ 20___ г.', x, top + 74, width, { size: 7 });
  }
  const formed = `Составлен ${formatDayLong(moscowDay(formedAt))} г. по данным портала на конец ${formatDayShort(to)}.`;
  sheet.write(formed, sheet.left, top + 92, sheet.width, { size: 6.5 });
}

/** `actPdf` in a thread. */
export const actDrawing = defineWork<typeof actPdf>({ lane: 'export', module: import.meta.url, verb: 'actPdf', deadlineMs: 60_000 });
