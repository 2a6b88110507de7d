import { get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import express from 'express';
import request from 'supertest';
import { afterAll, describe, expect, test } from 'vitest';
import { loadAssets } from '#src/platform/http/assets.ts';

const assets = loadAssets(resolve('public'));
const app = express().use(assets.handler);

const server = app.listen(0);
afterAll(() => server.close());

/** The bytes on the wire: test clients unpack them unasked. */
function sent(url: string, encoding: string): Promise<{ encoding: string | undefined; body: Buffer }> {
  const { port } = server.address() as AddressInfo;
  return new Promise((done, fail) => {
    get({ port, path: url, headers: { 'Accept-Encoding': encoding } }, (res) => {
      const chunks: Buffer[] = [];
      res.on('data', (chunk: Buffer) => chunks.push(chunk));
      res.on('end', () => done({ encoding: res.headers['content-encoding'], body: Buffer.concat(chunks) }));
    }).on('error', fail);
  });
}

describe('assets', () => {
  test('have the hash of their contents in the name, the same at every start', () => {
    expect(assets.url('app.css')).toMatch(/^\/assets\/app-[A-Z0-9]{8}\.css$/);
    expect(assets.url('app.js')).toMatch(/^\/assets\/app-[A-Z0-9]{8}\.js$/);
    expect(assets.url('icons.svg')).toMatch(/^\/assets\/icons-[\w-]{8}\.svg$/);
    const again = loadAssets(resolve('public'));
    for (const name of ['app.css', 'app.js', 'icons.svg', 'mark.svg', 'fonts/inter-latin.woff2']) {
      expect(again.url(name)).toBe(assets.url(name));
    }
  });

  test('unknown names are an error of the page that asks', () => {
    expect(() => assets.url('css/nothing.css')).toThrow('no such file in public/: css/nothing.css');
  });

  test.each(['app.css', 'app.js', 'icons.svg', 'fonts/inter-cyrillic.woff2'])('%s is kept by browsers for a year', async (name) => {
    const answer = await request(app).get(assets.url(name)).expect(200);
    expect(answer.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(answer.headers['vary']).toContain('Accept-Encoding');
  });

  test('the styles are one file without imports, fonts by their hashed names', async () => {
    const answer = await request(app)
      .get(assets.url('app.css'))
      .expect('Content-Type', /text\/css/);
    expect(answer.text).not.toContain('@import');
    expect(answer.text).toContain('@layer reset,tokens,base,layout,components,responsive,utilities,print');
    for (const face of ['latin', 'cyrillic', 'rub']) expect(answer.text).toContain(assets.url(`fonts/inter-${face}.woff2`));
  });

  test('text goes compressed, the same bytes inside; fonts are compressed already', async () => {
    const url = assets.url('app.css');
    const [plain, brotli, gzip] = [await sent(url, 'identity'), await sent(url, 'br, gzip'), await sent(url, 'gzip')];
    expect([plain.encoding, brotli.encoding, gzip.encoding]).toEqual([undefined, 'br', 'gzip']);
    expect(brotliDecompressSync(brotli.body)).toEqual(plain.body);
    expect(gunzipSync(gzip.body)).toEqual(plain.body);
    expect((await sent(assets.url('fonts/inter-latin.woff2'), 'br')).encoding).toBeUndefined();
  });

  test('everything a first visit loads besides the page is within 52 KiB', async () => {
    const names = [
      'app.css',
      'app.js',
      'icons.svg',
      'mark.svg',
      'fonts/inter-latin.woff2',
      'fonts/inter-cyrillic.woff2',
      'fonts/inter-rub.woff2',
    ];
    let total = 0;
    for (const name of names) total += (await sent(assets.url(name), 'br')).body.length;
    expect(total).toBeLessThan(52 * 1024);
  });

  test('other addresses and methods are left to the application', async () => {
    await request(app).get('/assets/app-00000000.css').expect(404);
    await request(app).get('/assets/../package.json').expect(404);
    await request(app).post(assets.url('app.css')).expect(404);
    await request(app).head(assets.url('app.css')).expect(200);
  });
});
