import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { createRandom } from '#prisma/seeds/data/random.ts';
import { UnreadableFile } from '#src/lib/unreadable.ts';
import { camt, OURS, reading, THEIRS } from './bank-files.ts';

const read = (text: string) => reading(Buffer.from(text));

describe.each(['02', '05', '08'] as const)('a statement of camt.053.001.%s', (version) => {
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

  it('takes the payer’s reference for the number of the order, and no other reference', () => {
    const codes = '<AcctSvcrRef>K-017</AcctSvcrRef><AddtlNtryInf>K-000017</AddtlNtryInf><NtryRef>9</NtryRef><NtryDtls>';
    const refs = (inner: string) =>
      read(
        one
          .replace(/<Refs>.*<\/Refs>/s, `<Refs>${inner}</Refs>`)
          .replace(/<RmtInf>.*<\/RmtInf>/s, '')
          .replace('<NtryDtls>', codes),
      ).payments[0];
    expect(refs('<InstrId>78177147e0e6414da94c</InstrId><EndToEndId>517</EndToEndId>')).toMatchObject({ docNumber: '517', purpose: '' });
    expect(refs('<EndToEndId>NOTPROVIDED</EndToEndId><InstrId>7817</InstrId><TxId>8</TxId>')).toMatchObject({
      docNumber: null,
      purpose: '',
    });
  });

  it('joins the pieces of a long purpose where they were cut', () => {
    const long = `${'Оплата '.repeat(19)}МС-0001`; // 140 signs
    const pieces = (...texts: string[]) =>
      read(one.replace(/<RmtInf>.*<\/RmtInf>/s, `<RmtInf>${texts.map((text) => `<Ustrd>${text}</Ustrd>`).join('')}</RmtInf>`)).payments[0]
        ?.purpose;
    expect([long.length, pieces(long, '24 от 30.11.2026')?.slice(-23)]).toEqual([140, 'МС-000124 от 30.11.2026']);
    expect(pieces('Оплата', 'МС-000124')).toBe('Оплата МС-000124');
  });

  it('is of the account, whichever way the entry says that the money went', () => {
    const back = one.replace('<CdtDbtInd>CRDT</CdtDbtInd><Sts>', '<CdtDbtInd>DBIT</CdtDbtInd><RvslInd>true</RvslInd><Sts>');
    expect(read(back)).toMatchObject({ payments: [], outgoing: { count: 1 } });
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
    ['elements inside of each other without end', one.replace('<Ntry>', '<Ntry>'.repeat(200)), /слишком сложно/],
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
