import type { Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createMailer, type MailTimeouts, type OutgoingMail, type SendOutcome } from '#src/platform/mail.ts';
import { deadUrl, smtpPeer, wirePeer } from '#test/letters/smtp-peer.ts';

const mail: OutgoingMail = {
  messageId: '0b5e1a52-6f3c-4f0e-9a57-1f1d3f7a9a01@ed.mont.example',
  from: { name: 'MONT ed.mont', address: 'no-reply@ed.mont.example' },
  to: { name: 'Анна Вектор', address: 'anna@vector.example' },
  subject: 'Заказ O-100001 выполнен: «Антивирус», 7 пользователей',
  text: 'Здравствуйте!\n.\nС точкой в начале строки.',
  html: '<p>Здравствуйте!</p>',
  date: new Date('2026-11-22T07:00:00Z'),
};
const short: MailTimeouts = { connect: 300, silence: 300, wholeOpening: 600, wholeSending: 600 };
const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function sendTo(peer: { url: string; close(): Promise<void> }, change: Partial<OutgoingMail> = {}): Promise<SendOutcome> {
  closers.push(peer.close);
  const session = await createMailer(peer.url, short).open();
  return session.kind === 'open' ? session.send({ ...mail, ...change }) : session;
}

test('an accepted letter arrives with its Message-ID, names, subject and both parts', async () => {
  const peer = await smtpPeer();
  expect(await sendTo(peer)).toEqual({ kind: 'sent' });
  const [got] = peer.mails;
  expect(got?.messageId).toBe(`<${mail.messageId}>`);
  expect(got?.from?.value).toEqual([mail.from]);
  expect(got?.to).toMatchObject({ value: [mail.to] });
  expect(got?.subject).toBe(mail.subject);
  expect(got?.date).toEqual(mail.date);
  expect(got?.text?.trim()).toBe(mail.text);
  expect(got?.html).toBe(mail.html);
  expect(got?.headers.get('auto-submitted')).toBe('auto-generated');
  expect(peer.raw[0]).not.toMatch(/\P{ASCII}/u);
});

test.each([
  ['a name with a header in it', { to: { name: 'Анна\r\nBcc: thief@evil.example', address: 'anna@vector.example' } }],
  ['a subject with a header in it', { subject: 'Заказ\r\nBcc: thief@evil.example\r\n\r\nтело' }],
  ['a name with a second address in it', { to: { name: '"x" <thief@evil.example>, y', address: 'anna@vector.example' } }],
])('%s reaches nobody else', async (_what, change) => {
  const rcpt: string[] = [];
  const peer = await smtpPeer(() => 'ok', {
    onRcptTo: (address, _session, done) => {
      rcpt.push(address.address);
      done();
    },
  });
  expect(await sendTo(peer, change)).toEqual({ kind: 'sent' });
  expect(rcpt).toEqual(['anna@vector.example']);
  expect(peer.mails[0]?.headers.has('bcc')).toBe(false);
  expect(peer.mails[0]?.to).toMatchObject({ value: [{ address: 'anna@vector.example' }] });
});

test('nobody listening is a refusal that may pass', async () => {
  const session = await createMailer(await deadUrl(), short).open();
  expect(session).toMatchObject({ kind: 'refused', isFinal: false, error: expect.stringContaining('ECONNREFUSED') });
});

test.each([
  ['451 to the message', 451, false],
  ['554 to the message', 554, true],
])('%s', async (_what, responseCode, isFinal) => {
  const peer = await smtpPeer(() => ({ responseCode, message: 'not now' }));
  expect(await sendTo(peer)).toMatchObject({ kind: 'refused', isFinal });
});

const refuse = (responseCode: number) => Object.assign(new Error('no'), { responseCode });

test('an unknown mailbox is final', async () => {
  const peer = await smtpPeer(() => 'ok', { onRcptTo: (_address, _session, done) => done(refuse(550)) });
  expect(await sendTo(peer)).toMatchObject({ kind: 'refused', isFinal: true });
});

test('greylisting is not final', async () => {
  const peer = await smtpPeer(() => 'ok', { onRcptTo: (_address, _session, done) => done(refuse(450)) });
  expect(await sendTo(peer)).toMatchObject({ kind: 'refused', isFinal: false });
});

test('a sender or a password that the server refuses waits for the administrator', async () => {
  const sender = await smtpPeer(() => 'ok', { onMailFrom: (_address, _session, done) => done(refuse(553)) });
  expect(await sendTo(sender)).toMatchObject({ kind: 'refused', isFinal: false });
  const peer = await smtpPeer(() => 'ok', {
    authOptional: false,
    allowInsecureAuth: true,
    onAuth: (_auth, _session, done) => done(refuse(535)),
  });
  expect(await sendTo({ ...peer, url: peer.url.replace('//', '//robot:wrong@') })).toMatchObject({ kind: 'refused', isFinal: false });
});

test('logs on with the name and password of the address', async () => {
  const peer = await smtpPeer(() => 'ok', {
    authOptional: false,
    allowInsecureAuth: true,
    onAuth: (auth, _session, done) => (auth.password === 'p@ss' ? done(null, { user: auth.username }) : done(refuse(535))),
  });
  expect(await sendTo({ ...peer, url: peer.url.replace('//', '//robot:p%40ss@') })).toEqual({ kind: 'sent' });
});

test('a connection dropped after the message leaves the outcome unknown', async () => {
  const peer = await smtpPeer(() => 'drop');
  expect(await sendTo(peer)).toMatchObject({ kind: 'unknown' });
});

test('no answer to the message leaves the outcome unknown', async () => {
  const peer = await wirePeer(answering({ '': '220 slow', EHLO: '250 slow', MAIL: '250 ok', RCPT: '250 ok', DATA: '354 go on' }));
  expect(await sendTo(peer)).toMatchObject({ kind: 'unknown' });
});

test('a connection dropped before the message is a refusal that may pass', async () => {
  const peer = await wirePeer(answering({ '': '220 x', EHLO: '250 x', MAIL: '250 ok', RCPT: null }));
  expect(await sendTo(peer)).toMatchObject({ kind: 'refused', isFinal: false });
});

test('a server that never greets, or greets without end, is given up in time', async () => {
  expect(await sendTo(await wirePeer(() => {}))).toMatchObject({ kind: 'refused', isFinal: false });
  const endless = await wirePeer((socket) => {
    const drip = setInterval(() => socket.write('220-wait\r\n'), 50);
    socket.on('close', () => clearInterval(drip));
  });
  expect(await sendTo(endless)).toMatchObject({ kind: 'refused', isFinal: false });
});

test('a session that broke while it was idle is a refusal', async () => {
  const peer = await wirePeer((socket) => {
    answering({ '': '220 x', EHLO: '250 x' })(socket);
    socket.on('data', () => setImmediate(() => socket.destroy()));
  });
  closers.push(peer.close);
  const session = await createMailer(peer.url, short).open();
  if (session.kind !== 'open') throw new Error(session.error);
  expect(await session.send(mail)).toMatchObject({ kind: 'refused', isFinal: false });
});

/** Replies by the first four letters of the command; '' is the greeting, null drops the connection. */
function answering(replies: Record<string, string | null>) {
  return (socket: Socket) => {
    socket.write(`${replies['']}\r\n`);
    socket.on('data', (data) => {
      for (const line of data.toString().split('\r\n')) {
        const reply = replies[line.slice(0, 4)];
        if (reply === null) socket.destroy();
        else if (reply && line.length >= 4) socket.write(`${reply}\r\n`);
      }
    });
  };
}
