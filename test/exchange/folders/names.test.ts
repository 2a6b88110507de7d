import { describe, expect, it } from 'vitest';
import { ackName, claimedName, inOrder, isForPortal, nameOf, parseName, unclaimedName } from '#src/exchange/folders/names.rules.ts';
import { messageOf } from '#src/exchange/folders/table.rules.ts';
import { UnreadableFile } from '#src/lib/unreadable.ts';

const ID = '0f8fad5b-d9cb-469f-a165-70867728950e';
const NAME = `debtors_20261130T060000_000017_${ID}.csv`;

describe('names of files', () => {
  it('tell type, moment, number and id', () => {
    const told = { type: 'debtors', createdAt: '2026-11-30T06:00:00+03:00', seq: 17, messageId: ID };
    expect(parseName(NAME)).toEqual(told);
    expect(nameOf({ ...told, createdAt: new Date('2026-11-30T03:00:00Z') })).toBe(NAME.replace('.csv', '.json'));
    expect(ackName(NAME)).toBe(`debtors_20261130T060000_000017_${ID}.ack.json`);
    for (const odd of ['debtors.csv', `debtors_20261130_000017_${ID}.csv`, NAME.replace('.csv', '.xml'), `../${NAME}`]) {
      expect(parseName(odd)).toBeNull();
    }
  });

  it('order what the sender made by its own count, whatever the type', () => {
    const [a, b, c] = [
      `payments_20261130T060000_000002_${ID}.json`,
      `debtors_20261130T060000_000010_${ID}.json`,
      `debtors_20261130T055959_000011_${ID}.json`,
    ];
    expect(inOrder(['letter.json', b, a, c])).toEqual([c, a, b, 'letter.json']);
  });

  it('unfinished, hidden and claimed ones are not for the portal', () => {
    expect([NAME, 'letter.JSON', `${NAME}.tmp`, '.hidden.json', '~lock.csv', 'note.txt'].filter(isForPortal)).toEqual([
      NAME,
      'letter.JSON',
    ]);
    const held = claimedName(NAME, '0a1b2c3d');
    expect([isForPortal(held), unclaimedName(held), unclaimedName(NAME)]).toEqual([false, NAME, null]);
  });
});

describe('tables', () => {
  const name = parseName(NAME);
  const table = (...lines: string[]) => lines.map((line, at) => ({ row: at + 1, cells: line.split(';') }));
  const head =
    'custAccount;invoiceAccount;name;inn;kpp;blocked;blockReason;currency;creditMax;mandatoryCreditLimit;balance;overdue;oldestDueDate;paymDays;asOf;version';
  const line = 'К-004512;К-004512;ООО Партнёр;7700000023;;No;;RUB;;0;123456,78;0.00;;14;2026-11-30T05:55:00+03:00;17-3';

  it('stand for a message: numbers, flags and nothing where a cell is empty', () => {
    if (!name) throw new Error('a good name was not read');
    expect(messageOf(table(head, line, ''), name)).toEqual({
      ...{ schema: 'ax-exchange/1', type: 'debtors', source: 'AX', mode: 'delta' },
      ...{ messageId: ID, createdAt: '2026-11-30T06:00:00+03:00', seq: 17 },
      items: [
        {
          ...{
            custAccount: 'К-004512',
            invoiceAccount: 'К-004512',
            name: 'ООО Партнёр',
            inn: '7700000023',
            blocked: 'No',
            currency: 'RUB',
          },
          ...{ creditMax: null, mandatoryCreditLimit: false, balance: '123456.78', overdue: '0.00', paymDays: 14 },
          ...{ asOf: '2026-11-30T05:55:00+03:00', version: '17-3' },
        },
      ],
    });
  });

  it.each([
    ['a column is missing', [head.replace(';version', ''), line], 'version'],
    ['a column is unknown', [`${head};phone`, `${line};1`], 'phone'],
    ['a column stands twice', [`${head};inn`, `${line};1`], 'дважды'],
    ['a row is cut off', [head, line, 'К-004513;К-0045'], 'Строка 3'],
    ['there is nothing', [''], 'custAccount'],
  ])('are refused whole where %s', (_why, lines, told) => {
    if (!name) throw new Error('a good name was not read');
    expect(() => messageOf(table(...lines), name)).toThrow(UnreadableFile);
    expect(() => messageOf(table(...lines), name)).toThrow(told);
  });

  it('are only there for debtors and payments', () => {
    expect(() => messageOf([], { type: 'ack', createdAt: '', seq: 1, messageId: ID })).toThrow(UnreadableFile);
  });
});
