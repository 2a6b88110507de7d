import { createRandom, type Random } from '#prisma/seeds/data/random.ts';
import { type Day, formatDayShort } from '#src/lib/days.ts';

/** An invoice somebody may pay; `open` in kopecks. */
export interface PayableInvoice {
  readonly number: string;
  readonly issuedOn: Day;
  readonly open: bigint;
  readonly buyerName: string;
  readonly buyerInn: string;
}

export interface StatementSize {
  /** Documents, incoming ones and a few outgoing. */
  readonly rows: number;
  readonly seed: number;
  readonly ours: string;
  readonly day: Day;
}

/** How many documents of each kind were written. */
export type Written = Record<Kind, number>;
export type Kind = 'exact' | 'part' | 'several' | 'advance' | 'unknown' | 'foreign' | 'outgoing';

interface Document {
  readonly sum: bigint;
  readonly name: string;
  readonly inn: string;
  readonly account: string;
  readonly purpose: string;
  readonly isOutgoing?: boolean;
}

/**
 * Text of a bank statement (1CClientBankExchange 1.03) as such invoices would be paid: most exactly, some in part, several at once,
 * without a number, by nobody known, and money that is no partner's. The same seed gives the same text.
 */
export function statementOf(
  invoices: readonly PayableInvoice[],
  { rows, seed, ours, day }: StatementSize,
): { text: string; written: Written } {
  const random = createRandom(seed);
  const left = random.shuffle(invoices);
  const written: Written = { exact: 0, part: 0, several: 0, advance: 0, unknown: 0, foreign: 0, outgoing: 0 };
  const lines = Array.from({ length: rows }, (_, at) => {
    const kind = kindOf(random, left);
    written[kind] += 1;
    return documentLines(documentOf(kind, left, random, invoices), { number: at + 1, ours, day });
  });
  const on = formatDayShort(day);
  const head = ['1CClientBankExchange', 'ВерсияФормата=1.03', 'Кодировка=Windows', 'Отправитель=Банк'];
  const account = ['СекцияРасчСчет', `ДатаНачала=${on}`, `ДатаКонца=${on}`, `РасчСчет=${ours}`, 'КонецРасчСчет'];
  const text = [...head, `ДатаНачала=${on}`, `ДатаКонца=${on}`, `РасчСчет=${ours}`, ...account, ...lines.flat(), 'КонецФайла', ''];
  return { text: text.join('\r\n'), written };
}

function kindOf(random: Random, left: readonly PayableInvoice[]): Kind {
  const at = random.int(1, 100);
  if (at > 97) return 'outgoing';
  if (at > 92) return 'foreign';
  if (at > 85) return 'unknown';
  if (left.length === 0 || at > 80) return 'advance';
  return at > 75 && left.length > 1 ? 'several' : at > 65 ? 'part' : 'exact';
}

function documentOf(kind: Kind, left: PayableInvoice[], random: Random, all: readonly PayableInvoice[]): Document {
  if (kind === 'outgoing') return { ...NOBODY, sum: sumOf(random), purpose: 'Оплата за услуги связи', isOutgoing: true };
  if (kind === 'foreign')
    return { ...NOBODY, sum: sumOf(random), purpose: random.pick(['Проценты банка', 'Возврат по заявке', 'Депозит']) };
  if (kind === 'unknown') return { ...NOBODY, ...strangerOf(random), sum: sumOf(random), purpose: 'Оплата по счету' };
  const one = kind === 'advance' ? all[random.int(0, all.length - 1)] : left.pop();
  if (!one) return { ...NOBODY, sum: sumOf(random), purpose: 'Оплата' };
  const payer = { name: one.buyerName, inn: one.buyerInn, account: accountOf(one.buyerInn) };
  if (kind === 'advance') return { ...payer, sum: sumOf(random), purpose: 'Аванс за подписки' };
  const on = `от ${formatDayShort(one.issuedOn)}`;
  if (kind === 'part') return { ...payer, sum: one.open / 3n + 1n, purpose: `Частичная оплата по счету ${one.number} ${on}` };
  if (kind === 'exact') return { ...payer, sum: one.open, purpose: `Оплата по счету № ${one.number} ${on}, в т.ч. НДС 22%` };
  const at = left.findIndex(({ buyerInn }) => buyerInn === one.buyerInn);
  const [other] = at < 0 ? [] : left.splice(at, 1);
  return {
    ...payer,
    sum: one.open + (other?.open ?? 0n),
    purpose: `Оплата счетов ${[one, other].flatMap((of) => of?.number ?? []).join(', ')}`,
  };
}

const NOBODY = { name: 'ООО "Автоматика"', inn: '7804431521', account: '40702810538000123456' };
const sumOf = (random: Random): bigint => BigInt(random.int(100_00, 900_000_00));
const strangerOf = (random: Random) => ({
  name: `ООО "Неизвестный ${random.int(1, 999)}"`,
  inn: '',
  account: `4070281010000${random.int(1_000_000, 9_999_999)}`,
});
const accountOf = (inn: string): string => `40702810${inn.padStart(12, '0')}`;

function documentLines(
  { sum, name, inn, account, purpose, isOutgoing }: Document,
  to: { number: number; ours: string; day: Day },
): string[] {
  const on = formatDayShort(to.day);
  const amount = `${sum / 100n}.${String(sum % 100n).padStart(2, '0')}`;
  const [payer, payee] = isOutgoing ? [to.ours, account] : [account, to.ours];
  return [
    ...['СекцияДокумент=Платежное поручение', `Номер=${to.number}`, `Дата=${on}`, `Сумма=${amount}`, `ПлательщикСчет=${payer}`],
    ...(isOutgoing ? [`ДатаСписано=${on}`] : [`ПлательщикИНН=${inn}`, 'ПлательщикКПП=0', `Плательщик=${name}`]),
    ...['ПлательщикБанк1=ПАО СБЕРБАНК', 'ПлательщикБанк2=Г. МОСКВА', 'ПлательщикБИК=044525225', 'ПлательщикКорсчет=30101810400000000225'],
    ...[`ПолучательСчет=${payee}`, `ДатаПоступило=${isOutgoing ? '' : on}`, 'ПолучательБИК=044525225', 'ВидОплаты=01', 'Очередность=5'],
    ...[`НазначениеПлатежа=${purpose}`, 'КонецДокумента'],
  ];
}
