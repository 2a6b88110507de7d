import { load } from 'cheerio';
import { expect, test } from 'vitest';
import { masked, NO_SECRETS, renderLetter } from '#src/letters/letters.render.ts';
import { LETTER_TEMPLATES, pauseAfter } from '#src/letters/letters.rules.ts';
import type { LetterContent } from '#src/letters/letters.types.ts';

const portalUrl = 'https://ed.mont.example';
const content: LetterContent = {
  subject: 'Заказчик АО «Ромашка» подключён',
  preheader: 'Логин и пароль для пересылки',
  blocks: [
    { p: 'Здравствуйте, Анна!\nПерешлите заказчику текст ниже.' },
    { facts: [['ИНН', '7701234567'] as const, ['К оплате', '1 234,50 ₽'] as const] },
    { list: ['первое', 'второе'] },
    { quote: [{ p: 'Вам открыт портал.' }, { startPasswordFor: 5 }] },
    { button: { label: 'Открыть карточку', url: '/customers/5?from=letter&x=1' } },
    { recoveryLinkFor: 6 },
    { note: 'Вопросы — вашему менеджеру.' },
    { quote: 'Готовый текст' },
  ],
};
const validUntil = new Date('2026-12-06T07:00:00Z');
const secrets = {
  startPasswords: new Map([[5, { login: 'romashka', password: 'kT7m-9QxR', validUntil }]]),
  recoveryLinks: new Map([[6, { url: `${portalUrl}/Account/Password/abc`, validUntil }]]),
};

test('text and HTML say the same', () => {
  const { text, html } = renderLetter(content, portalUrl, secrets);
  const $ = load(html);
  $('style, title').remove();
  const shown = squeezed(
    $('body').text() +
      $('a')
        .map((_i, a) => $(a).attr('href'))
        .get()
        .join(' '),
  );
  for (const line of text.split('\n')) {
    const words = squeezed(line.replace(/^(— |-+$)/, '').replace(/:$/, ''));
    for (const piece of words.split(': ')) expect(shown).toContain(piece);
  }
  expect(text).toContain('Логин: romashka\nОдноразовый пароль: kT7m-9QxR');
  expect(text).toContain('до 06.12.2026 10:00');
});

const squeezed = (text: string) => text.replace(/\s+/g, ' ').trim();

test('HTML needs nothing from outside and no script', () => {
  const { html } = renderLetter(content, portalUrl, secrets);
  const $ = load(html);
  expect($('img, script, link, iframe, form, object').length).toBe(0);
  expect($('html').attr('lang')).toBe('ru');
  for (const href of $('a')
    .map((_i, a) => $(a).attr('href'))
    .get())
    expect(href).toMatch(/^https:\/\/ed\.mont\.example/);
  expect(html).not.toMatch(/url\(|@import|\son\w+=/);
});

test('masked, the letter keeps the login and the term, but neither password nor link', () => {
  const { text, html } = renderLetter(content, portalUrl, masked(secrets));
  for (const part of [text, html]) {
    expect(part).toContain('romashka');
    expect(part).toContain('••••••');
    expect(part).not.toContain('kT7m-9QxR');
    expect(part).not.toContain('Account/Password/abc');
  }
  expect(renderLetter(content, portalUrl, NO_SECRETS).text).toContain('Логин: ••••••');
});

test('whatever people typed stays text', () => {
  const nasty = `<img src=x onerror=alert(1)> & "кавычки" 'и' </td>`;
  const { html, text } = renderLetter(
    {
      subject: nasty,
      preheader: nasty,
      blocks: [{ p: nasty }, { note: nasty }, { list: [nasty] }, { facts: [[nasty, nasty]] }, { quote: nasty }],
    },
    portalUrl,
    NO_SECRETS,
  );
  expect(load(html)('img').length).toBe(0);
  expect(load(html)('h1').text()).toBe(nasty);
  expect(text).toContain(nasty);
});

test('refuses a recovery link that leads off the portal', () => {
  const led = { ...secrets, recoveryLinks: new Map([[6, { url: 'https://evil.example/', validUntil }]]) };
  expect(() => renderLetter(content, portalUrl, led)).toThrow('links to the portal only');
});

test('pauses grow from half a minute to an hour and end after three days', () => {
  const pauses = Array.from({ length: 80 }, (_, i) => pauseAfter(i + 1));
  expect(pauses.slice(0, 8)).toEqual([30, 60, 120, 300, 900, 1800, 3600, 3600]);
  const given = pauses.filter((pause) => pause !== null);
  const days = given.reduce((sum, pause) => sum + pause, 0) / 86_400;
  expect(days).toBeGreaterThan(2.9);
  expect(days).toBeLessThan(3.1);
  expect(pauses.at(-1)).toBeNull();
});

test('every template has a Russian name of its own', () => {
  const names = Object.values(LETTER_TEMPLATES);
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) expect(name).toMatch(/^[А-ЯЁ]/);
});
