import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkViews, type Fault } from '../../scripts/views/check.ts';
import { headOf, translate } from '../../scripts/views/translate.ts';

describe('translate', () => {
  test('keeps every line where it was', () => {
    const text = '<%# @page {import("x").P} %>\n<p>\n<%= page.a %>\n<% for (const b of page.list) { %>\n\n<%- icon(b) %>\n<% } %>\n';
    const lines = translate(text, () => true).code.split('\n');
    expect(lines[2]).toContain('__text( page.a );');
    expect(lines[3]).toContain('for (const b of page.list) {');
    expect(lines[5]).toContain('__html( icon(b) );');
    expect(lines[6]).toContain('}');
  });

  test('wants a type in the first line', () => {
    expect(headOf('<%# @props {{ label: string, items: { a: 1 }[] }} -%>\n<p>')).toEqual({
      kind: 'props',
      type: '{ label: string, items: { a: 1 }[] }',
    });
    expect(() => headOf('<p>')).toThrow(SyntaxError);
  });
});

describe('checkViews', () => {
  let faults: Fault[] = [];
  let root = '';
  const file = (name: string, text: string) => {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  };

  beforeAll(() => {
    mkdirSync('.cache', { recursive: true });
    root = resolve(mkdtempSync('.cache/views-'));
    symlinkSync(resolve('src'), join(root, 'src'));
    file('package.json', JSON.stringify({ type: 'module', imports: { '#src/*': './src/*' } }));
    file('tsconfig.json', JSON.stringify({ extends: resolve('tsconfig.json'), include: [] }));
    file('views/part.ejs', '<%# @props {{ label: string, n?: number }} -%>\n<b><%= props.label %></b>');
    file(
      'views/good.ejs',
      `<%# @page {import('#src/platform/http/error-words.ts').ErrorPage} -%>\n<%- include('part', { label: page.text }) %>`,
    );
    file(
      'views/bad.ejs',
      [
        "<%# @page {import('#src/platform/http/error-words.ts').ErrorPage} -%>",
        '<%= page.titel %>',
        '<%= secret %>',
        '<%= process.pid %><%= new Date() %>',
        '<%- page.text %>',
        "<%- include('part', { label: 1 }) %>",
        "<%- include('part', { label: 'a', m: 1 }) %>",
        "<%- include('gone', {}) %>",
        '<%= page.actions %>',
        "<%- icon('serch') %>",
      ].join('\n'),
    );
    file('views/untyped.ejs', '<p>no type</p>');
    file('views/no-title.ejs', '<%# @page {{ section: string }} -%>\n<%= page.section %>');
    faults = checkViews(root, { viewsOnly: true });
  }, 60_000);
  afterAll(() => rmSync(root, { recursive: true }));

  const at = (line: number) =>
    faults
      .filter((fault) => fault.file === 'views/bad.ejs' && fault.line === line)
      .map((fault) => fault.message)
      .join('\n');

  test('finds nothing in a view that is right', () => {
    expect(faults.filter((fault) => /good|part\.ejs/.test(fault.file))).toEqual([]);
  });

  test.each([
    [2, "Property 'titel' does not exist"],
    [3, "Cannot find name 'secret'"],
    [4, '«process» is not a name of views'],
    [4, '«Date» is not a name of views'],
    [5, "not assignable to parameter of type 'Html'"],
    [6, "Type 'number' is not assignable to type 'string'"],
    [7, "'m' does not exist"],
    [8, 'not assignable to parameter of type'],
    [9, "not assignable to parameter of type 'string | number'"],
    [10, 'not assignable to parameter of type'],
  ])('line %i: %s', (line, message) => {
    expect(at(line)).toContain(message);
  });

  test('names views without a type and pages that are no pages', () => {
    expect(faults).toContainEqual(expect.objectContaining({ file: 'views/untyped.ejs', line: 1 }));
    expect(faults.some((fault) => fault.file === 'views/no-title.ejs' && fault.message.includes("'title'"))).toBe(true);
  });
});
