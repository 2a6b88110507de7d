import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readReceived } from '#src/statements/receiving.service.ts';
import type { Browser } from '#test/support/browser.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';
import { postFile } from '#test/support/upload.ts';
import { in1251, oneC, paid } from './bank-files.ts';

const PATH = '/admin/payments/import';

let p: TestPortal;
let manager: Browser;

beforeAll(async () => {
  p = await openTestPortal();
  manager = await p.as('manager');
});
afterAll(() => p.close());

/** A statement of more than a megabyte: a key that nobody knows takes the room. */
const longText = (numbers: readonly string[]): string => {
  const room = Object.fromEntries(Array.from({ length: 60 }, (_, n) => [`Примечание${n}`, 'я'.repeat(19_000)]));
  return oneC({ documents: numbers.map((number, at) => paid({ Номер: number, ...(at === 0 ? room : {}) })) });
};
const send = async (text: string, token = randomUUID()) => {
  const answer = await postFile(manager, PATH, { token }, { name: 'kl_to_1c.txt', bytes: in1251(text) });
  expect(answer.status).toBe(303);
  return String(answer.location);
};
const idIn = (path: string) => Number(path.split('/').at(-1));
const kept = async () => [await p.portal.db.statement.count(), await p.portal.db.bankPayment.count()];
const parts = () => p.portal.db.statementFilePart.count();

it('a long file is answered at once; its page tells how far it is and leads to the statement', async () => {
  const token = randomUUID();
  const path = await send(longText(['1', '2', '3']), token);
  expect(path).toMatch(/\/files\/\d+$/);
  expect(await send(longText(['1', '2', '3']), token)).toBe(path); // the same form once more
  const page = await manager.get(path);
  expect([page.$('[data-refresh]').length, page.$('noscript').html()?.includes('http-equiv="refresh"')]).toEqual([1, true]);
  expect(page.text).toContain('Файл принят и ждёт очереди');
  expect((await manager.get(PATH)).$(`a[href="${path}"]`).closest('li').text()).toContain('Читается');
  expect([await kept(), await parts()]).toEqual([[0, 0], 2]);
  await p.drainJobs();
  const read = await manager.get(path);
  expect(read.status).toBe(303);
  const review = await manager.follow(read);
  expect(review.text).toContain('Новых поступлений: 3.');
  expect([await kept(), await parts(), (await manager.get(PATH)).$(`a[href="${path}"]`).length]).toEqual([[1, 3], 0, 0]);
  expect(await p.portal.db.auditEntry.findFirst({ where: { action: 'statement.loaded' } })).toMatchObject({
    actorId: (await p.scope('manager')).actor.userId,
    actorName: 'Ирина Белова',
  });
  expect(await p.portal.db.statement.findFirst()).toMatchObject({ uploadedBy: 'Ирина Белова' });
});

it('the same long file again changes nothing, and its page says so', async () => {
  const before = await p.portal.db.bankPayment.findMany();
  const path = await send(longText(['1', '2', '3']));
  await p.drainJobs();
  const page = await manager.get(path);
  expect(page.text).toContain('Все поступления этого файла уже загружены: 3. Ничего не изменилось.');
  expect(page.$(`#file a[href="${PATH}"]`).length).toBe(1);
  expect([await p.portal.db.bankPayment.findMany(), await p.portal.db.statement.count(), await parts()]).toEqual([before, 1, 0]);
});

it('a job that dies before its end has done nothing; repeated, or twice at once, it does it once', async () => {
  const id = idIn(await send(longText(['11', '12'])));
  const before = await kept();
  await p.portal.db.$executeRawUnsafe(`create function dies() returns trigger language plpgsql as $$ begin raise 'died'; end $$`);
  await p.portal.db.$executeRawUnsafe(
    `create trigger dies before update on statement_files for each row when (new.state = 'read') execute function dies()`,
  );
  expect((await p.portal.jobs.drain()).failed).toHaveLength(1);
  expect([await kept(), await parts()]).toEqual([before, 2]);
  expect((await manager.get(`${PATH}/files/${id}`)).text).toContain('сохраняется: 2 поступления');
  await p.portal.db.$executeRawUnsafe('drop trigger dies on statement_files');
  const job = { id: 'test', isLastAttempt: false };
  await Promise.all([readReceived(p.portal, id, job), readReceived(p.portal, id, job)]);
  await readReceived(p.portal, id, job);
  await p.portal.jobs.drain({ early: true });
  expect([await kept(), await parts()]).toEqual([[2, 5], 0]);
  expect(await p.portal.db.auditEntry.count({ where: { action: 'statement.loaded' } })).toBe(2);
});

it('one that fails to the last is refused with a sentence', async () => {
  const id = idIn(await send(longText(['21'])));
  await p.portal.db.statementFilePart.deleteMany({ where: { fileId: id } });
  await expect(readReceived(p.portal, id, { id: 'test', isLastAttempt: true })).rejects.toThrow('part 0');
  expect((await manager.get(`${PATH}/files/${id}`)).text).toContain('Прочитать файл не удалось. Ничего не изменилось');
});

it('a bad one is refused whole with line and reason, until a person takes it off the list', async () => {
  const before = await kept();
  const text = longText(['31', '32']);
  const path = await send(text.slice(0, -14));
  await p.drainJobs();
  const page = await manager.get(path);
  expect(page.text).toMatch(/Файл не загружен, ничего не изменилось\. Строка \d+: .*не до конца/);
  expect(page.$(`#file a[href="${PATH}"]`).text()).toContain('Загрузить другой файл');
  expect([await kept(), page.$('[data-refresh]').length]).toEqual([before, 0]);
  expect((await manager.get(PATH)).$(`a[href="${path}"]`).closest('li').text()).toContain('Не загружена');
  const token = page.$('form[action$="/dismissal"] input[name=token]').attr('value') ?? '';
  expect((await (await p.as('vector')).get(path)).status).toBe(403);
  expect((await manager.post(`${path}/dismissal`, { token })).location).toBe(PATH);
  expect((await manager.get(PATH)).$(`a[href="${path}"]`).length).toBe(0);
  expect((await manager.post(`${path}/dismissal`, { token: randomUUID() })).status).toBe(409);
  expect((await manager.get(path)).$('form[action$="/dismissal"]').length).toBe(0);
  for (const missing of ['999999', 'x']) expect((await manager.get(`${PATH}/files/${missing}`)).status).toBe(404);
  expect((await manager.post(`${PATH}/files/999999/dismissal`, { token: randomUUID() })).status).toBe(404);
  expect(await p.portal.db.auditEntry.count({ where: { action: 'statement.dismissed' } })).toBe(1);
});

it('one whose reading does not end can be taken off after half an hour, and is not kept by a job that comes late', async () => {
  const before = await kept();
  const path = await send(longText(['41']));
  const token = () => randomUUID();
  expect((await manager.get(path)).$('form[action$="/dismissal"]').length).toBe(0);
  expect((await manager.post(`${path}/dismissal`, { token: token() })).status).toBe(409);
  p.clock.setTo(new Date(p.clock.now().getTime() + 31 * 60_000));
  manager = await p.as('manager'); // the session has ended meanwhile
  expect((await manager.get(path)).$('form[action$="/dismissal"]').length).toBe(1);
  expect((await manager.post(`${path}/dismissal`, { token: token() })).location).toBe(PATH);
  await p.drainJobs();
  expect([await kept(), await parts()]).toEqual([before, 0]);
});
