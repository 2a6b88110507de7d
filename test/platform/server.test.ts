import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { freePort } from '#src/platform/db/free-port.ts';
import { type ServerProcess, startServer } from './server-process.ts';

const patience = 60_000;
let folder: string;
let port: number;
let server: ServerProcess;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'portal-'));
  port = await freePort();
  server = startServer(folder, port);
});

afterAll(async () => {
  if (server.child.exitCode === null && server.child.signalCode === null) await server.end('SIGTERM');
  await rm(folder, { recursive: true, force: true });
}, patience);

it('brings the log-on page up on an empty folder', { timeout: patience }, async () => {
  expect(await server.status('/Account/LogOn')).toBe(200);
  expect(await server.status('/health/ready')).toBe(200);
  expect(server.words()).toContain('Портал работает: http://localhost:');
});

it('tells in a sentence that the port is taken, and touches nothing', { timeout: patience }, async () => {
  const second = startServer(folder, port);
  const [code] = await once(second.child, 'exit');
  expect(code).toBe(1);
  expect(second.words()).toContain(`Port ${port} is already in use. Stop the other program or set PORT.`);
  expect(second.words()).not.toMatch(/\n\s+at /);
  expect(await server.status('/Account/LogOn')).toBe(200);
});

it('starts again after a kill', { timeout: patience }, async () => {
  await server.end('SIGKILL');
  server = startServer(folder, port);
  expect(await server.status('/Account/LogOn')).toBe(200);
});

it('ends cleanly when asked to, and leaves the port and the database', { timeout: patience }, async () => {
  expect(await server.end('SIGTERM')).toBe(0);
  expect(server.words()).not.toContain('"level":50');
  const next = createServer().listen(port);
  await once(next, 'listening');
  next.close();
});

it('ends cleanly in the middle of a start', { timeout: patience }, async () => {
  server = startServer(folder, port);
  await server.listening();
  expect(await server.end('SIGTERM')).toBe(0);
  expect(server.words()).not.toContain('could not start');
});
