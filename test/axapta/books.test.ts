import { describe, expect, it } from 'vitest';
import { Books, emptyBooks, moneyText, toKopecks } from './books.ts';
import type { Debtor } from './books.types.ts';
import { debtorItem } from './messages.ts';
import { emptyOutgoing, OutgoingMail } from './outgoing.ts';

const orion: Debtor = {
  ...{ custAccount: 'К-003926', invoiceAccount: 'К-003926', name: 'ООО «Орион»', inn: null, kpp: null, blocked: 'No', blockReason: null },
  ...{ creditMax: 400_000_00, paymDays: 14, agreements: [], alias: 'orion' },
};
const NOW = new Date('2026-12-01T10:00:00+03:00');
const document = (id: string, gross: string, dueDate: string) => ({
  ...{
    portalDocId: id,
    kind: 'upd1',
    custAccount: 'К-003926',
    invoiceAccount: 'К-003926',
    invoiceNumber: `МС-${id}`,
    docDate: '2026-10-31',
  },
  ...{ dueDate, gross },
});

function booksOfOrion(): Books {
  const books = new Books(emptyBooks());
  books.open(orion);
  return books;
}

describe('the books of the stand-in', () => {
  it('owe what was posted less what was paid, the oldest being settled first', () => {
    const books = booksOfOrion();
    for (const [id, gross, due] of [
      ['1', '100.00', '2026-11-14'],
      ['2', '50.00', '2026-11-28'],
      ['3', '30.00', '2026-12-14'],
    ] as const) {
      books.accept(document(id, gross, due), NOW.toISOString());
      books.post(id, NOW.toISOString());
    }
    expect(books.owed('К-003926', '2026-12-01')).toEqual({ balance: 180_00, overdue: 150_00, oldestDueDate: '2026-11-14' });
    const { transId } = books.pay('orion', { amount: 120_00, date: '2026-12-01' });
    expect(books.owed('К-003926', '2026-12-01')).toEqual({ balance: 60_00, overdue: 30_00, oldestDueDate: '2026-11-28' });
    books.cancel(transId);
    books.reject('3', 'двойной');
    expect(books.owed('К-003926', '2026-12-01').balance).toBe(150_00);
  });

  it('take and post a document once', () => {
    const books = booksOfOrion();
    expect([
      books.accept(document('1', '10.00', '2026-11-14'), '')?.status,
      books.accept(document('1', '10.00', '2026-11-14'), ''),
    ]).toEqual(['accepted', null]);
    books.pay('orion', { amount: 4_00, date: '2026-11-01' });
    books.post('1', '');
    expect(books.post('МС-1', '')).toMatchObject({ factureNumber: 'МС-1', openAmount: 6_00 });
    expect(books.owed('К-003926', '2026-12-01').balance).toBe(6_00);
  });

  it('tell another version whenever they tell something else, and only then', () => {
    const books = booksOfOrion();
    const version = () => debtorItem(books, books.find('Орион'), NOW)['version'];
    expect([version(), version()]).toEqual(['5637144576-1', '5637144576-1']);
    books.pay('orion', { amount: 1, date: '2026-12-01' });
    expect(version()).toBe('5637144576-2');
  });

  it('write sums as the contract has them', () => {
    expect([0, 5, -5, 1_456_515].map(moneyText)).toEqual(['0.00', '0.05', '-0.05', '14565.15']);
    expect([toKopecks('14565.15'), toKopecks('-0.05')]).toEqual([1_456_515, -5]);
  });
});

describe('its outgoing mail', () => {
  it('numbers each type without gaps but for those left on purpose, and sends again what is asked for', () => {
    const mail = new OutgoingMail(emptyOutgoing());
    const seqs = ['debtors', 'payments', 'debtors'].map((type) => mail.put(type, [{}], NOW)?.seq);
    mail.leaveGap('debtors');
    expect([...seqs, mail.put('debtors', [{}], NOW)?.seq]).toEqual([1, 1, 2, 4]);
    for (const { message } of mail.waiting()) mail.acknowledge(message.messageId);
    expect([mail.replay('debtors', 2, 3), mail.waiting().map(({ message }) => message.seq)]).toEqual([1, [2]]);
  });
});
