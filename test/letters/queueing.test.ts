import { afterAll, beforeAll, expect, test } from 'vitest';
import { queueLetter } from '#src/letters/letters.service.ts';
import { command } from '#src/platform/command.ts';
import { systemScope } from '#src/platform/scope.ts';
import { type LetterPortal, letterPortal, request } from '#test/letters/letter-portal.ts';

let post: LetterPortal;

beforeAll(async () => {
  post = await letterPortal();
});
afterAll(() => post.close());

test('a letter and its job exist only if the cause is committed', async () => {
  const failed = command(systemScope(post.portal, 'test'), { action: 'test' }, async (tx) => {
    await queueLetter(tx, request);
    throw new Error('the cause fell through');
  });
  await expect(failed).rejects.toThrow('fell through');
  expect(await post.portal.sql('test_letters', 'select id from letters')).toEqual([]);
  expect(await post.portal.jobs.counts()).toEqual([]);
});

test('one letter per cause and recipient', async () => {
  const colleague = { name: 'Борис', address: 'boris@vector.example' };
  const first = await post.queue({ cause: 'order:2:done' });
  expect(first).not.toBeNull();
  expect(await post.queue({ cause: 'order:2:done', to: { name: 'Анна', address: ' Anna@Vector.example' } })).toBeNull();
  expect(await post.queue({ cause: 'order:2:done', to: colleague })).not.toBeNull();
  expect(await post.portal.jobs.counts()).toEqual([{ queue: 'send-letter', state: 'created', count: 2 }]);
});

test('a muted template is not written to that person, credentials always are', async () => {
  const [user] = await post.portal.sql<{ id: number }>(
    'test_user',
    `insert into users (login, email, name, role, muted_letters, created_at)
     values ('anna', 'anna@vector.example', 'Анна', 'admin', '{order-confirmation,start-password-owner}', now()) returning id`,
  );
  const userId = user?.id ?? null;
  expect(await post.queue({ userId })).toBeNull();
  expect(await post.queue({ userId, template: 'order-cancelled' })).not.toBeNull();
  expect(await post.queue({ userId, template: 'start-password-owner' })).not.toBeNull();
});

test.each(['', 'anna', 'a@vector.example, b@vector.example', 'anna@vector.example\r\nBcc: x@evil.example', '<anna@vector.example>'])(
  'refuses the address %j',
  async (address) => {
    await expect(post.queue({ to: { name: 'Анна', address } })).rejects.toThrow('not one mail address');
  },
);

test('a name or a subject is one line', async () => {
  const id = await post.queue({
    to: { name: 'Анна\r\nBcc: x@evil.example', address: 'anna@vector.example' },
    content: { subject: 'Заказ\r\n\r\nтело', blocks: [] },
  });
  expect(await post.portal.sql('test_line', 'select recipient_name as name, subject from letters where id = $1', [id])).toEqual([
    { name: 'Анна Bcc: x@evil.example', subject: 'Заказ тело' },
  ]);
});

test.each(['https://evil.example/', '//evil.example/x', 'javascript:alert(1)', 'http://ed.mont.example/orders'])(
  'refuses the link %s',
  async (url) => {
    await expect(post.queue({ content: { subject: 'x', blocks: [{ button: { label: 'x', url } }] } })).rejects.toThrow(
      'links to the portal only',
    );
  },
);
