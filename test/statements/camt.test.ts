import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { createRandom } from '#prisma/seeds/data/random.ts';
import { UnreadableFile } from '#src/lib/unreadable.ts';
import { camt, OURS, reading, THEIRS } from './bank-files.ts';

const read = (text: string) => reading(Buffer.from(text));

describe.each(['05', '08'] as const)('a statement of camt.053.001.%s', (version) => {
  it('gives booked credits only', () => {
    const found = read(
      camt(version, [
        { amount: '14565.15', number: '517', purpose: 'Счёт МС-000001' },
        { amount: '7', isCredit: false },
        { amount: '9', status: 'PDNG' },
        { amount: '11', status: 'INFO' },
        { amount: '3.10000', payerAccount: OURS },
      ]),
    );
    expect(found).toMatchObject({ format: `camt.053.001.${version}`, from: '2026-11-20', accounts: [OURS] });
    expect([found.incoming.count, found.outgoing.count, found.transfers.count]).toEqual([1, 1, 1]);
    expect(found.payments).toEqual([
      {
        key: `${OURS}|${THEIRS}|517|2026-11-20|1456515|1`,
        ...{ account: OURS, payerAccount: THEIRS, payerName: 'ООО «Партнёр» & К', payerInn: '7700000023', payerKpp: null },
        ...{ docNumber: '517', receivedOn: '2026-11-20', amount: '1456515', purpose: 'Счёт МС-000001' },
      },
    ]);
  });

  it('checks what the bank says of it', () => {
    const broken = camt(version, [{ amount: '10' }]).replace('<Sum>10.00', '<Sum>11.00');
    expect(read(broken).warnings.map((text) => text.replaceAll('\u00a0', ' '))).toEqual([
      `Счёт ${OURS}: по документам поступило 10,00 ₽, а по итогам банка 11,00 ₽.`,
    ]);
  });

  it('is refused when cut, at any byte', () => {
    const whole = Buffer.from(camt(version, [{ amount: '10' }]));
    const end = whole.lastIndexOf('>') + 1;
    for (let at = 0; at < end; at++) expect(() => reading(whole.subarray(0, at))).toThrow(UnreadableFile);
    expect(reading(whole.subarray(0, end)).payments).toHaveLength(1);
  });
});

describe('camt.053', () => {
  const one = camt('08', [{ amount: '10' }]);

  it('is read in Windows-1251', () => {
    expect(reading(iconv.encode(one.replace('UTF-8', 'windows-1251'), 'win1251')).payments[0]?.payerName).toBe('ООО «Партнёр» & К');
  });

  it('takes an entry of many payments apart where their sums make it', () => {
    const details = (amount: string, id: string) =>
      `<TxDtls><Refs><EndToEndId>${id}</EndToEndId></Refs><Amt Ccy="RUB">${amount}</Amt></TxDtls>`;
    const many = (sums: readonly string[]) =>
      one.replace(/<TxDtls>.*<\/TxDtls>/s, sums.map((sum, at) => details(sum, String(at))).join(''));
    expect(read(many(['4', '6'])).payments.map(({ amount }) => amount)).toEqual(['400', '600']);
    expect(read(many(['4', '7'])).payments.map(({ amount }) => amount)).toEqual(['1000']);
  });

  it('leaves out other currencies', () => {
    expect(read(one.replace('<Ntry><Amt Ccy="RUB">', '<Ntry><Amt Ccy="USD">'))).toMatchObject({ payments: [] });
  });

  it.each([
    ['document types', one.replace('<Document', '<!DOCTYPE x [<!ENTITY a "b">]><Document'), /^Строка 2: .*DOCTYPE/],
    ['unknown entities', one.replace('Оплата', '&a;'), /^Строка 2: Файл повреждён/],
    ['another message', one.replace('camt.053', 'camt.052'), /не выписка camt\.053/],
    ['another account', one.replaceAll(OURS, '40702810500000000099'), /не по нашему счёту/],
    ['a sum that is none', one.replace('>10<', '>ten<'), /^Строка 2: сумма «ten» не читается/],
    ['a page', '<html><body>Войдите</body></html>', /^Строка 1: это не выписка/],
  ])('refuses %s', (_, text, reason) => expect(() => read(text)).toThrow(reason));

  it('changed anywhere, is refused or read', () => {
    const random = createRandom(5);
    const whole = Buffer.from(camt('05', [{ amount: '10' }, { amount: '11.5', isCredit: false }]));
    for (let round = 0; round < 2_000; round++) {
      const bytes = Buffer.from(whole);
      for (let change = random.int(1, 3); change > 0; change--) bytes[random.int(0, bytes.length - 1)] = random.int(0, 255);
      try {
        reading(bytes);
      } catch (error) {
        expect(error).toBeInstanceOf(UnreadableFile);
      }
    }
  });
});
