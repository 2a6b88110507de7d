import { expect, test } from 'vitest';
import { z } from 'zod';
import { listOf, partOf, ShownList } from '#src/platform/http/list.ts';
import { choiceField, foundField, idField, searchField, sortField } from '#src/platform/http/list-fields.ts';

const boats = listOf({
  q: searchField('Найти', 'Имя'),
  state: choiceField('Состояние', ['afloat', 'sunk'], (state) => (state === 'sunk' ? 'Утонули' : 'На плаву')),
  port: foundField('Порт', z.string().regex(/^[a-z]+$/)),
  owner: idField('Хозяин'),
  sort: sortField(['name', 'length'], 'name'),
});
const shown = (query: object) =>
  new ShownList(boats, '/boats', boats.query.parse(query), { port: { options: [{ value: 'oslo', label: 'Осло' }] } });

test('an address is read, and what no link holds is refused; a page or an order that is none is the usual one', () => {
  expect(boats.query.parse({})).toEqual({ q: '', state: null, port: null, owner: null, sort: 'name', page: 1 });
  expect(boats.query.parse({ q: ' «Гагара» ', state: 'sunk', port: '', owner: '7', sort: '-length', page: '3' })).toEqual({
    ...{ q: '«Гагара»', state: 'sunk', port: null, owner: 7, sort: '-length', page: 3 },
  });
  expect(boats.query.parse({ sort: 'colour', page: '0' })).toMatchObject({ sort: 'name', page: 1 });
  for (const query of [{ state: 'lost' }, { owner: 'x' }, { colour: 'red' }]) expect(boats.query.safeParse(query).success).toBe(false);
  expect(boats.exportQuery.safeParse({ page: '2' }).success).toBe(false);
  expect(partOf({ page: 3 }, 20)).toEqual({ limit: 20, offset: 40 });
});

test('every address keeps what narrows and leaves out what is usual', () => {
  const list = shown({ q: 'гага', owner: '7', sort: '-length', page: '2' });
  expect(list.href({ state: 'sunk' })).toBe(`/boats?q=${encodeURIComponent('гага')}&state=sunk&owner=7&sort=-length`);
  expect(shown({ state: 'sunk', page: '2' }).here()).toBe('/boats?state=sunk&page=2');
  expect(
    shown({ page: '2' })
      .files()
      .map(({ href }) => href),
  ).toEqual(['/boats.csv', '/boats.xlsx']);
  expect(shown({ state: 'sunk' }).pager(60).next).toBe('/boats?state=sunk&page=2');
  expect(shown({ sort: 'length' }).head('length', 'Длина')).toMatchObject({ order: 'ascending', href: '/boats?sort=-length' });
});

test('a chip names what narrows and widens it again; a count does the same', () => {
  const list = shown({ q: 'гага', state: 'sunk', port: 'oslo', owner: '7' });
  expect(list.chips().map(({ label }) => label)).toEqual(['Найти «гага»', 'Утонули', 'Осло']);
  expect(
    shown({ state: 'sunk', port: 'oslo' })
      .chips()
      .map(({ href }) => href),
  ).toEqual(['/boats?port=oslo', '/boats?state=sunk']);
  expect(shown({ state: 'sunk' }).toggle('state', 'sunk')).toEqual({ isOn: true, href: '/boats' });
  expect(shown({ state: 'sunk' }).toggle('state', 'afloat')).toEqual({ isOn: false, href: '/boats?state=afloat' });
});

test('the form shows what can be chosen and carries along what only links set', () => {
  const { search, fields, hidden } = shown({ q: 'гага', owner: '7', sort: 'length' }).filters('Фильтр лодок');
  expect(search).toEqual({ label: 'Найти', placeholder: 'Имя', value: 'гага' });
  expect(fields?.map(({ name, options }) => [name, options?.map(({ label }) => label)])).toEqual([
    ['state', ['Все', 'На плаву', 'Утонули']],
    ['port', ['Все', 'Осло']],
  ]);
  expect(hidden).toEqual({ owner: '7', sort: 'length' });
});
