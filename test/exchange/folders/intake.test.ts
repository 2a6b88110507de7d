import { rename, symlink, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { exchangeFolders } from '#src/exchange/folders/folders.service.ts';
import { openBarePortal } from '#test/support/bare-portal.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';
import { debtor, message, VECTOR } from '../ax.ts';
import { fileOf, TestFolder } from './folder.ts';

const HEAD =
  'custAccount;invoiceAccount;name;inn;kpp;blocked;blockReason;currency;creditMax;mandatoryCreditLimit;balance;overdue;oldestDueDate;paymDays;asOf;version';

let p: TestPortal;
let folder: TestFolder;
let seq = 0;
beforeAll(async () => {
  folder = await TestFolder.make();
  p = await openTestPortal({ config: { axDir: folder.dir } });
});
afterAll(async () => {
  await p.close();
  await folder.remove();
});
beforeEach(() => {
  seq += 1;
});

const round = async () => {
  const { taken, refused, waiting } = (await exchangeFolders(p.portal)) ?? { taken: 0, refused: 0, waiting: 0 };
  return { taken, refused, waiting };
};
const known = async (account = VECTOR) => p.portal.db.axDebtor.findUnique({ where: { custAccount: account } });
/** A good message with its file. */
function letter(changes: object = {}) {
  const file = fileOf('debtors', seq);
  return { ...file, text: JSON.stringify(message({ messageId: file.id, seq, items: [debtor({ version: `1-${seq}`, ...changes })] })) };
}

describe('a file in the folder', () => {
  it('is taken, carried out and archived with its acknowledgement', async () => {
    const { id, name, ack, text } = letter({ paymDays: 21 });
    await folder.put(name, text);
    expect(await round()).toEqual({ taken: 1, refused: 0, waiting: 0 });
    expect([await folder.names('in'), (await folder.names('archive')).includes(name)]).toEqual([[], true]);
    expect(await folder.json('archive', ack)).toMatchObject({ messageId: id, result: 'ok', itemErrors: [] });
    expect((await known())?.payDays).toBe(21);
  });

  it('that comes once more under its name is answered the same and changes nothing', async () => {
    const { id, name, ack, text } = letter();
    await folder.put(name, text);
    await round();
    const first = await folder.json('archive', ack);
    await folder.put(name, text);
    expect(await round()).toEqual({ taken: 1, refused: 0, waiting: 0 });
    expect(await folder.json('archive', ack)).toEqual(first);
    expect(await p.portal.db.axMessage.count({ where: { messageId: id } })).toBe(1);
  });

  it.each([
    ['utf-8 with its mark', (text: string) => Buffer.from(`\ufeff${text}`)],
    ['windows-1251', (text: string) => iconv.encode(text, 'win1251')],
  ])('may be a table in %s', async (_encoding, encode) => {
    const { name } = fileOf('debtors', seq, { ext: 'csv' });
    const line = `${VECTOR};${VECTOR};"ООО ""Вектор""; Москва";;;No;;RUB;1000.00;true;5.00;0.00;;14;2026-11-22T09:30:00+03:00;1-${seq}`;
    await folder.put(name, encode(`${HEAD}\r\n${line}\r\n`));
    expect(await round()).toEqual({ taken: 1, refused: 0, waiting: 0 });
    expect(await known()).toMatchObject({ name: 'ООО "Вектор"; Москва', balance: 500n, creditMax: 100_000n });
  });

  it('that is not what it should be lies in error/ with the reason, and nothing of it is carried out', async () => {
    const before = await known();
    const bad = letter({ blocked: 'Maybe' });
    const table = fileOf('debtors', seq, { ext: 'csv' });
    await folder.put(bad.name, bad.text);
    await folder.put(table.name, `${HEAD.replace(';version', '')}\r\n`);
    await folder.put('table.csv', `${HEAD}\r\n`);
    expect(await round()).toEqual({ taken: 0, refused: 3, waiting: 0 });
    expect(await folder.json('error', bad.ack)).toMatchObject({
      ...{ messageId: bad.id, result: 'error' },
      problem: { status: 422, errors: [{ pointer: '/items/0/blocked' }] },
    });
    expect(JSON.stringify(await folder.json('error', table.ack))).toContain('version');
    expect(JSON.stringify(await folder.json('error', 'table.ack.json'))).toContain('Имя таблицы');
    expect(await known()).toEqual(before);
    expect(await p.portal.db.axMessage.count({ where: { state: 'refused', door: 'folder' } })).toBeGreaterThanOrEqual(3);
  });

  it('larger than 10 MB is not even read', async () => {
    const { name, ack } = letter();
    await folder.put(name, '');
    await truncate(join(folder.dir, 'in', name), 10 * 1024 * 1024 + 1);
    expect(await round()).toMatchObject({ refused: 1 });
    expect(await folder.json('error', ack)).toMatchObject({ problem: { status: 413 } });
  });
});

describe('a half-written file', () => {
  it('waits until its writer renames it, or has written all of it', async () => {
    const renamed = letter();
    const grown = { ...fileOf('debtors', seq + 100), text: '' };
    grown.text = JSON.stringify(message({ messageId: grown.id, items: [debtor({ version: `1-${seq}.1` })] }));
    await folder.put(`${renamed.name}.tmp`, renamed.text.slice(0, 40));
    await folder.put(grown.name, grown.text.slice(0, -2));
    for (let look = 0; look < 3; look++) expect(await round()).toEqual({ taken: 0, refused: 0, waiting: 1 });
    await folder.put(`${renamed.name}.tmp`, renamed.text);
    await rename(join(folder.dir, 'in', `${renamed.name}.tmp`), join(folder.dir, 'in', renamed.name));
    await folder.put(grown.name, grown.text);
    expect(await round()).toEqual({ taken: 2, refused: 0, waiting: 0 });
  });

  it('whose writer has died is given up after a while', async () => {
    const { name, ack, text } = letter();
    const table = fileOf('debtors', seq, { ext: 'csv' });
    await folder.put(name, text.slice(0, 100));
    await folder.put(table.name, `${HEAD}\r\n${VECTOR};${VECTOR};ООО «Век`);
    const went = [];
    for (let look = 0; look < 5; look++) went.push(await round());
    expect(went.map((one) => one.refused)).toEqual([0, 0, 0, 0, 2]);
    expect(await folder.json('error', ack)).toMatchObject({ problem: { status: 400 } });
    expect(JSON.stringify(await folder.json('error', table.ack))).toContain('обрывается');
  });

  it('what is no file, a link or somebody’s note is left alone', async () => {
    await symlink('/etc/hostname', join(folder.dir, 'in', 'link.json'));
    await folder.put('readme.txt', 'hello');
    await folder.put('.hidden.json', '{}');
    expect(await round()).toEqual({ taken: 0, refused: 0, waiting: 0 });
    expect(await folder.names('in')).toEqual(['.hidden.json', 'link.json', 'readme.txt']);
  });
});

describe('two readers of one folder', () => {
  it('take no file twice', async () => {
    const letters = Array.from({ length: 30 }, (_, at) => {
      const file = fileOf('debtors', 1_000 + at);
      return { ...file, text: JSON.stringify(message({ messageId: file.id, items: [debtor({ version: `2-${at}` })] })) };
    });
    for (const { name, text } of letters) await folder.put(name, text);
    const other = await openBarePortal(p.database.url, { config: { axDir: folder.dir } });
    const [one, two] = await Promise.all([round(), exchangeFolders(other.portal)]);
    await other.portal.jobs.stop();
    await other.close();
    expect(one.taken + (two?.taken ?? 0)).toBe(30);
    expect(Math.min(one.taken, two?.taken ?? 0)).toBeGreaterThan(0);
    expect((await known())?.version).toBe('2-29');
  });

  it('what a dead one had claimed is taken by the other, also when it had been carried out already', async () => {
    const { name, text, ack } = letter();
    await folder.put(`${name}.taken-0a1b2c3d`, text);
    for (let look = 0; look < 4; look++) expect(await round()).toMatchObject({ taken: 0 });
    expect(await round()).toMatchObject({ taken: 1 });
    const first = await folder.json('archive', ack);
    // As if the machine had lost its power between the commit and the move.
    await rename(join(folder.dir, 'archive', name), join(folder.dir, 'in', `${name}.taken-0a1b2c3e`));
    for (let look = 0; look < 4; look++) await round();
    expect(await round()).toMatchObject({ taken: 1 });
    expect(await folder.json('archive', ack)).toEqual(first);
  });
});
