import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** A real SMTP server on a free port; keeps what it accepted. */
export interface SmtpPeer {
  readonly url: string;
  readonly mails: ParsedMail[];
  readonly raw: string[];
  close(): Promise<void>;
}

/** How the server answers to the whole message: accept, or the error it throws back. */
type Answer = { responseCode: number; message: string } | 'drop' | 'ok';
type Verdict = () => Answer | Promise<Answer>;

export async function smtpPeer(verdict: Verdict = () => 'ok', options: SMTPServerOptions = {}): Promise<SmtpPeer> {
  const mails: ParsedMail[] = [];
  const raw: string[] = [];
  const sockets = new Set<Socket>();
  const receive = async (text: string): Promise<Answer> => {
    const answer = await verdict();
    if (answer !== 'ok') return answer;
    mails.push(await simpleParser(text));
    raw.push(text);
    return answer;
  };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onData: (stream, _session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        receive(Buffer.concat(chunks).toString()).then((answer) => {
          if (answer === 'drop') for (const socket of sockets) socket.destroy();
          else if (answer === 'ok') done();
          else done(Object.assign(new Error(answer.message), { responseCode: answer.responseCode }));
        }, done);
      });
    },
    ...options,
  });
  server.on('error', () => {}); // dropped connections are meant
  server.server.on('connection', (socket: Socket) => sockets.add(socket));
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  return {
    url: `smtp://127.0.0.1:${portOf(server.server)}`,
    mails,
    raw,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** A bare TCP server in place of a mail server: says what it is told to, then does nothing more. */
export async function wirePeer(onConnection: (socket: Socket) => void): Promise<{ url: string; close(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    onConnection(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `smtp://127.0.0.1:${portOf(server)}`,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

/** Address of a port where nobody listens. */
export async function deadUrl(): Promise<string> {
  const peer = await wirePeer(() => {});
  await peer.close();
  return peer.url;
}

function portOf(server: Pick<Server, 'address'>): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening');
  return address.port;
}
