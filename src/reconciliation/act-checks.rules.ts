import { childrenOf, found, type XmlElement } from '#src/lib/xml.ts';

/** What the schema of ON_AKTSVEROTP 5.01 can't say by itself, or says in its schematron, and that sums fit. @returns what is broken */
export function checkAct(root: XmlElement): string[] {
  const table = found(root, 'Документ', 'ТаблАкт');
  const contracts = childrenOf(table, 'ДогСв');
  const operations = contracts.flatMap((contract) => childrenOf(contract, 'ДокСв').flatMap((document) => childrenOf(document, 'СвОпер')));
  const rules: [boolean, string][] = [
    [/^ON_AKTSVEROTP_[^_]+_[^_]+_\d{8}_[0-9a-f-]{36}$/.test(root.attributes['ИдФайл'] ?? ''), 'ИдФайл is the name of the file'],
    [contracts.length > 0, 'there is a contract'],
    [contracts.every((contract) => childrenOf(contract, 'ДокСв').length > 0), 'a contract has a document'],
    [operations.every(hasSum), 'an operation has a debit or a credit (0400300001)'],
    [[table, ...contracts].every(balanceFits), 'opening and turnover give closing'],
    [contracts.every(turnoverFits), 'operations of a contract give its turnover'],
    [signedSums(table).every((sum, at) => sum === total(contracts, at)), 'contracts add up to the whole'],
  ];
  return rules.flatMap(([isKept, rule]) => (isKept ? [] : [rule]));
}

const hasSum = ({ attributes }: XmlElement): boolean => attributes['СумДебет'] !== undefined || attributes['СумКредит'] !== undefined;

const sumOf = (of: XmlElement | undefined, name: string): bigint => {
  const text = of?.attributes[name] ?? '0.00';
  return /^\d{1,13}\.\d\d$/.test(text) ? BigInt(text.replace('.', '')) : -1n;
};

/** Opening balance, turnover and closing balance, debit less credit, kopecks. */
const signedSums = (of: XmlElement | undefined): bigint[] =>
  ['СальдоНач', 'Оборот', 'СальдоКон'].map((name) => sumOf(of, `${name}Деб`) - sumOf(of, `${name}Кр`));

const total = (contracts: readonly XmlElement[], at: number): bigint =>
  contracts.reduce((all, contract) => all + (signedSums(contract)[at] ?? 0n), 0n);

function balanceFits(of: XmlElement | undefined): boolean {
  const [opening = 0n, turnover = 0n, closing = 0n] = signedSums(of);
  return opening + turnover === closing;
}

function turnoverFits(contract: XmlElement): boolean {
  const operations = childrenOf(contract, 'ДокСв').flatMap((document) => childrenOf(document, 'СвОпер'));
  const added = (name: string) => operations.reduce((all, one) => all + sumOf(one, name), 0n);
  return added('СумДебет') === sumOf(contract, 'ОборотДеб') && added('СумКредит') === sumOf(contract, 'ОборотКр');
}
