import { Readable } from 'node:stream';
import MailComposer from 'nodemailer/lib/mail-composer';
import { parseConnectionUrl } from 'nodemailer/lib/shared';
import SmtpConnection from 'nodemailer/lib/smtp-connection';

export interface OutgoingMail {
  /** Without angle brackets; the same on every try. */
  readonly messageId: string;
  readonly from: { readonly name: string; readonly address: string };
  readonly to: { readonly name: string; readonly address: string };
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly date: Date;
}

/** Surely not accepted. Final: the server will not take this letter for this recipient however often it is asked. */
export interface Refusal {
  readonly kind: 'refused';
  readonly error: string;
  readonly isFinal: boolean;
}

/** How a try ended: accepted, surely not accepted, or nobody can know (the answer to the message was lost). */
export type SendOutcome = { readonly kind: 'sent' } | Refusal | { readonly kind: 'unknown'; readonly error: string };

/** A server that has greeted us and let us in. Nothing was handed to it yet. */
export interface MailSession {
  readonly kind: 'open';
  /** Hands over one letter and ends the session. Never throws. */
  send(mail: OutgoingMail): Promise<SendOutcome>;
  /** Ends the session with nothing sent. */
  close(): void;
}

export interface Mailer {
  /** Connects and logs on. Never throws: a server that can't be reached is a refusal. */
  open(): Promise<MailSession | Refusal>;
  /** Ends every session at once; sends under way end as refused or unknown. */
  close(): void;
}

/** Milliseconds. The last two bound a server that answers, but never comes to an end. */
export interface MailTimeouts {
  readonly connect: number;
  readonly silence: number;
  readonly wholeOpening: number;
  readonly wholeSending: number;
}

const TIMEOUTS: MailTimeouts = { connect: 10_000, silence: 20_000, wholeOpening: 30_000, wholeSending: 60_000 };

/** Mail by SMTP (`smtp://` or `smtps://user:password@host:port`); a slow server delays a job, never a person. */
export function createMailer(smtpUrl: string, timeouts: MailTimeouts = TIMEOUTS): Mailer {
  const { auth, ...server } = parseConnectionUrl(smtpUrl) as ServerOptions;
  const options = {
    ...server,
    connectionTimeout: timeouts.connect,
    greetingTimeout: timeouts.connect,
    dnsTimeout: timeouts.connect,
    socketTimeout: timeouts.silence,
    socketCloseTimeout: 1_000,
  };
  const open = new Set<SmtpConnection>();
  return {
    open: async () => {
      const connection = new SmtpConnection(options);
      open.add(connection);
      connection.once('end', () => open.delete(connection));
      connection.on('error', () => {}); // a late one, after the step it belongs to was given up, must not kill the process
      try {
        await inTime(connection, timeouts.wholeOpening, (done) =>
          connection.connect((error) => {
            if (error || !auth || !connection.allowsAuth) done(error);
            else connection.login(auth, done);
          }),
        );
        return session(connection, timeouts);
      } catch (error) {
        connection.close();
        return refusal(error);
      }
    },
    close: () => {
      for (const connection of open) connection.close();
    },
  };
}

type ServerOptions = ConstructorParameters<typeof SmtpConnection>[0] & { auth?: { user: string; pass: string } };

function session(connection: SmtpConnection, timeouts: MailTimeouts): MailSession {
  let isLost = false;
  connection.on('error', () => {
    isLost = true; // told by the next send
  });
  return {
    kind: 'open',
    close: () => connection.close(),
    send: async (mail) => {
      if (isLost) return { kind: 'refused', error: 'The server ended the session', isFinal: false };
      let isHandedOver = false;
      try {
        const { envelope, body } = await compose(mail);
        const message = Readable.from(
          lazily(body, () => {
            isHandedOver = true;
          }),
        );
        await inTime(connection, timeouts.wholeSending, (done) => connection.send(envelope, message, done));
        return { kind: 'sent' };
      } catch (error) {
        const refused = refusal(error);
        return isHandedOver && !hasReply(error) ? { kind: 'unknown', error: refused.error } : refused;
      } finally {
        connection.close();
      }
    },
  };
}

async function compose(mail: OutgoingMail) {
  const message = new MailComposer({
    ...mail,
    messageId: `<${mail.messageId}>`,
    headers: { 'Auto-Submitted': 'auto-generated' },
    disableFileAccess: true,
    disableUrlAccess: true,
  }).compile();
  return { envelope: message.getEnvelope(), body: await message.build() };
}

/** Read only when the server has said «go on» to DATA: from then on a lost connection means nobody knows. */
function* lazily(body: Buffer, begun: () => void) {
  begun();
  yield body;
}

/** Runs one step of the session; an error event, the end, a failed callback or the deadline rejects it. */
function inTime(connection: SmtpConnection, ms: number, step: (done: (error?: Error | null) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = (error?: Error | null) => {
      clearTimeout(timer);
      connection.removeListener('error', done);
      connection.removeListener('end', ended);
      if (error) reject(error);
      else resolve();
    };
    const ended = () => setImmediate(done, new Error('The session was ended')); // after the reply that ended it
    const timer = setTimeout(() => done(new Error(`The server did not come to an end in ${ms} ms`)), ms);
    connection.once('error', done);
    connection.once('end', ended);
    step(done);
  });
}

interface SmtpError {
  readonly code?: string;
  readonly command?: string;
  readonly responseCode?: number;
  readonly message: string;
}

const hasReply = (error: unknown) => Boolean((error as SmtpError).responseCode);

/**
 * Only "no such mailbox" and "not this message" are final. A refusal of us (log-on, sender, greeting)
 * is for the administrator to repair, and the letters wait for that.
 */
function refusal(error: unknown): Refusal {
  const { code, command, responseCode = 0, message } = error as SmtpError;
  const isFinal = responseCode >= 500 && (command === 'RCPT TO' || command === 'DATA');
  return { kind: 'refused', error: `${code ?? ''} ${message}`.trim().slice(0, 500), isFinal };
}
