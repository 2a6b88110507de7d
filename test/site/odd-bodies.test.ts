import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { routers } from '#src/routers.ts';
import type { Browser, TestPage } from '#test/support/browser.ts';
import { placeNew } from '#test/support/orders.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

let p: TestPortal;

beforeAll(async () => {
  p = await openTestPortal();
  await placeNew(p, 'vector', { seats: 7 });
});
afterAll(() => p.close());

/** As they go over the wire: NUL, control, half of a surrogate pair, bytes that are no UTF-8, marks of direction, numbers too large. */
const ODD = ['a%00b', '%01', '%ED%A0%80', '%FF%FE', '%E2%80%AEmoc', '9'.repeat(40), '-1', 'x'.repeat(5000), '1e400', '%00'];

interface Form {
  readonly action: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
}

function formsOf({ $ }: TestPage): Form[] {
  return $('form[method=post]')
    .toArray()
    .map((form) => {
      const fields = $(form).find('input[name], select[name], textarea[name], button[name]').toArray();
      return {
        action: $(form).attr('action') ?? '',
        fields: fields.map((field) => [String(field.attribs['name']), field.attribs['value'] ?? ''] as const),
      };
    });
}

const encode = (fields: Form['fields']) => fields.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`);

/** The form with one field at a time made odd, doubled, or named like an array and an object. */
function oddBodies({ fields }: Form): string[] {
  const typed = fields.filter(([name]) => name !== '_csrf');
  const made = typed.map(([name], at) => {
    const rest = encode(fields.filter((field) => field[0] !== name));
    const odd = [`${encodeURIComponent(name)}=${ODD[at % ODD.length]}`, `${name}=1&${name}=2`, `${name}[a]=1`];
    return [...rest, odd[at % 4] ?? odd[0]];
  });
  const whole = encode(fields);
  return [...made, [...whole, '__proto__=1'], [...whole, 'a%00b=1']].map((parts) => parts.join('&'));
}

/** Ends the session it is sent with, or moves the clock for everybody. */
const isApart = (action: string) => /log-?off|\/sessions|\/admin\/(clock|jobs)|\/Account\/Password|second-factor|view-as/i.test(action);

async function pagesOf(browser: Browser, paths: readonly string[]): Promise<Form[]> {
  const forms = new Map<string, Form>();
  for (const path of paths) for (const form of formsOf(await browser.get(path))) forms.set(form.action, form);
  return [...forms.values()].filter(({ action }) => !isApart(action));
}

async function pathsFor(login: string): Promise<string[]> {
  const { number, customerId } = await p.portal.db.subscription.findFirstOrThrow({ where: { partner: { code: 'vector' } } });
  const user = await p.portal.db.user.findUniqueOrThrow({ where: { login: 'vector-sales' } });
  const things: Record<string, string> = { number, id: String(customerId), userId: String(user.id), period: '2026-11', slug: '1' };
  return routers(p.portal)
    .flatMap(({ declared }) => declared)
    .filter(
      ({ method, path }) => method === 'GET' && (login === 'admin') === path.startsWith('/admin') && !/pdf|xml|xlsx|csv|zip/.test(path),
    )
    .map(({ path }) => path.replace(/:(\w+)/g, (_, name: string) => things[name] ?? '1'));
}

test.each(['visitor', 'vector', 'romashka', 'admin'])(
  'no form that %s sees breaks the portal, whatever is sent',
  async (login) => {
    const browser = login === 'visitor' ? p.visitor() : await p.as(login);
    const forms = await pagesOf(browser, await pathsFor(login));
    const broken: string[] = [];
    for (const form of forms)
      for (const body of oddBodies(form)) {
        const { status } = await browser.agent.post(form.action).type('form').send(body);
        if (status >= 500) broken.push(`${status} ${form.action} ${body.slice(0, 200)}`);
      }
    expect(forms.length).toBeGreaterThan(1);
    expect(broken).toEqual([]);
  },
  240_000,
);

test('every POST route answers bodies without sense', async () => {
  const senseless = ['', 'a%00b=%00', 'x=1&x=2', 'token=%00&version=9e99', '{"a":1}'];
  const browser = await p.as('admin');
  const boss = await p.as('vector');
  for (const { path, access } of routers(p.portal).flatMap(({ declared }) => declared.filter(({ method }) => method === 'POST'))) {
    const isStaffs = access.kind === 'roles' && access.roles.includes('admin');
    const page = await (isStaffs ? browser : boss).get(isStaffs ? '/admin' : '/cabinet');
    const csrf = page.$('input[name=_csrf]').attr('value') ?? '';
    if (isApart(path)) continue;
    for (const body of senseless) {
      const answer = await (isStaffs ? browser : boss).agent.post(path.replace(/:\w+/g, '1')).type('form').send(`_csrf=${csrf}&${body}`);
      expect([path, body, answer.status < 500]).toEqual([path, body, true]);
    }
  }
}, 240_000);

test('log-on takes a name with NUL for what it is: a name nobody has', async () => {
  const browser = p.visitor();
  const page = await browser.get('/Account/LogOn');
  const token = page.$('input[name=_csrf]').attr('value');
  const answer = await browser.agent.post('/Account/LogOn').type('form').send(`_csrf=${token}&login=a%00b&password=x`);
  expect(answer.status).toBe(422);
  expect(answer.text).toContain('Неверный логин или пароль');
});

test('names are stored without what can’t be seen', async () => {
  const boss = await p.as('vector');
  const form = await boss.get('/team/new');
  const token = String(form.$('input[name=token]').attr('value'));
  const name = 'Пётр \u202eвонавИ\u202c\u200b Нови\u00adков';
  const made = await boss.post('/team', { token, name, email: 'novikov@vector.example', phone: '', login: '', role: 'partner_manager' });
  expect(made.status).toBe(303);
  const user = await p.portal.db.user.findFirstOrThrow({ where: { email: 'novikov@vector.example' } });
  expect(user.name).toBe('Пётр вонавИ Новиков');
});

test('only the floor reads what was sent; handlers see the cleaned form', () => {
  const src = resolve(import.meta.dirname, '../../src');
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const readers = files.filter((file) => RAW_BODY.test(readFileSync(resolve(src, file), 'utf8')));
  const strategy = 'accounts/log-on/passport.ts'; // given the parsed log-on form as its body
  const exchange = 'exchange/http/border.routes.ts'; // bytes of a message, signed as a whole; no form comes there
  expect(readers.sort()).toEqual([
    strategy,
    'app.ts',
    exchange,
    ...['back-to-form', 'body', 'csrf', 'forms', 'uploads'].map((name) => `platform/http/${name}.ts`),
  ]);
});

/** A body taken off the request itself, or the floor's own keeper of its fields. */
const RAW_BODY = /\breq(uest)?\.body\b|\bbody\b[^;}\n]*\} = req\b|http\/body\.ts'|from '\.\/body\.ts'/;
