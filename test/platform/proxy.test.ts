import express from 'express';
import { pino } from 'pino';
import supertest from 'supertest';
import { expect, it } from 'vitest';
import { warnOfProxy } from '#src/platform/http/proxy.ts';

/** What is logged while these requests come. */
async function logged(trustProxy: number, ...headers: Record<string, string>[]): Promise<string[]> {
  const lines: string[] = [];
  const app = express().use(warnOfProxy(trustProxy, pino({}, { write: (line: string) => void lines.push(line) })));
  for (const one of headers) await supertest(app).get('/').set(one);
  return lines;
}

const forwarded = { 'X-Forwarded-For': '203.0.113.7' };

it('a proxy nobody told of is warned about once', async () => {
  const lines = await logged(0, {}, forwarded, forwarded);
  expect(lines.length).toBe(1);
  expect(lines[0]).toContain('set TRUST_PROXY to the number of proxies');
});

it('one that was told of is not, nor is nobody', async () => {
  expect(await logged(1, forwarded)).toEqual([]);
  expect(await logged(0, {}, {})).toEqual([]);
});
