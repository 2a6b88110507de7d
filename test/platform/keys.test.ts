import { createCipheriv, hkdfSync } from 'node:crypto';
import { expect, it } from 'vitest';
import { ConfigError, loadConfig } from '#src/platform/config.ts';
import { keysOf } from '#src/platform/keys.ts';

const OLD = 'the secret of the year that has passed';
const NEW = 'the secret of the year that has come!!';
const before = keysOf([OLD]);
const turned = keysOf([NEW, OLD]);
const after = keysOf([NEW]);
const plain = Buffer.from('twenty bytes, secret');

it('sign with the first secret and accept all of the list', () => {
  const mark = before.sign('csrf', 'session:1');
  expect([before, turned, after].map((keys) => keys.isSigned('csrf', 'session:1', mark))).toEqual([true, true, false]);
  expect(after.isSigned('csrf', 'session:1', turned.sign('csrf', 'session:1'))).toBe(true);
});

it('keep the purposes apart: what one signed or sealed is nothing to another', () => {
  const mark = before.sign('csrf', 'session:1');
  expect(before.isSigned('application', 'session:1', mark)).toBe(false);
  expect(before.unseal('session', before.seal('second factor', plain, 'user 7'), 'user 7')).toBeNull();
  expect(new Set([...before.texts('session'), ...before.texts('csrf'), OLD]).size).toBe(3);
});

it('seal with the first secret, name it, and open with whichever sealed', () => {
  const sealed = before.seal('second factor', plain, 'user 7');
  expect(sealed.startsWith(`${before.ids[0]}.`)).toBe(true);
  expect(sealed).not.toContain(plain.toString('base64').slice(0, 10));
  expect(turned.unseal('second factor', sealed, 'user 7')).toEqual(plain);
  expect(after.unseal('second factor', sealed, 'user 7')).toBeNull();
  expect(turned.seal('second factor', plain, 'user 7').startsWith(`${after.ids[0]}.`)).toBe(true);
});

it.each(['user 8', 'user 7'])('open for the owner only, and nothing that was touched (%s)', (owner) => {
  const sealed = before.seal('second factor', plain, 'user 7');
  const touched = owner === 'user 7' ? sealed.replace(/.(.{8})$/, (_, end) => `${sealed.at(-9) === 'A' ? 'B' : 'A'}${end}`) : sealed;
  expect(before.unseal('second factor', touched, owner)).toBeNull();
  expect(before.unseal('second factor', '', owner)).toBeNull();
});

it('open what was sealed before the ids of keys stood there', () => {
  const nonce = Buffer.alloc(12, 1);
  const key = Buffer.from(hkdfSync('sha256', OLD, '', 'portal second factor', 32));
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from('user 7'));
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  const sealed = Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64');
  expect([before, turned].map((keys) => keys.unseal('second factor', sealed, 'user 7'))).toEqual([plain, plain]);
  expect(after.unseal('second factor', sealed, 'user 7')).toBeNull();
});

it('come from SESSION_SECRET: one or several with commas, each long enough', () => {
  expect(loadConfig({ SESSION_SECRET: `${NEW}, ${OLD}` }).keys.ids).toEqual(turned.ids);
  expect(() => loadConfig({ SESSION_SECRET: `${NEW},short` })).toThrow(ConfigError);
  expect(() => loadConfig({ SESSION_SECRET: `${NEW},` })).toThrow('needs at least 32 characters');
});
