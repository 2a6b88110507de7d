import iconv from 'iconv-lite';
import { day } from '#src/lib/days.ts';
import type { IncomingPayment, ReadStatement } from '#src/statements/statement.types.ts';
import { readStatement } from '#src/statements/statement-file.work.ts';

/** Account of the seller in the demo world. */
export const OURS = '40702810138250123017';
export const THEIRS = '40702810200000000001';

/** A document as a bank writes it; keys as in the file. */
export type FileDocument = Readonly<Record<string, string>>;

let serial = 0;

/** An incoming payment order; what is given goes over what is usual. */
export function paid(more: FileDocument = {}): FileDocument {
  serial += 1;
  return {
    ...{ Номер: String(serial), Дата: '20.11.2026', Сумма: '14565.15', ПлательщикСчет: THEIRS, ПлательщикИНН: '7700000023' },
    ...{ ПлательщикКПП: '773601001', Плательщик: 'ООО "Партнёр"', ПолучательСчет: OURS, ДатаПоступило: '20.11.2026' },
    ...{ ПолучательИНН: '7700000016', Получатель: 'ООО "Дистрибьютор"', ВидОплаты: '01', НазначениеПлатежа: 'Оплата по счету' },
    ...more,
  };
}

export interface OneCFile {
  readonly documents: readonly FileDocument[];
  readonly sections?: readonly FileDocument[];
  readonly header?: FileDocument;
  readonly lineEnd?: string;
}

/** Text of a file of 1CClientBankExchange. */
export function oneC({ documents, sections = [], header = {}, lineEnd = '\r\n' }: OneCFile): string {
  const pairs = (fields: FileDocument) => Object.entries(fields).map(([key, value]) => `${key}=${value}`);
  const head = { ВерсияФормата: '1.03', Кодировка: 'Windows', Отправитель: 'Банк', РасчСчет: OURS, ...header };
  const lines = [
    ...['1CClientBankExchange', ...pairs(head)],
    ...sections.flatMap((one) => ['СекцияРасчСчет', ...pairs(one), 'КонецРасчСчет']),
    ...documents.flatMap((one) => ['СекцияДокумент=Платежное поручение', ...pairs(one), 'КонецДокумента']),
    'КонецФайла',
  ];
  return lines.join(lineEnd) + lineEnd;
}

export const in1251 = (text: string): Buffer => iconv.encode(text, 'win1251');

const TODAY = day('2026-11-30');

/** What reading gives; payments taken out of their parts. */
export function reading(bytes: Uint8Array, ours: readonly string[] = [OURS]): ReadStatement & { payments: IncomingPayment[] } {
  const read = readStatement(bytes, ours, TODAY);
  return { ...read, payments: read.parts.flatMap((part): IncomingPayment[] => JSON.parse(part)) };
}

export const ofText = (text: string) => reading(in1251(text));

interface Entry {
  readonly amount: string;
  readonly number?: string;
  readonly isCredit?: boolean;
  readonly status?: string;
  readonly purpose?: string;
  readonly inn?: string;
  readonly payerAccount?: string;
}

/** A statement of camt.053 in the shape of one of its versions. */
export function camt(version: '02' | '05' | '08', entries: readonly Entry[], inside = ''): string {
  const party = (inner: string) => (version === '08' ? `<Pty>${inner}</Pty>` : inner);
  const status = (text: string) => (version === '08' ? `<Cd>${text}</Cd>` : text);
  const rows = entries.map(
    ({ amount, number = '1', isCredit = true, status: of = 'BOOK', purpose = 'Оплата', inn = '7700000023', payerAccount = THEIRS }) =>
      `<Ntry><Amt Ccy="RUB">${amount}</Amt><CdtDbtInd>${isCredit ? 'CRDT' : 'DBIT'}</CdtDbtInd><Sts>${status(of)}</Sts>` +
      `<BookgDt><Dt>2026-11-20</Dt></BookgDt><NtryDtls><TxDtls><Refs><EndToEndId>${number}</EndToEndId></Refs><RltdPties>` +
      `<Dbtr>${party(`<Nm>ООО «Партнёр» &amp; К</Nm><Id><OrgId><Othr><Id>${inn}</Id><SchmeNm><Cd>TXID</Cd></SchmeNm></Othr></OrgId></Id>`)}</Dbtr>` +
      `<DbtrAcct><Id><Othr><Id>${payerAccount}</Id></Othr></Id></DbtrAcct></RltdPties>` +
      `<RmtInf><Ustrd>${purpose}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>`,
  );
  const sum = entries.filter(({ isCredit = true, status: of = 'BOOK' }) => isCredit && of === 'BOOK').map(({ amount }) => Number(amount));
  const total = sum.reduce((all, one) => all + one, 0).toFixed(2);
  return (
    `<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.${version}"><BkToCstmrStmt><Stmt><Id>1</Id>` +
    `<FrToDt><FrDtTm>2026-11-20T00:00:00</FrDtTm><ToDtTm>2026-11-20T23:59:59</ToDtTm></FrToDt><Acct><Id><Othr><Id>${OURS}</Id></Othr></Id></Acct>` +
    `<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="RUB">100.00</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>${inside}` +
    `<TxsSummry><TtlCdtNtries><Sum>${total}</Sum></TtlCdtNtries></TxsSummry>${rows.join('\n')}</Stmt></BkToCstmrStmt></Document>\n`
  );
}
