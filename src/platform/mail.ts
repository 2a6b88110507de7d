import { createTransport } from 'nodemailer';

export interface OutgoingMail {
  readonly messageId: string;
  readonly from: { name: string; address: string };
  readonly to: { name: string; address: string };
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly date: Date;
}

/** How a try ended: accepted, surely not accepted, or nobody can know (the answer to DATA was lost). */
export type SendOutcome = { kind: 'sent' } | { kind: 'refused'; error: string; isFinal: boolean } | { kind: 'unknown'; error: string };

export interface Mailer {
  send(mail: OutgoingMail): Promise<SendOutcome>;
  close(): void;
}

/** Mail by SMTP with short timeouts: a slow server delays a job, never a person. */
export function createMailer(smtpUrl: string): Mailer {
  const transport = createTransport(smtpUrl, undefined);
  Object.assign(transport.options, { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000, disableFileAccess: true, disableUrlAccess: true });
  return {
    send: async (mail) => {
      try {
        await transport.sendMail({ ...mail, messageId: `<${mail.messageId}>`, headers: { 'Auto-Submitted': 'auto-generated' } });
        return { kind: 'sent' };
      } catch (error) {
        return outcomeOf(error);
      }
    },
    close: () => transport.close(),
  };
}

/** A reply of the server to DATA, or a fault before it, is a sure "no"; a connection lost after DATA went out is not. */
function outcomeOf(error: unknown): SendOutcome {
  const e = error as { code?: string; command?: string; responseCode?: number; message?: string };
  const text = `${e.code ?? ''} ${e.responseCode ?? ''} ${e.message ?? String(error)}`.trim().slice(0, 500);
  if (e.responseCode) return { kind: 'refused', error: text, isFinal: e.responseCode >= 500 };
  if (e.command === 'DATA' && ['ETIMEDOUT', 'ECONNECTION', 'ESOCKET', 'ECONNRESET'].includes(e.code ?? '')) return { kind: 'unknown', error: text };
  return { kind: 'refused', error: text, isFinal: false };
}
