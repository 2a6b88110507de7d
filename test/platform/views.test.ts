import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import express, { type NextFunction, type Request, type Response } from 'express';
import request from 'supertest';
import { afterAll, describe, expect, test } from 'vitest';
import { day } from '#src/lib/days.ts';
import { kopecks } from '#src/lib/money.ts';
import { errorPage } from '#src/platform/http/error-words.ts';
import { render, renderFragment, type ShellMaker, setUpViews } from '#src/platform/http/render.ts';
import { ViewError, Views } from '#src/platform/http/views.ts';
import { shellMaker } from '#src/shell/shell.ts';

const folder = mkdtempSync(join(tmpdir(), 'views-'));
afterAll(() => rmSync(folder, { recursive: true }));

const views = new Views(folder, (name) => `/assets/${name}`);
const shell = { actor: null };

function view(name: string, text: string): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, `${name}.ejs`), text);
}

function draw(name: string, text: string, page: object = {}): string {
  view(name, text);
  return views.page(name, page, shell).trim();
}

describe('a view', () => {
  test('escapes what it prints, for text and for quoted attributes', () => {
    const text = '<%# @page {X} -%>\n<a title="<%= page.x %>"><%= page.x %></a>';
    expect(draw('escape', text, { x: `"<b>'&` })).toBe('<a title="&#34;&lt;b&gt;&#39;&amp;">&#34;&lt;b&gt;&#39;&amp;</a>');
  });

  test('prints nothing for a missing value', () => {
    expect(draw('missing', '<%# @page {X} -%>\n[<%= page.x %>]')).toBe('[]');
  });

  test('sees page, shell and helpers; any other name fails with file and line', () => {
    view('free', '<%# @page {X} -%>\n<p>\n<%= secret %></p>');
    expect(() => views.page('free', {}, shell)).toThrow('free.ejs:3: secret is not defined');
    expect(() => views.page('free', {}, shell)).toThrow(ViewError);
  });

  test('gives a partial its props and nothing of its own', () => {
    view('parts/one', '<%# @props {X} -%>\n<%= props.n %><%= typeof page %>');
    expect(draw('pages/whole', "<%# @page {X} -%>\n<%- include('../parts/one', { n: 1 }) %>")).toBe('1undefined');
  });

  test('names the partial that failed, not the page', () => {
    view('parts/bad', '<%# @props {X} -%>\n<%= props.a.b %>');
    view('pages/outer', "<%# @page {X} -%>\n\n<%- include('../parts/bad', {}) %>");
    expect(() => views.page('pages/outer', {}, shell)).toThrow(/^parts\/bad\.ejs:2: /);
  });

  test('can not be read from outside of the folder', () => {
    expect(() => views.page('../../etc/hosts', {}, shell)).toThrow(/not a view/);
  });

  test('formats sums, numbers, days and moments the same everywhere', () => {
    const text =
      '<%# @page {X} -%>\n<%= rub(page.sum) %>|<%= num(1234567) %>|<%= dateShort(page.on) %>|<%= dateLong(page.on) %>|<%= moment(page.at) %>';
    const page = { sum: kopecks(123450n), on: day('2026-11-30'), at: new Date('2026-11-30T13:42:00Z') };
    expect(draw('formats', text, page)).toBe('1\u00a0234,50\u00a0₽|1\u00a0234\u00a0567|30.11.2026|30 ноября 2026|30.11.2026 16:42');
  });

  test('draws icons from the sprite, hidden from screen readers', () => {
    expect(draw('icon', "<%# @page {X} -%>\n<%- icon('search') %>")).toBe(
      '<svg class="icon" aria-hidden="true"><use href="/assets/icons.svg#search"/></svg>',
    );
  });
});

describe('render', () => {
  const views = new Views(resolve('views'), (name) => `/assets/${name}`);
  const visitors = shellMaker(false);
  const page = errorPage(404, 'req-<1>');
  const answerWith = (send: (res: Response) => void, maker: ShellMaker = visitors) => {
    const app = express().use((_req, res) => send(res));
    setUpViews(app, views, maker);
    return app;
  };

  test('puts the page into the plain layout for visitors', async () => {
    const answer = await request(answerWith((res) => render(res, 'errors/show', page)))
      .get('/')
      .expect(200);
    expect(answer.headers['content-type']).toMatch(/^text\/html/);
    expect(answer.text).toContain('<title>Страница не найдена · MONT</title>');
    expect(answer.text).toContain('req-&lt;1&gt;');
    expect(answer.text).not.toContain('class="side"');
  });

  test('waits for a shell that is still being made; a failed one is an error of the request', async () => {
    const actor = { name: 'Анна', initials: 'А', company: 'ООО «Вектор»', role: 'Руководитель', home: '/cabinet' };
    const later: ShellMaker = async (...asked) => ({ ...(await visitors(...asked)), actor, csrf: 'token' });
    const answer = await request(answerWith((res) => render(res, 'errors/show', page), later))
      .get('/')
      .expect(200);
    expect(answer.text).toContain('<a class="brand" href="/cabinet">');
    expect(answer.text).toContain('name="_csrf" value="token"');

    const failing = answerWith(
      (res) => render(res, 'errors/show', page),
      () => Promise.reject(new Error('no database')),
    );
    failing.use((error: Error, _req: Request, res: Response, _next: NextFunction) => void res.status(500).send(error.message));
    await request(failing).get('/').expect(500, 'no database');
  });

  test('says in the title that the form came back', async () => {
    const invalid = { ...page, isInvalid: true };
    const answer = await request(answerWith((res) => render(res.status(422), 'errors/show', invalid)))
      .get('/')
      .expect(422);
    expect(answer.text).toContain('<title>Ошибка: Страница не найдена · MONT</title>');
  });

  test('leaves the layout out of fragments', async () => {
    const whole = answerWith((res) => render(res, 'errors/show', page));
    const asked = await request(whole).get('/').set('X-Fragment', 'any').expect(200);
    expect(asked.text).not.toContain('<html');
    expect(asked.headers['vary']).toContain('X-Fragment');
    const only = await request(answerWith((res) => renderFragment(res, 'errors/show', page)))
      .get('/')
      .expect(200);
    expect(only.text).toBe(asked.text);
  });
});
