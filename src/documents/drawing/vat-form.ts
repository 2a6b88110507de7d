import type { InvoiceToPrint } from '#src/documents/documents.types.ts';
import { isVatDue, shortName } from '#src/documents/printing.rules.ts';
import { mm, type Sheet, type TextStyle } from '#src/platform/pdf/sheet.ts';

/** Margins of the landscape forms: top, right, bottom, left. */
export const MARGINS = [mm(8), mm(8), mm(12), mm(8)] as const;

export const LABEL: TextStyle = { size: 6.5, leading: 1.1 };
export const VALUE: TextStyle = { size: 7, leading: 1.1 };
const CAPTION: TextStyle = { size: 5, align: 'center' };
export const NONE = '—';

/** What a form is drawn with: the pages, the invoice, and where the form begins at the left. */
export interface VatForm {
  readonly sheet: Sheet;
  readonly invoice: InvoiceToPrint;
  readonly x: number;
  /** What the счёт-фактура is, for its line 5а: «Универсальный передаточный документ» or «Акт». */
  readonly shippedBy: string;
}

/** Height of `drawVatSigners`. */
export const SIGNERS_HEIGHT = mm(17);

/** Who signs the счёт-фактура; named only where it is one. @returns where the block ends */
export function drawVatSigners({ sheet, invoice, x }: VatForm, y: number): number {
  const { director, accountant } = invoice.seller;
  const isNamed = isVatDue(invoice);
  const half = (sheet.right - x) / 2;
  const name = (fullName: string) => (isNamed ? shortName(fullName) : '');
  signer(sheet, 'Руководитель организации или иное уполномоченное лицо', name(director), x, y, half - mm(4));
  signer(sheet, 'Главный бухгалтер или иное уполномоченное лицо', name(accountant), x + half, y, half);
  const second = y + mm(8.5);
  signer(sheet, 'Индивидуальный предприниматель или иное уполномоченное лицо', '', x, second, half - mm(4));
  const certificate = '(реквизиты свидетельства о государственной регистрации индивидуального предпринимателя)';
  blank(sheet, { value: '', caption: certificate, x: x + half, y: second, width: half });
  return y + SIGNERS_HEIGHT;
}

function signer(sheet: Sheet, post: string, name: string, x: number, y: number, width: number): void {
  const label = mm(44);
  const field = (width - label) / 2;
  sheet.write(post, x, y, label - 4, LABEL);
  blank(sheet, { value: '', caption: '(подпись)', x: x + label, y, width: field - 6 });
  blank(sheet, { value: name, caption: '(ф.и.о.)', x: x + label + field, y, width: field });
}

/** A line to be filled in, with what stands on it and what is said below it; @returns its height. */
export function blank(sheet: Sheet, field: { value: string; caption: string; x: number; y: number; width: number }): number {
  const { value, caption, x, y, width } = field;
  sheet.fit(value, x, y + 2, width, { ...VALUE, align: 'center' });
  sheet.rule(x, y + 11, x + width, y + 11, 0.4);
  sheet.write(caption, x, y + 12, width, CAPTION);
  return 19;
}
