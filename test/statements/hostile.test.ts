import { describe, it } from 'vitest';
import { day } from '#src/lib/days.ts';
import { readStatement } from '#src/statements/statement-file.work.ts';
import { expectLinear } from '#test/lib/growth.ts';
import { camt, in1251, OURS, oneC, paid } from './bank-files.ts';

const one = oneC({ documents: [paid()], sections: [{ РасчСчет: OURS }] });
const at = (mark: string, more: string) => in1251(one.replace(mark, () => `${more}${mark}`));
const inCamt = (more: string) => Buffer.from(camt('08', [{ amount: '1' }], more));
const inEntry = (more: string) => Buffer.from(camt('05', [{ amount: '1' }]).replace('<NtryDtls>', () => `${more}<NtryDtls>`));

/** Statements that cost a naive reader the square of their size. */
const files: Record<string, (n: number) => Buffer> = {
  'one line without an end': (n) => at('КонецФайла', 'а'.repeat(n * 10)),
  'line ends of all kinds': (n) => at('КонецФайла', '\r\n\r\r\n\n'.repeat(n)),
  'keys without number': (n) => at('КонецДокумента', Array.from({ length: n }, (_, nth) => `Ключ${nth}=1\r\n`).join('')),
  'one key again and again': (n) => at('КонецДокумента', 'Номер=1\r\n'.repeat(n)),
  'signs of equality': (n) => at('КонецДокумента', 'Номер========\r\n'.repeat(n)),
  'accounts without number': (n) => at('СекцияРасчСчет', Array.from({ length: n }, (_, nth) => `РасчСчет=4070281${nth}\r\n`).join('')),
  'sections without number': (n) =>
    at('КонецФайла', `СекцияРасчСчет\r\nРасчСчет=${OURS}\r\nВсегоПоступило=много\r\nКонецРасчСчет\r\n`.repeat(n)),
  'equal payments': (n) => in1251(oneC({ documents: Array.from({ length: n / 10 }, () => paid({ Номер: '1' })) })),
  'a name of nothing but digits': (n) =>
    in1251(oneC({ documents: Array.from({ length: n / 100 }, () => paid({ Плательщик: `ИНН ${'7'.repeat(900)}` })) })),
  'a purpose of spaces': (n) =>
    in1251(oneC({ documents: Array.from({ length: n / 100 }, () => paid({ НазначениеПлатежа: `а${' '.repeat(900)}б` })) })),
  'bytes of no encoding': (n) => Buffer.alloc(n * 10, 0x98),
  'lost letters': (n) => Buffer.from(one.replace('Банк', () => '\ufffd'.repeat(n))),
  'balances in camt': (n) => inCamt('<Bal><Amt>1</Amt><x/></Bal>'.repeat(n)),
  'elements nobody knows': (n) => inCamt(Array.from({ length: n }, (_, nth) => `<a${nth}>1</a${nth}>`).join('')),
  'text in one element': (n) => inEntry(`<AddtlNtryInf>${'а&amp;'.repeat(n)}</AddtlNtryInf>`),
  'payments of one entry': (n) => inEntry(`<NtryDtls>${'<TxDtls><Amt>1</Amt></TxDtls>'.repeat(n)}</NtryDtls>`),
  'entries inside of entries': (n) => inEntry('<Ntry><Amt>1</Amt></Ntry>'.repeat(n)),
  'elements never closed': (n) => inEntry('<Ntry>'.repeat(n)),
};

describe('a statement costs what its size is', () => {
  it.each(Object.entries(files))('%s', (_, make) =>
    expectLinear((n) => {
      const file = make(n);
      return async () => readStatement(file, [OURS], day('2026-11-30'));
    }),
  );
});
