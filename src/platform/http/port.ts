import { createServer, type RequestListener } from 'node:http';

/** The port of the portal: taken first of all, so that a busy one is told before anything else is touched. */
export interface Port {
  /** Answers requests from now on, those that came meanwhile first. */
  serve(handler: RequestListener): void;
  /** Takes no new requests and lets the running ones end. */
  close(): Promise<void>;
}

/** Thrown when the port can't be listened on; the message is a sentence. */
export class PortError extends Error {}

/**
 * Listens at once; requests wait until `serve`.
 * @throws PortError when another program has the port, or it is not ours to take
 */
export async function openPort(port: number): Promise<Port> {
  let serve: (handler: RequestListener) => void = () => {};
  const served = new Promise<RequestListener>((done) => {
    serve = done;
  });
  const server = createServer((req, res) => void served.then((handler) => handler(req, res)));
  await new Promise<void>((done, fail) => {
    server.once('error', (error: NodeJS.ErrnoException) => fail(portError(error, port)));
    server.listen(port, done);
  });
  return {
    serve,
    close: async () => {
      const closed = new Promise<void>((done) => server.close(() => done()));
      server.closeIdleConnections();
      await closed;
    },
  };
}

function portError(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code === 'EADDRINUSE') return new PortError(`Port ${port} is already in use. Stop the other program or set PORT.`);
  if (error.code === 'EACCES') return new PortError(`Port ${port} may not be opened by this user. Set PORT to 1024 or more.`);
  return error;
}
