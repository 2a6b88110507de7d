import { createHash } from 'node:crypto';
import { exchangeText } from '#src/lib/cp1251.ts';

/** Operator code and the length of the rest: an EDO id has at most 46 characters. */
const OPERATOR = '2BM';
const SUFFIX = '0'.repeat(21);

/** Participant of the exchange by its tax codes, as long as no operator has given it another id. */
export function participant({ inn, kpp }: { inn: string; kpp: string | null }): string {
  return [OPERATOR, inn, ...(kpp ? [kpp] : []), SUFFIX].join('-');
}

const NAMESPACE = Buffer.from('6f1c41d2a9b44e0e8c5a9d1f3b7e2460', 'hex');

/** A GUID of version 5 (RFC 9562): SHA-1 of a namespace and of what identifies the document. */
export function guidOf(identity: string): string {
  const bytes = createHash('sha1').update(NAMESPACE).update(identity).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** A value that fits an exchange file: not empty, not too long in characters. */
export function fitting(value: string, length: number): string {
  const fit = [...exchangeText(value).trim()].slice(0, length).join('');
  return fit === '' ? '?' : fit;
}

/** What stands beside the name of an entrepreneur: «ИП Каримова Л. Р.», «Глава КФХ …», «Каримова Л. Р. (ИП)». */
export const ENTREPRENEUR =
  /(?<![\p{L}\p{N}])(ИП|индивидуальный предприниматель|глава (КФХ|крестьянского \(фермерского\) хозяйства))(?![\p{L}\p{N}])|[(),]/giu;

/** Attributes of ФИО of a full name; what is missing is «?», for the formats want both names. */
export function personName(fullName: string): Readonly<Record<string, string | undefined>> {
  const [family = '', first = '', ...rest] = fullName.replace(/[«»"]/g, '').trim().split(/\s+/);
  const patronymic = rest.length > 0 ? fitting(rest.join(' '), 60) : undefined;
  return { Фамилия: fitting(family, 60), Имя: fitting(first, 60), Отчество: patronymic };
}
