import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { CAST_SKU } from '#prisma/seeds/data/cast.ts';
import { storefrontConsent } from '#src/consents/consents.queries.ts';
import { hiddenOf } from '#test/subscriptions/manage/forms.ts';
import type { Browser, TestPage } from '#test/support/browser.ts';
import { openTestPortal, TEST_NOW, type TestPortal } from '#test/support/portal.ts';
import { askIn, newPhone, openStore } from './asking.ts';
import { putCanaries } from './canaries.ts';

let p: TestPortal;
let vectorId: number;
const PATH = '/store/vector/requests';
const FORM = `${PATH}?offer=${CAST_SKU}`;

beforeAll(async () => {
  p = await openTestPortal();
  await openStore(p.portal);
  vectorId = (await p.portal.db.partner.findUniqueOrThrow({ where: { code: 'vector' } })).id;
});
beforeEach(async () => {
  p.clock.setTo(TEST_NOW);
  await p.portal.db.throttle.deleteMany();
});
afterAll(() => p.close());

const TYPED = {
  ...{ seats: '10', name: 'Ольга Петрова', phone: '8 (921) 555-03-14', email: 'petrova@dvor.example', company: 'ООО «Лесной двор»' },
  ...{ inn: '', comment: 'Переезжаем', website: '', consent: 'on' },
};
const later = (seconds: number) => p.clock.setTo(new Date(p.clock.now().getTime() + seconds * 1_000));
const rows = () => p.portal.db.storefrontRequest.findMany({ orderBy: { id: 'asc' }, include: { consent: true } });
const change = (data: object) =>
  p.portal.db.storefront.update({
    where: { partnerId: vectorId },
    data: { ...data, version: { increment: 1 } },
    select: { partnerId: true },
  });

/** The form opened, filled in and sent by a person who takes half a minute. */
async function send(typed: Record<string, string> = {}, browser: Browser = p.visitor(), shown?: TestPage): Promise<TestPage> {
  const page = shown ?? (await browser.get(FORM));
  later(30);
  const all = { ...TYPED, ...typed };
  return browser.post(page.$('main form').attr('action') ?? '', { ...hiddenOf(page), shownFor: all.seats, ...all });
}
const faults = ({ status, $ }: TestPage) => [
  status,
  $('.error-summary li')
    .toArray()
    .map((li) => $(li).text()),
];

test('a request: price and sum are shown, box not ticked, then thanks with the number, row, consent, letters and journal', async () => {
  const browser = p.visitor();
  const form = await browser.get(FORM);
  expect(form.text).toContain('268,00 ₽ за пользователя в месяц');
  expect(form.text).toContain('Сумма: 5 × 268,00 ₽ = 1 340,00 ₽ в месяц');
  expect(form.$('#consent').attr('checked')).toBeUndefined();
  expect([form.headers['x-robots-tag'], form.headers['cache-control']]).toEqual(['noindex', expect.stringContaining('no-store')]);
  const sent = await send({ phone: '8 (921) 555-03-14' }, browser, form);
  const row = (await rows()).at(-1);
  expect([sent.status, sent.location]).toEqual([303, `${PATH}?sent=${row?.id}`]);
  expect((await browser.follow(sent)).text).toContain(`Заявка № ${row?.id} отправлена`);
  const words = await storefrontConsent(p.portal, vectorId);
  expect(row).toMatchObject({
    ...{ sku: CAST_SKU, seats: 10, unitPrice: 268_00n, sum: 2_680_00n, name: 'Ольга Петрова', phone: '+79215550314', state: 'new' },
    ...{ email: 'petrova@dvor.example', company: 'ООО «Лесной двор»', inn: null, comment: 'Переезжаем', createdAt: p.clock.now() },
    consent: {
      partnerId: vectorId,
      textHash: words.hash,
      version: words.version,
      givenAt: p.clock.now(),
      address: expect.stringMatching(/127\.0\.0\.1/),
    },
  });
  expect((await browser.get('/store/vector/consent')).text).toContain(words.text.slice(0, 60).replaceAll('\u00a0', ' '));
  await p.drainJobs();
  const told = await p.letters({ template: 'storefront-request' });
  expect(told.map(({ to }) => to).sort()).toEqual(['anna@vector.example', 'ilya@vector.example']);
  for (const said of ['Ольга Петрова', '+7 921 555-03-14', 'petrova@dvor.example', `№ ${row?.id}`]) expect(told[0]?.text).toContain(said);
  const journal = await p.portal.db.auditEntry.findMany({ where: { subject: `заявка ${row?.id}` } });
  expect(journal.map(({ action, partnerId }) => [action, partnerId])).toEqual([['store-request.received', vectorId]]);
});

test('the visitor’s letter has no word that was typed, and comes once a day of a storefront', async () => {
  const typed = {
    name: 'http://evil.example/login',
    company: 'evil.example',
    comment: 'Смотрите https://evil.example',
    email: 'victim@mail.example',
  };
  for (const phone of [newPhone(), newPhone()]) expect((await send({ ...typed, phone })).status).toBe(303);
  await p.drainJobs();
  const letters = await p.portal.db.letter.findMany({ where: { recipientAddress: 'victim@mail.example' } });
  expect(letters.map(({ template, recipientName }) => [template, recipientName])).toEqual([['storefront-request-received', '']]);
  expect(`${letters[0]?.subject} ${letters[0]?.text} ${letters[0]?.html}`).not.toContain('evil');
  expect(letters[0]?.text).toContain('Kaspersky');
});

describe('what is wrong is told at its field, and nothing typed is lost:', () => {
  test.each<[Record<string, string>, string]>([
    [{ seats: 'много' }, 'Укажите количество целым числом'],
    [{ seats: '4' }, 'Укажите не меньше 5'],
    [{ name: ' ' }, 'Укажите, как к вам обращаться'],
    [{ phone: '' }, 'Укажите телефон'],
    [{ phone: '12' }, 'Проверьте номер: нужен телефон с кодом, например +7 495 123-45-67'],
    [{ email: 'x' }, 'почт'],
    [{ inn: '7707083894' }, 'ИНН'],
    [{ company: 'х'.repeat(201) }, 'Не больше 200 знаков'],
    [{ comment: 'х'.repeat(1_001) }, 'Не больше 1000 знаков'],
    [{ consent: '' }, 'Отметьте согласие: без него партнёр не сможет ответить'],
  ])('%o', async (typed, words) => {
    const before = (await rows()).length;
    const answer = await send(typed);
    const [name = ''] = Object.keys(typed);
    expect(faults(answer)).toEqual([422, [expect.stringContaining(words)]]);
    expect(answer.$(`#${name}-error`).text()).toContain(words);
    expect([answer.$('#name').val(), answer.$('#comment').text().trim()]).toEqual([
      ...[typed['name'] ?? TYPED.name, typed['comment'] ?? TYPED.comment],
    ]);
    expect((await rows()).length).toBe(before);
  });
});

test('the sum of the seats typed is seen before anything is sent', async () => {
  const browser = p.visitor();
  const form = await browser.get(FORM);
  later(30);
  const again = await browser.post(PATH, { ...hiddenOf(form), ...TYPED, seats: '30', phone: newPhone() });
  expect([again.status, again.$('#confirm').text()]).toEqual([200, expect.stringContaining('Проверьте сумму')]);
  expect(again.text).toContain('30 × 268,00 ₽ = 8 040,00 ₽ в месяц. Если всё верно, отправьте заявку.');
  expect(again.$('#consent').attr('checked')).toBeDefined();
  expect((await browser.post(PATH, { ...hiddenOf(again), ...TYPED, seats: '30', phone: newPhone() })).status).toBe(303);
  const recounted = await browser.post(PATH, { ...hiddenOf(form), ...TYPED, seats: '12', step: 'recalculate', name: '' });
  expect([recounted.status, recounted.$('#ask-sum').text().includes('12'), recounted.$('.error-summary').length]).toEqual([200, true, 0]);
  const fragment = await browser.get(`${PATH}/sum?offer=${CAST_SKU}&seats=7`);
  expect(fragment.text).toContain('7 × 268,00 ₽ = 1 876,00 ₽ в месяц');
  expect((await browser.get(`${PATH}/sum?offer=${CAST_SKU}&seats=x`)).$('#ask-sum p').length).toBe(0);
});

test('a price that changed since is told; one on request has no sum', async () => {
  const browser = p.visitor();
  const form = await browser.get(FORM);
  await change({ markup: 3000 });
  const answer = await send({ phone: newPhone() }, browser, form);
  expect(faults(answer)).toEqual([422, [expect.stringMatching(/цена изменилась: теперь 279,00/)]]);
  await change({ markup: 2500 });
  const { productId } = await p.portal.db.offer.findUniqueOrThrow({ where: { sku: CAST_SKU } });
  const word = await p.portal.db.storefrontMarkup.create({ data: { partnerId: vectorId, productId, place: 'on_request' } });
  const bare = await browser.get(FORM);
  expect([bare.text.includes('Цена по запросу'), bare.$('main').text().includes('₽')]).toEqual([true, false]);
  expect((await send({ phone: newPhone() }, browser, bare)).status).toBe(303);
  expect((await rows()).at(-1)).toMatchObject({ unitPrice: null, sum: null });
  const where = { partnerId_id: { partnerId: vectorId, id: word.id } };
  await p.portal.db.storefrontMarkup.update({ where, data: { place: 'hidden' } });
  expect((await browser.get(FORM)).status).toBe(404);
  await p.portal.db.storefrontMarkup.delete({ where });
});

describe('a robot', () => {
  test('in the trap is thanked, and nothing is kept', async () => {
    const before = (await rows()).length;
    const answer = await send({ website: 'http://spam.example', phone: newPhone() });
    expect([answer.status, answer.location]).toEqual([303, expect.stringMatching(/\?sent=\d+$/)]);
    expect((await rows()).length).toBe(before);
  });

  test.each<[string, () => string | undefined, number, RegExp]>([
    ['too fast', () => undefined, 1, /слишком быстро/],
    ['a day late', () => undefined, 86_500, /слишком долго/],
    ['with a stamp of its own', () => `${crypto.randomUUID()}.${p.clock.now().getTime() - 60_000}.x`, 30, /устарела/],
    ['with none', () => '', 30, /устарела/],
  ])('%s is asked again', async (_, stamp, seconds, words) => {
    const browser = p.visitor();
    const form = await browser.get(FORM);
    const forged = stamp();
    later(seconds);
    const fields = { ...hiddenOf(form), shownFor: '10', ...TYPED, phone: newPhone(), ...(forged === undefined ? {} : { stamp: forged }) };
    expect(faults(await browser.post(PATH, fields))).toEqual([422, [expect.stringMatching(words)]]);
  });

  test('that storms from one network is refused in a sentence with what was typed; others and other storefronts are not', async () => {
    for (let n = 0; n < 10; n++) await askIn(p.portal, { phone: newPhone(), email: `x${n}@mail.example` }, { address: '127.0.0.1' });
    const refused = await send({ phone: newPhone() });
    expect(faults(refused)).toEqual([429, [expect.stringContaining('Слишком много заявок за короткое время')]]);
    expect([refused.headers['retry-after'], refused.$('#name').val()]).toEqual([expect.stringMatching(/^\d+$/), TYPED.name]);
    expect(await askIn(p.portal, { phone: newPhone() }, { address: '203.0.113.99' })).toBeGreaterThan(0);
  });

  test('and many of them fill one storefront for a day, not another’s', async () => {
    await openStore(p.portal, 'orion');
    const ask = (n: number) => askIn(p.portal, { phone: '+79215557777', email: `y${n}@mail.example` }, { address: `198.51.100.${n}` });
    await ask(0);
    await p.portal.db.throttle.updateMany({ where: { key: { startsWith: 'store-request-store:' } }, data: { hits: 199 } });
    await ask(1);
    await expect(ask(2)).rejects.toMatchObject({ status: 429 });
    expect(await askIn(p.portal, { phone: newPhone() }, { code: 'orion', address: '198.51.100.3' })).toBeGreaterThan(0);
    p.clock.setTo(new Date('2026-11-23T10:00:00+03:00'));
    expect(await ask(4)).toBeGreaterThan(0);
  });

  test('fills one mailbox ten times a day at most', async () => {
    const ask = (n: number) => askIn(p.portal, { phone: newPhone(), email: 'one@mail.example' }, { address: `198.51.101.${n}` });
    for (let n = 0; n < 10; n++) await ask(n);
    await expect(ask(11)).rejects.toMatchObject({ status: 429 });
  });
});

test('the same phone for the same product within an hour is the request there is', async () => {
  const phone = newPhone();
  const first = await askIn(p.portal, { phone });
  const [again, another] = await Promise.all([askIn(p.portal, { phone, seats: 50 }), askIn(p.portal, { phone: newPhone() })]);
  expect(again).toBe(first);
  expect(another).not.toBe(first);
  later(3_601);
  expect(await askIn(p.portal, { phone })).not.toBe(first);
  const both = newPhone();
  const [one, two] = await Promise.all([askIn(p.portal, { phone: both }), askIn(p.portal, { phone: both })]);
  expect(one).toBe(two);
});

test('sent twice, it is one request', async () => {
  const browser = p.visitor();
  const form = await browser.get(FORM);
  later(30);
  const fields = { ...hiddenOf(form), shownFor: '10', ...TYPED, phone: newPhone() };
  const answers = await Promise.all([browser.post(PATH, fields), browser.post(PATH, fields)]);
  expect(answers.map(({ status }) => status)).toEqual([303, 303]);
  expect(new Set(answers.map(({ location }) => location)).size).toBe(1);
});

test('a closed storefront, a moved one, an offer that is not there', async () => {
  const browser = p.visitor();
  await change({ code: 'vektor', oldCode: 'vector' });
  const moved = await browser.get(FORM);
  expect([moved.status, moved.location]).toEqual([301, `/store/vektor/requests?offer=${CAST_SKU}`]);
  await change({ code: 'vector', oldCode: null });
  for (const path of [`${PATH}?offer=NONE`, '/store/nobody/requests?offer=x', '/store/nobody/consent', '/store/meridian/requests'])
    expect((await browser.get(path)).status, path).toBe(404);
  expect((await browser.get(PATH)).location).toBe('/store/vector');
  await change({ isOn: false });
  for (const path of [FORM, `${PATH}?sent=1`, '/store/vector/consent']) expect((await browser.get(path)).status, path).toBe(404);
  expect((await browser.post(PATH, { ...TYPED, offer: CAST_SKU })).status).toBe(404);
  await change({ isOn: true });
});

test('no byte of forms, thanks and letters tells what a partner pays', async () => {
  const canaries = await putCanaries(p.portal);
  await openStore(p.portal, 'orion');
  const skus = (await p.portal.db.offer.findMany({ where: { discontinuedOn: null }, distinct: ['productId'], select: { sku: true } })).map(
    ({ sku }) => sku,
  );
  const browser = p.visitor();
  const clean = (what: string, { headers, response }: TestPage) => {
    const bytes = `${JSON.stringify(headers)} ${response.text}`;
    expect([what, ...canaries.filter((canary) => bytes.includes(canary))]).toEqual([what]);
  };
  for (const code of ['vector', 'orion']) {
    const path = `/store/${code}/requests`;
    for (const sku of skus) {
      const form = await browser.get(`${path}?offer=${sku}`);
      clean(sku, form);
      if (sku !== skus[0]) continue;
      clean('sum', await browser.get(`${path}/sum?offer=${sku}&seats=500`));
      later(30);
      clean('faults', await browser.post(path, { ...hiddenOf(form), ...TYPED, name: '' }));
      clean('thanks', await browser.follow(await send({ phone: newPhone(), seats: String(form.$('#seats').val()) }, browser, form)));
    }
    await askIn(p.portal, { phone: newPhone(), email: `${code}@mail.example` }, { code, address: '203.0.113.40' });
  }
  await p.drainJobs();
  const letters = await p.portal.db.letter.findMany({ where: { template: { startsWith: 'storefront-' }, queuedAt: { gte: TEST_NOW } } });
  expect(letters.length).toBeGreaterThan(4);
  const told = letters.map(({ subject, text, html, content }) => `${subject} ${text} ${html} ${JSON.stringify(content)}`).join(' ');
  expect(canaries.filter((canary) => told.includes(canary))).toEqual([]);
});
