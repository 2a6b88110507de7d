import type { InvoiceToPrint } from '#src/documents/documents.types.ts';
import { contractText, isVatDue, numbered, shortName, taxText } from '#src/documents/printing.rules.ts';
import { formatDayLong, formatDayMonth, formatDayShort } from '#src/lib/days.ts';
import { count } from '#src/lib/russian.ts';
import { mm, Sheet, type TextStyle } from '#src/platform/pdf/sheet.ts';
import { blank, drawVatSigners, MARGINS, SIGNERS_HEIGHT, type VatForm } from './vat-form.ts';
import { drawVatHead } from './vat-head.ts';
import { drawVatLines } from './vat-lines.ts';

const ASIDE = mm(19);
const SMALL: TextStyle = { size: 6.5, leading: 1.1 };
const NOTE: TextStyle = { size: 5 };
const LOWER_HEIGHT = mm(60);
/** Signatures of the счёт-фактура and the boxes: what stands under the lines, after a gap. */
const GAP = mm(2);
const UNDER_LINES = SIGNERS_HEIGHT + LOWER_HEIGHT;

/**
 * УПД (письмо ФНС от 21.10.2013 № ММВ-20-3/96@ with the счёт-фактура of 2026): A4 landscape, status 1 when a line bears VAT,
 * else 2. @returns a PDF, the same bytes for the same invoice
 */
export async function utdPdf(invoice: InvoiceToPrint): Promise<Uint8Array> {
  const sheet = new Sheet({
    title: `Универсальный передаточный документ № ${numbered(invoice.number, invoice.issuedOn)}`,
    author: invoice.seller.name,
    createdAt: invoice.issuedAt,
    layout: 'landscape',
    margins: MARGINS,
  });
  const form: VatForm = { sheet, invoice, x: sheet.left + ASIDE + 4, shippedBy: 'Универсальный передаточный документ' };
  drawStatus(sheet, invoice);
  const headEnd = drawVatHead(form, sheet.top);
  sheet.rule(sheet.left + ASIDE, sheet.top, sheet.left + ASIDE, headEnd, 1.5);
  const linesEnd = drawVatLines(form, headEnd, true, GAP + UNDER_LINES);
  drawLower(sheet, invoice, drawSigned(form, sheet.room(linesEnd + GAP, UNDER_LINES)));
  return sheet.finish();
}

/** Status of the document, in the column at the left. */
function drawStatus(sheet: Sheet, invoice: InvoiceToPrint): void {
  const width = ASIDE - 4;
  let y = sheet.top;
  y += sheet.write('Универсальный передаточный документ', sheet.left, y, width, { size: 7, font: 'bold' }) + mm(3);
  sheet.write('Статус:', sheet.left, y + 3, width, { size: 7 });
  sheet.box(sheet.left + mm(10), y, mm(5), mm(5), 1);
  sheet.write(isVatDue(invoice) ? '1' : '2', sheet.left + mm(10), y + 3, mm(5), { size: 8, font: 'bold', align: 'center' });
  sheet.write('1 – счет-фактура и передаточный документ (акт)\n2 – передаточный документ (акт)', sheet.left, y + mm(7), width, NOTE);
}

function drawSigned(form: VatForm, y: number): number {
  const { sheet } = form;
  const end = drawVatSigners(form, y);
  sheet.rule(sheet.left + ASIDE, Math.max(sheet.top, y - GAP), sheet.left + ASIDE, end, 1.5);
  sheet.rule(sheet.left, end, sheet.right, end, 1.5);
  sheet.atEnd((pages) => {
    sheet.write(`Документ составлен на ${count(pages, 'листе', 'листах', 'листах')}`, sheet.left, y, ASIDE - 4, SMALL);
  });
  return end + mm(1.5);
}

/** Boxes [10] to [21]: what was handed over, by whom and to whom. */
function drawLower(sheet: Sheet, invoice: InvoiceToPrint, y: number): void {
  const width = sheet.width;
  let at = y;
  at += row(sheet, { ...BASIS, value: contractText(invoice.contract), x: sheet.left, y: at, width });
  at += row(sheet, { ...CARGO, value: '—', x: sheet.left, y: at, width });
  const half = width / 2 - mm(3);
  const end = drawSide(sheet, sellerSide(invoice), sheet.left, at + 2, half);
  drawSide(sheet, buyerSide(invoice), sheet.right - half, at + 2, half);
  sheet.rule(sheet.left + width / 2, at, sheet.left + width / 2, end, 1);
}

const BASIS = { label: 'Основание передачи (сдачи) / получения (приемки)', caption: '(договор; доверенность и др.)', code: '10' };
const CARGO = {
  label: 'Данные о транспортировке и грузе',
  caption: '(транспортная накладная, поручение экспедитору, экспедиторская / складская расписка и др. / масса нетто / брутто груза)',
  code: '11',
};

/** One half of the lower part. Texts of a person: post and name. */
interface Side {
  readonly title: string;
  readonly codes: readonly [string, string, string, string, string];
  readonly person: readonly [string, string];
  readonly date: readonly [string, string];
  readonly other: readonly [label: string, value: string];
  readonly answerable: readonly [string, string];
  readonly subject: string;
}

function sellerSide(invoice: InvoiceToPrint): Side {
  const { seller, buyer, number, issuedOn, replaces } = invoice;
  const instead = replaces ? `, взамен № ${replaces}` : '';
  return {
    title: 'Товар (груз) передал / услуги, результаты работ, права сдал',
    codes: ['12', '13', '14', '15', '16'],
    person: ['Генеральный директор', shortName(seller.director)],
    date: ['Дата отгрузки, передачи (сдачи)', `«${Number(issuedOn.slice(8))}» ${formatDayLong(issuedOn).replace(/^\d+ /, '')} г.`],
    other: [
      'Иные сведения об отгрузке, передаче',
      `Счёт № ${number} от ${formatDayShort(issuedOn)}${instead}, код дебитора ${buyer.axDebtorCode}`,
    ],
    answerable: ['Главный бухгалтер', shortName(seller.accountant)],
    subject: `${seller.name}, ${taxText(seller)}`,
  };
}

function buyerSide({ buyer, issuedOn }: InvoiceToPrint): Side {
  return {
    title: 'Товар (груз) получил / услуги, результаты работ, права принял',
    codes: ['17', '18', '19', '20', '21'],
    person: ['', ''],
    date: ['Дата получения (приемки)', `«      » ${' '.repeat(formatDayMonth(issuedOn).length * 2)} 20      г.`],
    other: ['Иные сведения о получении, приемке', ''],
    answerable: ['', ''],
    subject: `${buyer.name}, ${taxText(buyer)}`,
  };
}

const OTHER_CAPTION = '(ссылки на неотъемлемые приложения, сопутствующие документы, иные документы и т.п.)';
const ANSWERABLE = 'Ответственный за правильность оформления факта хозяйственной жизни';
const SUBJECT = 'Наименование экономического субъекта – составителя документа (в т.ч. комиссионера / агента)';
const SUBJECT_CAPTION = '(может не заполняться при проставлении печати в М.П., может быть указан ИНН / КПП)';

function drawSide(sheet: Sheet, side: Side, x: number, y: number, width: number): number {
  const [first, second, third, fourth, fifth] = side.codes;
  let at = y + sheet.write(side.title, x, y, width, { ...SMALL, font: 'bold' }) + 1;
  at += person(sheet, side.person, first, x, at, width);
  at += row(sheet, { label: side.date[0], value: side.date[1], caption: '', code: second, x, y: at, width });
  at += row(sheet, { label: side.other[0], value: side.other[1], caption: OTHER_CAPTION, code: third, x, y: at, width });
  at += sheet.write(ANSWERABLE, x, at, width, SMALL);
  at += person(sheet, side.answerable, fourth, x, at, width);
  at += sheet.write(SUBJECT, x, at, width, SMALL);
  at += row(sheet, { label: '', value: side.subject, caption: SUBJECT_CAPTION, code: fifth, x, y: at, width });
  return at + sheet.write('М.П.', x + mm(8), at - 2, mm(20), SMALL);
}

interface LowerRow {
  readonly label: string;
  readonly value: string;
  readonly caption: string;
  readonly code: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

const CODE_WIDTH = mm(7);

function row(sheet: Sheet, { label, value, caption, code, x, y, width }: LowerRow): number {
  const labelWidth = label ? mm(48) : 0;
  sheet.write(label, x, y + 3, labelWidth, SMALL);
  codeAt(sheet, code, x, y, width);
  return blank(sheet, { value, caption, x: x + labelWidth, y, width: width - labelWidth - CODE_WIDTH });
}

function person(sheet: Sheet, [post, name]: readonly [string, string], code: string, x: number, y: number, width: number): number {
  const field = (width - CODE_WIDTH) / 3;
  const fields: [string, string][] = [
    [post, '(должность)'],
    ['', '(подпись)'],
    [name, '(ф.и.о.)'],
  ];
  fields.forEach(([value, caption], at) => void blank(sheet, { value, caption, x: x + field * at, y, width: field - 6 }));
  codeAt(sheet, code, x, y, width);
  return 19;
}

function codeAt(sheet: Sheet, code: string, x: number, y: number, width: number): void {
  sheet.write(`[${code}]`, x + width - CODE_WIDTH, y + 4, CODE_WIDTH, { ...SMALL, align: 'right' });
}
