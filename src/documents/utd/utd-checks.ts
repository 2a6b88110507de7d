import { childrenOf, found, type XmlElement } from '#src/lib/xml.ts';
import { codesFit, daysFit, kopecksOf, priceFits, rateFits, valuesFit, vatOf } from './utd-values.ts';

/** A УПД taken apart for its checks. */
interface Utd {
  readonly root: XmlElement;
  readonly document: XmlElement;
  readonly kind: string;
  readonly isVatInvoice: boolean;
  readonly head: XmlElement | undefined;
  readonly lines: readonly XmlElement[];
  readonly total: XmlElement | undefined;
  readonly transfer: XmlElement | undefined;
}

type Check = (utd: Utd) => boolean;

/**
 * What the schema of format 5.03 can't say or says in its conditional rules, as `rule → holds`; the numbers are those of
 * the code book of the format. A rule of a thing that the portal never writes is not here.
 */
const rules: Record<string, Check> = {
  '1: a счёт-фактура has a table of lines': ({ isVatInvoice, lines }) => !isVatInvoice || lines.length > 0,
  '2: a transfer document tells of the transfer': ({ kind, transfer }) => kind === 'СЧФ' || transfer !== undefined,
  '3: НаимДокОпр stands everywhere but in a СЧФ': ({ kind, document }) => has(document, 'НаимДокОпр') === (kind !== 'СЧФ'),
  '4: a СЧФ names the document of delivery': ({ kind, head }) =>
    kind !== 'СЧФ' || found(head, 'ДопСвФХЖ1')?.attributes['СпОбстФСЧФ'] === '2' || found(head, 'ДокПодтвОтгрНом') !== undefined,
  '5: a счёт-фактура has the addresses of all it names': ({ isVatInvoice, head }) =>
    !isVatInvoice || partiesOf(head).every((party) => found(party, 'Адрес') !== undefined),
  '6: circumstances belong to their function': ({ kind, head }) => circumstancesFit(kind, found(head, 'ДопСвФХЖ1')),
  '7: every line has a name': ({ lines }) => lines.every((line) => has(line, 'НаимТов')),
  '8: a unit code has its name, in a счёт-фактура also a quantity': ({ lines, isVatInvoice }) =>
    lines.every((line) => !has(line, 'ОКЕИ_Тов') || (has(line, 'НаимЕдИзм') && (!isVatInvoice || has(line, 'КолТов')))),
  '9: a quantity in a счёт-фактура has a price above zero': ({ lines, isVatInvoice }) =>
    lines.every((line) => !isVatInvoice || !has(line, 'КолТов') || Number(line.attributes['ЦенаТов'] ?? 0) > 0),
  '10: a счёт-фактура has sums with and without VAT': ({ lines, total, isVatInvoice }) =>
    !isVatInvoice ||
    (lines.every((line) => has(line, 'СтТовУчНал') && has(line, 'СтТовБезНДС')) &&
      has(total, 'СтТовУчНалВсего') &&
      has(total, 'СтТовБезНДСВсего')),
  '11: a transfer document has a sum': ({ lines, total }) =>
    lines.every((line) => has(line, 'СтТовУчНал') || has(line, 'СтТовБезНДС')) &&
    (has(total, 'СтТовУчНалВсего') || has(total, 'СтТовБезНДСВсего')),
  '12: a product code of excise has its excise': ({ lines }) =>
    lines.every((line) => !has(found(line, 'ДопСведТов'), 'КодВидПр') || found(line, 'Акциз') !== undefined),
  '13: a country of origin has its name': ({ lines }) =>
    lines.every(
      (line) => !childrenOf(line, 'СвДТ').some((one) => has(one, 'КодПроисх')) || found(line, 'ДопСведТов', 'КрНаимСтрПр') !== undefined,
    ),
  '14: the transfer has its day or its days': ({ kind, transfer }) =>
    kind === 'СЧФ' || has(transfer, 'ДатаПер') || (has(transfer, 'ДатаНачПер') && has(transfer, 'ДатаОконПер')),
  '15: a power of attorney is told when the authority rests on it': ({ document }) =>
    childrenOf(document, 'Подписант').every(authorityFits),
  'name: ИдФайл is a file name of the format': ({ root }) => FILE_NAME.test(root.attributes['ИдФайл'] ?? ''),
  'codes: ИНН, КПП, ОГРНИП and БИК are of their form': ({ root }) => codesFit(root),
  'rates: a line has a rate of the format, and a sum of VAT unless it is «без НДС»': ({ lines }) => lines.every(rateFits),
  'price: quantity × price is the sum without VAT': ({ lines }) => lines.every(priceFits),
  'days: the delivery ends no earlier than it begins': ({ transfer }) => daysFit(transfer),
  'sums: net + VAT = gross in every line': ({ lines }) =>
    lines.every((line) => kopecksOf(line.attributes['СтТовБезНДС']) + vatOf(line, 'СумНал') === kopecksOf(line.attributes['СтТовУчНал'])),
  'sums: the lines come to the total': ({ lines, total }) => totalsFit(lines, total),
  'values: nothing is empty, too long or unfit for an exchange file': ({ root }) => valuesFit(root),
};

const FILE_NAME = /^ON_NSCHFDOPPR_[^_]{4,46}_[^_]{4,46}_\d{8}_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(_\d){5}_\d\d$/;

/** The rules of the format that a УПД breaks; none when it may go out. */
export function checkUtd(root: XmlElement): string[] {
  const document = found(root, 'Документ');
  if (!document) return ['Документ is missing'];
  const kind = document.attributes['Функция'] ?? '';
  const table = found(document, 'ТаблСчФакт');
  const utd: Utd = {
    root,
    document,
    kind,
    isVatInvoice: kind === 'СЧФ' || kind === 'СЧФДОП',
    head: found(document, 'СвСчФакт'),
    lines: childrenOf(table, 'СведТов'),
    total: found(table, 'ВсегоОпл'),
    transfer: found(document, 'СвПродПер', 'СвПер'),
  };
  return Object.entries(rules)
    .filter(([, holds]) => !holds(utd))
    .map(([rule]) => rule);
}

/** Seller, buyer, and whoever else a счёт-фактура may name: sender, receiver, factor. */
function partiesOf(head: XmlElement | undefined): XmlElement[] {
  const others = [...childrenOf(head, 'ГрузОт').flatMap((of) => childrenOf(of, 'ГрузОтпр')), ...childrenOf(head, 'ГрузПолуч')];
  return [...childrenOf(head, 'СвПрод'), ...childrenOf(head, 'СвПокуп'), ...others, ...childrenOf(found(head, 'ДопСвФХЖ1'), 'СвФактор')];
}

const has = (of: XmlElement | undefined, attribute: string): boolean => of?.attributes[attribute] !== undefined;

function circumstancesFit(kind: string, of: XmlElement | undefined): boolean {
  const owners: Record<string, string> = { СпОбстФСЧФ: 'СЧФ', СпОбстФСЧФДОП: 'СЧФДОП', СпОбстФДОП: 'ДОП' };
  return Object.entries(owners).every(([attribute, owner]) => !has(of, attribute) || kind === owner);
}

function authorityFits(signer: XmlElement): boolean {
  const way = signer.attributes['СпосПодтПолном'];
  return (way === '3') === (found(signer, 'СвДоверЭл') !== undefined) && (way === '5') === (found(signer, 'СвДоверБум') !== undefined);
}

function totalsFit(lines: readonly XmlElement[], total: XmlElement | undefined): boolean {
  const sumOf = (values: readonly bigint[]) => values.reduce((all, value) => all + value, 0n);
  return (
    sumOf(lines.map((line) => kopecksOf(line.attributes['СтТовБезНДС']))) === kopecksOf(total?.attributes['СтТовБезНДСВсего']) &&
    sumOf(lines.map((line) => kopecksOf(line.attributes['СтТовУчНал']))) === kopecksOf(total?.attributes['СтТовУчНалВсего']) &&
    sumOf(lines.map((line) => vatOf(line, 'СумНал'))) === vatOf(total, 'СумНалВсего')
  );
}
