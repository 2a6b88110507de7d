import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { resendLetter } from '#src/letters/resending.service.ts';
import { sendLetter } from '#src/letters/sending.service.ts';
import { tendLetters } from '#src/letters/tending.service.ts';
import { systemScope } from '#src/platform/scope.ts';
import { type LetterPortal, LINK, letterPortal, makers, PASSWORD } from '#test/letters/letter-portal.ts';
import { deadUrl, type SmtpPeer, smtpPeer } from '#test/letters/smtp-peer.ts';

let post: LetterPortal;
const peers: SmtpPeer[] = [];

beforeAll(async () => {
  post = await letterPortal();
});
afterAll(() => post.close());
afterEach(async () => {
  for (const peer of peers.splice(0)) await peer.close();
  await post.portal.sql('test_forget', `update letters set status = 'kept' where status = 'queued'`);
  await post.portal.jobs.drain({ early: true });
});

async function peer(...given: Parameters<typeof smtpPeer>): Promise<SmtpPeer> {
  const made = await smtpPeer(...given);
  peers.push(made);
  post.over(made.url);
  return made;
}

async function queued(change?: Parameters<LetterPortal['queue']>[0]): Promise<number> {
  const id = await post.queue(change);
  if (id === null) throw new Error('the letter was not queued');
  return id;
}

const drain = () => post.portal.jobs.drain({ early: true });
const withPassword = { content: { subject: 'Доступ', blocks: [{ quote: [{ startPasswordFor: 7 }] }] } };

test('a letter goes out once, whatever the number of runs', async () => {
  const server = await peer();
  const id = await queued();
  await Promise.all([drain(), ...[1, 2, 3].map(() => sendLetter(post.over(server.url), id, makers))]);
  expect(await post.letter(id)).toMatchObject({ status: 'sent', attempts: 1, last_error: null, sent_at: post.clock.now() });
  expect(server.mails).toHaveLength(1);
  const [mail] = server.mails;
  expect(mail?.messageId).toBe(`<${(await post.letter(id)).message_id}>`);
  expect(mail?.from?.text).toBe('"MONT ed.mont" <no-reply@ed.mont.example>');
  expect(mail?.to).toMatchObject({ value: [{ name: 'Анна Вектор', address: 'anna@vector.example' }] });
  expect(mail?.subject).toBe('Заказ O-100001 выполнен');
  expect(mail?.text).toContain('https://ed.mont.example/orders/O-100001');
  expect(mail?.html).toContain('href="https://ed.mont.example/orders/O-100001"');
});

test('the server is down, then up: the letter waits and keeps its Message-ID', async () => {
  post.over(await deadUrl());
  const id = await queued();
  await drain();
  const waiting = await post.letter(id);
  expect(waiting).toMatchObject({ status: 'queued', last_error: expect.stringContaining('ECONNREFUSED') });
  expect(waiting.attempts).toBeGreaterThan(0);
  const server = await peer();
  await drain();
  expect(await post.letter(id)).toMatchObject({ status: 'sent', attempts: waiting.attempts + 1, message_id: waiting.message_id });
  expect(server.mails.map((mail) => mail.messageId)).toEqual([`<${waiting.message_id}>`]);
});

test('«not now» is asked again, with the same Message-ID, until the server takes it', async () => {
  let refusals = 2;
  const server = await peer(() => (refusals-- > 0 ? { responseCode: 451, message: 'greylisted' } : 'ok'));
  const id = await queued();
  await drain();
  await drain();
  expect(await post.letter(id)).toMatchObject({ status: 'queued', attempts: 2, last_error: expect.stringContaining('greylisted') });
  await drain();
  expect(await post.letter(id)).toMatchObject({ status: 'sent', attempts: 3, last_error: null });
  expect(server.mails).toHaveLength(1);
});

test('«never» fails at once and is not asked again', async () => {
  await peer(() => ({ responseCode: 550, message: 'no such person' }));
  const id = await queued();
  await drain();
  await drain();
  expect(await post.letter(id)).toMatchObject({ status: 'failed', attempts: 1, last_error: expect.stringContaining('no such person') });
});

test('after three days of refusals the letter has failed', async () => {
  post.over(await deadUrl());
  const id = await queued();
  await post.portal.sql('test_tried', 'update letters set attempts = 77 where id = $1', [id]);
  await drain();
  expect(await post.letter(id)).toMatchObject({ status: 'failed', attempts: 78, last_error: expect.stringContaining('ECONNREFUSED') });
});

test('dropped after the message: unknown, and not sent again by itself', async () => {
  let isDropping = true;
  const server = await peer(() => (isDropping ? 'drop' : 'ok'));
  const id = await queued();
  await drain();
  isDropping = false;
  await drain();
  expect(await post.letter(id)).toMatchObject({ status: 'unknown', attempts: 1 });
  expect(server.mails).toHaveLength(0);
});

test('a letter left in sending by a killed process becomes unknown after its lease, not earlier', async () => {
  const server = await peer();
  const id = await queued();
  const now = post.clock.now();
  await post.portal.sql(
    'test_killed',
    `update letters set status = 'sending', attempts = 1, last_tried_at = $2::timestamptz where id = $1`,
    [id, now],
  );
  await drain();
  post.clock.setTo(new Date(now.getTime() + 4 * 60_000));
  expect(await tendLetters(post.portal)).toMatchObject({ unknown: 0 });
  post.clock.setTo(new Date(now.getTime() + 6 * 60_000));
  expect(await tendLetters(post.portal)).toMatchObject({ unknown: 1 });
  await drain();
  expect(await post.letter(id)).toMatchObject({ status: 'unknown', last_error: expect.stringContaining('прервана') });
  expect(server.mails).toHaveLength(0);
});

test('a frozen process that wakes up and hears «accepted» corrects unknown to sent', async () => {
  const now = post.clock.now();
  await peer(async () => {
    post.clock.setTo(new Date(now.getTime() + 10 * 60_000));
    await tendLetters(post.portal);
    expect(await post.letter(id)).toMatchObject({ status: 'unknown' });
    return 'ok' as const;
  });
  const id = await queued();
  await drain();
  expect(await post.letter(id)).toMatchObject({ status: 'sent', attempts: 1 });
});

test('a queued letter whose job was lost gets a new one', async () => {
  await peer();
  const id = await queued();
  await post.portal.sql('test_lost', 'delete from pgboss.job');
  post.clock.setTo(new Date(post.clock.now().getTime() + 3 * 3_600_000));
  expect(await tendLetters(post.portal)).toMatchObject({ requeued: 1 });
  expect(await tendLetters(post.portal)).toMatchObject({ requeued: 0 });
  await drain();
  expect(await post.letter(id)).toMatchObject({ status: 'sent' });
});

test('a fault before the letter is claimed leaves it queued, and the job runs again', async () => {
  const server = await peer();
  const id = await queued(withPassword);
  const broken = { ...makers, startPassword: () => Promise.reject(new Error('database went away')) };
  await expect(sendLetter(post.over(server.url), id, broken)).rejects.toThrow('went away');
  expect(await post.letter(id)).toMatchObject({ status: 'queued', attempts: 0, text: null });
  await drain();
  expect(await post.letter(id)).toMatchObject({ status: 'sent', attempts: 1 });
});

test('secrets stand in the letter alone: in no table and in no log', async () => {
  const server = await peer();
  const first = await queued(withPassword);
  const second = await queued({ template: 'password-recovery', content: { subject: 'Пароль', blocks: [{ recoveryLinkFor: 7 }] } });
  await drain();
  const sent = server.mails.map((mail) => `${mail.text} ${mail.html}`).join();
  expect(sent).toContain(PASSWORD);
  expect(sent).toContain(LINK);
  const [stored] = await post.portal.sql<{ all: string }>(
    'test_dump',
    `select concat((select string_agg(t::text, '') from letters t), (select string_agg(t::text, '') from audit_entries t),
       (select string_agg(t::text, '') from pgboss.job t), (select string_agg(t::text, '') from form_tokens t)) as all`,
  );
  expect(stored?.all).toContain('romashka');
  for (const place of [stored?.all, post.logged.join()]) {
    expect(place).not.toContain(PASSWORD);
    expect(place).not.toContain('c4nary');
  }
  expect((await post.letter(first)).text).toContain('Одноразовый пароль: ••••••');
  expect((await post.letter(second)).text).toContain('Задать новый пароль:\n••••••');
});

test('credentials nobody wants any more are not sent', async () => {
  const server = await peer();
  const id = await queued({ content: { subject: 'Доступ', blocks: [{ startPasswordFor: 404 }] } });
  await drain();
  expect(await post.letter(id)).toMatchObject({ status: 'failed', last_error: expect.stringContaining('больше не нужны') });
  expect(server.mails).toHaveLength(0);
});

test('without a mail server letters stay on the portal; only the demo shows the password', async () => {
  post.over(null);
  const plain = await queued(withPassword);
  await drain();
  expect(await post.letter(plain)).toMatchObject({ status: 'kept', text: expect.stringContaining('пароль: ••••••') });
  post.over(null, { isDemo: true });
  const demo = await queued(withPassword);
  await drain();
  expect(await post.letter(demo)).toMatchObject({ status: 'kept', sent_at: null, text: expect.stringContaining(PASSWORD) });
  expect(post.outcomes).toEqual(['kept']);
});

test('sent again by hand: a new letter with a Message-ID of its own, once per form', async () => {
  const answers = ['drop' as const];
  const server = await peer(() => answers.pop() ?? 'ok');
  const id = await queued();
  const scope = systemScope(post.portal, 'test');
  await expect(resendLetter(scope, id, 'token-0')).rejects.toMatchObject({ status: 409 });
  await drain();
  const again = await resendLetter(scope, id, 'token-1');
  expect(await resendLetter(scope, id, 'token-1')).toBe(again);
  const third = await resendLetter(scope, id, 'token-2');
  await drain();
  const rows = await post.portal.sql<{ cause: string; status: string }>(
    'test_repeats',
    'select cause, status from letters where id = any($1::int[]) order by id',
    [[id, again, third]],
  );
  expect(rows.map(({ status }) => status)).toEqual(['unknown', 'sent', 'sent']);
  expect(rows.slice(1).map(({ cause }) => cause)).toEqual([`resend:${id}:1`, `resend:${id}:2`]);
  expect(new Set(server.mails.map((mail) => mail.messageId)).size).toBe(2);
  await expect(resendLetter(scope, 999_999, 'token-3')).rejects.toMatchObject({ status: 404 });
});
