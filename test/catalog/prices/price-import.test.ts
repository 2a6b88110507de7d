import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import excel from 'exceljs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser } from '#test/support/browser.ts';
import { placeNew } from '#test/support/orders.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';
import { postFile } from '#test/support/upload.ts';

const PATH = '/admin/catalog/import';
let p: TestPortal;
let admin: Browser;
let skus: string[];
beforeAll(async () => {
  p = await openTestPortal();
  admin = await p.as('admin');
  skus = (await p.portal.db.offer.findMany({ orderBy: { id: 'asc' }, take: 12, select: { sku: true } })).map(({ sku }) => sku);
});
afterAll(() => p.close());

const upload = (bytes: Buffer | string, validFrom = '01.12.2026', name = 'prices.csv') =>
  postFile(admin, PATH, { validFrom, token: randomUUID() }, { name, bytes });
const confirm = (address = '', fields: Record<string, string> = {}) =>
  admin.post(`${address}/confirmation`, { token: randomUUID(), acceptLeaps: 'on', ...fields });
const csv = (...lines: string[]) => ['Артикул;Цена', ...lines].join('\r\n');
const priceOn = async (sku: string, validFrom: string) =>
  (await p.portal.db.price.findFirst({ where: { offer: { sku }, validFrom: new Date(validFrom) } }))?.gross ?? null;
const priceCount = () => p.portal.db.price.count();

test('a dry run shows the differences, the confirmation adds them all', async () => {
  const before = await priceCount();
  const current = await p.portal.db.price.findFirstOrThrow({
    where: { offer: { sku: skus[2] ?? '' }, validFrom: { lte: new Date('2026-11-22') } },
    orderBy: { validFrom: 'desc' },
  });
  const answer = await upload(csv(`${skus[0]};1234,50`, `${skus[1]};"2 000"`, `${skus[2]};${Number(current.gross) / 100}`));
  expect(answer.status).toBe(303);
  const page = await admin.follow(answer);
  expect(page.text).toContain('2новые цены');
  expect(page.text).toContain('1без изменений');
  expect(page.text).toContain('1 234,50 ₽');
  expect(await priceCount()).toBe(before);
  expect(page.$('form[action$="/confirmation"]').attr('action')).toBe(`${answer.location}/confirmation`);
  expect((await confirm(answer.location)).status).toBe(303);
  expect(await priceCount()).toBe(before + 2);
  expect([await priceOn(skus[0] ?? '', '2026-12-01'), await priceOn(skus[1] ?? '', '2026-12-01')]).toEqual([123_450n, 200_000n]);
  expect((await admin.get(answer.location ?? '')).text).toContain('Применён: 2 цены');
  expect((await confirm(answer.location)).status).toBe(409);
  const notes = await p.portal.db.auditEntry.findMany({ where: { action: { startsWith: 'price-list.' } }, orderBy: { id: 'asc' } });
  expect(notes.map(({ action: done }) => done)).toEqual(['price-list.uploaded', 'price-list.applied']);
});

test('bad rows are named with row and reason, and nothing can be applied', async () => {
  const before = await priceCount();
  const answer = await upload(
    csv(
      `${skus[3]};100`,
      ';100',
      `${skus[4]};дорого`,
      `${skus[5]};0`,
      `${skus[6]};1,234`,
      `${skus[3]};101`,
      `${skus[7]};`,
      `${skus[0]};99`,
    ),
  );
  const page = await admin.follow(answer);
  const bad = page
    .$('tbody tr')
    .toArray()
    .map((row) => `${page.$(row).find('th').text()} ${page.$(row).find('td').text()}`);
  for (const line of [
    '3 Нет артикула',
    '4 Цена «дорого» не читается',
    '5 Цена должна быть больше нуля',
    '6 Цена «1,234» не читается',
    `7 Артикул ${skus[3]} с того же дня уже был в строке 2`,
    '8 Нет цены',
  ])
    expect(bad.some((one) => one.replaceAll('\u00a0', ' ').startsWith(line))).toBe(true);
  expect(page.$('form[action$="/confirmation"]').length).toBe(0);
  expect((await confirm(answer.location)).status).toBe(409);
  expect(await priceCount()).toBe(before);
});

test('a list for a day that has prices to come replaces them, those that were shown', async () => {
  const wrong = await upload(csv(`${skus[3]};1000`, `${skus[4]};2000`), '01.04.2027');
  expect((await confirm(wrong.location)).status).toBe(303);
  const right = await upload(csv(`${skus[3]};100`, `${skus[4]};2000`, `${skus[5]};300`), '01.04.2027');
  const page = await admin.follow(right);
  expect(page.text).toContain('1вместо назначенных');
  expect(page.text).toContain('1 000,00 ₽, назначена на тот же день');
  const seen = String(page.$('input[name=seen]').attr('value'));
  expect((await confirm(right.location, { seen })).status).toBe(409);
  expect((await confirm(right.location, { replaceAhead: 'on', seen: '0'.repeat(64) })).status).toBe(409);
  expect(await priceOn(skus[3] ?? '', '2027-04-01')).toBe(100_000n);
  expect((await confirm(right.location, { replaceAhead: 'on', seen })).status).toBe(303);
  expect([await priceOn(skus[3] ?? '', '2027-04-01'), await priceOn(skus[5] ?? '', '2027-04-01')]).toEqual([10_000n, 30_000n]);
  const [note] = await p.portal.db.auditEntry.findMany({ where: { action: 'price-list.applied' }, orderBy: { id: 'desc' } });
  expect(note?.after).toEqual({ prices: 2, replaced: 1 });
});

test('a price of today is not replaced', async () => {
  const today = await upload(csv(`${skus[6]};1000`), '22.11.2026');
  expect((await confirm(today.location)).status).toBe(303);
  const again = await admin.follow(await upload(csv(`${skus[6]};900`), '22.11.2026'));
  expect(again.text).toContain(`${skus[6]}: на 22.11.2026 уже назначена цена 1 000,00 ₽`);
  expect(again.$('form[action$="/confirmation"]').length).toBe(0);
});

test('unknown articles are left out only when that is said', async () => {
  const answer = await upload(csv('NO-SUCH-1;100', `${skus[8]};555`));
  const page = await admin.follow(answer);
  expect(page.text).toContain('Артикула NO-SUCH-1 нет в каталоге');
  expect((await confirm(answer.location)).status).toBe(409);
  expect((await confirm(answer.location, { skipUnknown: 'on' })).status).toBe(303);
  expect(await priceOn(skus[8] ?? '', '2026-12-01')).toBe(55_500n);
});

test('a past day is refused, a price that came meanwhile is told', async () => {
  const past = await admin.follow(await upload(csv(`${skus[9]};777`), '2026-11-21'));
  expect(past.text).toContain('день 21.11.2026 уже прошёл');
  const answer = await upload(csv(`${skus[10]};777`));
  const offer = await p.portal.db.offer.findUniqueOrThrow({ where: { sku: skus[10] ?? '' } });
  await p.portal.db.price.create({ data: { offerId: offer.id, validFrom: new Date('2026-12-01'), gross: 888n } });
  expect((await confirm(answer.location)).status).toBe(409);
  expect(await priceOn(skus[10] ?? '', '2026-12-01')).toBe(888n);
});

test('confirmed twice at once: the prices come once', async () => {
  const answer = await upload(csv(`${skus[11]};321`), '05.12.2026');
  const outcomes = await Promise.all([1, 2, 3].map(() => confirm(answer.location)));
  expect(outcomes.map(({ status }) => status).sort()).toEqual([303, 409, 409]);
  expect(await priceOn(skus[11] ?? '', '2026-12-05')).toBe(32_100n);
});

test('the same form sent twice: one list kept, prices come once, the same answers', async () => {
  const kept = await p.portal.db.priceImport.count();
  const fields = { validFrom: '07.12.2026', token: randomUUID() };
  const file = { name: 'prices.csv', bytes: csv(`${skus[11]};444`) };
  const [one, other] = [await postFile(admin, PATH, fields, file), await postFile(admin, PATH, fields, file)];
  expect([one.status, other.location]).toEqual([303, one.location]);
  expect(await p.portal.db.priceImport.count()).toBe(kept + 1);
  const token = randomUUID();
  const answers = await Promise.all([1, 2].map(() => confirm(one.location, { token })));
  expect(answers.map(({ status }) => status)).toEqual([303, 303]);
  expect(await priceOn(skus[11] ?? '', '2026-12-07')).toBe(44_400n);
});

test('reads Windows-1251, UTF-16 and workbooks with days of their own', async () => {
  const text = `Артикул;Цена\r\n${skus[4]};10,10\r\n`;
  const cp1251 = Buffer.from(
    [...text].map((sign) => (sign >= 'А' && sign <= 'я' ? sign.charCodeAt(0) - 0x410 + 0xc0 : sign.charCodeAt(0))),
  );
  const book = new excel.Workbook();
  book
    .addWorksheet('Прайс')
    .addRows([['Прайс-лист'], ['Действует с', 'Артикул', 'Цена, ₽'], [new Date('2027-01-01T00:00:00Z'), skus[5], 99.9]]);
  const files = [cp1251, Buffer.from(`\ufeff${text}`, 'utf16le'), Buffer.from(await book.xlsx.writeBuffer())];
  for (const file of files) expect((await admin.follow(await upload(file))).text).toContain('1новая цена');
  expect((await admin.follow(await upload(files[2] ?? ''))).text).toContain('01.01.2027');
});

test('what is no price list comes back with a sentence', async () => {
  const bad: [Buffer | string, string][] = [
    ['', 'Файл пуст'],
    ['x', 'Не нашлось колонок'],
    [csv(), 'нет ни одной строки'],
    [Buffer.from('d0cf11e0a1b11ae1000000', 'hex'), 'старый формат .xls'],
    [Buffer.from('PK\x03\x04 not a zip'), 'повреждён'],
    [Buffer.alloc(5 * 1024 * 1024 + 1, 'a'), 'больше 5 МБ'],
  ];
  for (const [file, told] of bad) {
    const page = await upload(file);
    expect([page.status, page.$('#file-error').text()]).toEqual([422, expect.stringContaining(told)]);
  }
  expect((await postFile(admin, PATH, { validFrom: '01.12.2026', token: randomUUID() }, null)).$('#file-error').text()).toContain(
    'Выберите файл',
  );
  const noDay = await upload(csv(`${skus[0]};1`), '31.02.2026');
  expect([noDay.status, noDay.$('#validFrom').attr('value')]).toEqual([422, '31.02.2026']);
  expect((await postFile(admin, PATH, { validFrom: '01.12.2026', more: '1' }, { name: 'a.csv', bytes: 'x' })).status).toBe(400);
});

test('a day more than two years ahead is a slip of the year, typed or in a row', async () => {
  const kept = await p.portal.db.priceImport.count();
  const typed = await upload(csv(`${skus[0]};1`), '23.11.2028');
  expect([typed.status, typed.$('#validFrom').attr('value')]).toEqual([422, '23.11.2028']);
  expect(typed.$('#validFrom-error').text()).toContain('Проверьте год: укажите 22.11.2028 или раньше.');
  expect(await p.portal.db.priceImport.count()).toBe(kept);
  expect((await upload(csv(`${skus[0]};1`), '22.11.2028')).status).toBe(303);
  const rows = await admin.follow(await upload(`Артикул;Цена;Действует с\r\n${skus[0]};1;01.01.2207\r\n${skus[1]};2;01.01.2127\r\n`));
  expect(rows.text).toContain('Проверьте год: укажите 22.11.2028 или раньше.');
  expect(rows.$('form[action$="/confirmation"]')).toHaveLength(0);
});

test('10,000 rows are shown and applied', async () => {
  const product = await p.portal.db.product.findFirstOrThrow();
  const sold = { productId: product.id, name: 'x', unit: 'user', billingRule: 'prorated' as const, minSeats: 1, maxSeats: 10 };
  await p.portal.db.offer.createMany({ data: Array.from({ length: 10_000 }, (_, n) => ({ ...sold, sku: `BULK-${n}` })) });
  const file = csv(...Array.from({ length: 10_000 }, (_, n) => `BULK-${n};${100 + n},50`));
  const answer = await upload(file);
  expect((await admin.follow(answer)).text).toContain('10000новых цен');
  expect((await confirm(answer.location)).status).toBe(303);
  expect(await p.portal.db.price.count({ where: { offer: { sku: { startsWith: 'BULK-' } } } })).toBe(10_000);
  await p.portal.db.price.deleteMany({ where: { offer: { sku: { startsWith: 'BULK-' } } } });
  await p.portal.db.offer.deleteMany({ where: { sku: { startsWith: 'BULK-' } } });
}, 60_000);

test('a thousand mutated files give messages, never a 500', async () => {
  const book = new excel.Workbook();
  book.addWorksheet('Прайс').addRows([
    ['Артикул', 'Цена', 'Действует с'],
    [skus[0], 99.9, new Date('2027-03-01T00:00:00Z')],
    [skus[1], 'сто', '01.03.2027'],
  ]);
  const sources = [Buffer.from(await book.xlsx.writeBuffer()), Buffer.from(csv(`${skus[0]};10`, `"${skus[1]}";"20,5"`))];
  let seed = 7;
  const random = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed % below;
  };
  const form = await admin.get(PATH);
  const token = String(form.$('input[name=_csrf]').attr('value'));
  for (let n = 0; n < 1_000; n++) {
    const source = sources[n % 2] as Buffer;
    const file = n % 7 === 0 ? Buffer.from(source.subarray(0, random(source.length))) : Buffer.from(source);
    for (let times = 0; times <= random(12) && file.length > 0; times++) file[random(file.length)] = random(256);
    const sent = admin.agent.post(PATH).field('_csrf', token).field('token', randomUUID()).field('validFrom', '01.12.2026');
    const answer = await sent.attach('file', file, 'прайс.xlsx');
    expect([303, 422]).toContain(answer.status);
    if (answer.status === 303 && n % 20 === 0) expect((await admin.get(answer.headers['location'] ?? '')).status).toBe(200);
  }
}, 120_000);

test('is for administrators; strangers’ files are not even read', async () => {
  for (const login of ['manager', 'vector']) {
    const browser = await p.as(login);
    expect((await browser.get(PATH)).status).toBe(403);
    expect((await browser.post(`${PATH}/1/confirmation`)).status).toBe(403);
  }
  for (const id of ['999999', '0', 'x']) {
    expect((await admin.get(`${PATH}/${id}`)).status).toBe(404);
    expect((await confirm(`${PATH}/${id}`)).status).toBe(404);
  }
  expect((await p.visitor().agent.post(PATH).field('validFrom', 'x').attach('file', Buffer.from('x'), 'x.csv')).status).toBe(403);
  const forged = await admin.agent.post(PATH).field('_csrf', 'x').attach('file', Buffer.from('x'), 'x.csv');
  expect(forged.status).toBe(403);
});

const given = (name: string) => readFile(new URL(`files/${name}`, import.meta.url));
const linesOf = async () => {
  const { lines } = await p.portal.db.priceImport.findFirstOrThrow({ orderBy: { id: 'desc' } });
  return (lines as { sku: string; gross: string }[]).map(({ sku, gross }) => `${sku} ${gross}`);
};

test.each([
  ['net-before-gross.csv', 'D «Цена с НДС, руб.»', 'LBP-AC-1M-U 12200'],
  ['hidden-first-sheet.xlsx', 'Лист «Прайс»', 'LBP-AC-1M-U 9900'],
  ['single-quotes.xlsx', 'B «Цена»', 'LBP-AC-1M-U 9900'],
  ['cdata.xlsx', 'A «Артикул»', 'LBP-AC-1M-U 9900'],
  ['carriage-return.xlsx', 'B «Цена»', 'LBP-AC-1M-U 9900'],
])('%s is read rightly, and what was read is named', async (name, named, line) => {
  const page = await admin.follow(await upload(await given(name), '01.12.2026', name));
  expect(page.text).toContain(named);
  expect(await linesOf()).toEqual([line]);
});

test('a price in dollars is refused in a sentence', async () => {
  const answer = await upload(await given('price-in-dollars.csv'));
  expect(answer.status).toBe(422);
  expect(answer.text).toContain('Колонка «Цена, USD» не подходит: цена в иностранной валюте. Нужна цена в рублях с НДС.');
});

async function twoSheets(): Promise<Buffer> {
  const book = new excel.Workbook();
  book.addWorksheet('Титул').addRow(['Прайс-лист на декабрь']);
  book.addWorksheet('Россия').addRows([
    ['Артикул', 'Цена', 'Цена опт', 'Цена розница'],
    [skus[0], 100, 90, 200],
  ]);
  book.addWorksheet('Беларусь').addRows([
    ['Код', 'Артикул', 'Цена с НДС'],
    ['1', skus[1], 300],
  ]);
  return Buffer.from(await book.xlsx.writeBuffer());
}

test('another sheet and other columns can be read, without script', async () => {
  const answer = await upload(await twoSheets(), '05.12.2026', 'two.xlsx');
  const page = await admin.follow(answer);
  expect(page.text).toContain(`Лист «Россия», артикул: A «Артикул», цена: B «Цена».`);
  expect(page.text).toContain('D «Цена розница» не подходит: розничная или рекомендованная цена.');
  const options = page.$('select[name=price] option').toArray();
  expect(options.map((option) => page.$(option).text())).toEqual(['A «Артикул»', 'B «Цена»', 'C «Цена опт»']);
  const reread = (fields: Record<string, string>) => admin.post(`${answer.location}/reading`, { token: randomUUID(), ...fields });
  expect((await reread({ sheet: '1', sku: '0', price: '2' })).status).toBe(303);
  expect(await linesOf()).toEqual([`${skus[0]} 9000`]);
  const refused = await reread({ sheet: '1', sku: '0', price: '3' });
  expect([refused.status, refused.$('select[name=sku] option[selected]').attr('value')]).toEqual([422, '0']);
  expect(refused.text).toContain('Колонка «Цена розница» не подходит');
  expect(await linesOf()).toEqual([`${skus[0]} 9000`]);
  expect((await reread({ sheet: '2', sku: '0', price: '2' })).status).toBe(303);
  expect((await admin.get(answer.location ?? '')).text).toContain('Лист «Беларусь», артикул: B «Артикул», цена: C «Цена с НДС».');
  expect(await linesOf()).toEqual([`${skus[1]} 30000`]);
  expect((await confirm(answer.location)).status).toBe(303);
  expect((await reread({ sheet: '1' })).status).toBe(409);
  expect((await p.portal.db.priceImport.findFirstOrThrow({ orderBy: { id: 'desc' } })).file).toBeNull();
});

test('hidden rows and columns are not read, and that is said; a sum with a foreign sign is no price', async () => {
  const book = new excel.Workbook();
  const sheet = book.addWorksheet('Прайс');
  sheet.addRows([
    ['Артикул', 'Цена', 'Цена с НДС'],
    [skus[0], 1, 100],
    [skus[1], 2, 200],
    [skus[2], 3, 300],
  ]);
  sheet.getColumn(3).hidden = true;
  sheet.getRow(3).hidden = true;
  sheet.getCell('B4').numFmt = '[$$-409]#,##0.00';
  const page = await admin.follow(await upload(Buffer.from(await book.xlsx.writeBuffer()), '01.12.2026', 'hidden.xlsx'));
  expect(page.text).toContain('цена: B «Цена»');
  expect(page.text).toContain('Скрытое не прочитано: 1 строка и 1 колонка.');
  expect(page.text).toContain('Цена «3 $» не читается: нужна сумма в рублях');
  expect(await linesOf()).toEqual([`${skus[0]} 100`]);
});

test('a change by more than a third is marked and wants a tick', async () => {
  const current = await p.portal.db.price.findFirstOrThrow({
    where: { offer: { sku: skus[5] ?? '' }, validFrom: { lte: new Date('2026-12-10') } },
    orderBy: { validFrom: 'desc' },
  });
  const third = Number(current.gross) / 3;
  const rubles = (kopecks: number) => (kopecks / 100).toFixed(2);
  const calm = await upload(csv(`${skus[5]};${rubles(Math.floor(Number(current.gross) + third))}`), '10.12.2026');
  expect((await admin.follow(calm)).text).not.toContain('больше трети');
  const answer = await upload(csv(`${skus[5]};${rubles(Math.floor(Number(current.gross) - third) - 1)}`), '10.12.2026');
  const page = await admin.follow(answer);
  expect(page.text).toContain('больше трети');
  expect(page.text).toContain('Проверено: 1 цена меняется больше чем на треть');
  expect(page.$('.stat-card').text()).toContain('меняется больше чем на треть');
  expect((await admin.post(`${answer.location}/confirmation`, { token: randomUUID() })).status).toBe(409);
  expect((await confirm(answer.location)).status).toBe(303);
});

test('while a hostile file is read the portal goes on', async () => {
  const bytes = Buffer.from(`Артикул;Цена\n${'"'.repeat(4_000_000)}`);
  let isOver = false;
  const sent = upload(bytes).finally(() => {
    isOver = true;
  });
  let turns = 0;
  for (; !isOver; turns++) await setImmediate();
  expect((await sent).status).toBe(422);
  expect(turns).toBeGreaterThan(20);
});

test('the dry run tells whom the prices touch and from when; raises «раньше срока» want a reason', async () => {
  p.clock.setTo(new Date('2026-11-24T10:00:00+03:00'));
  admin = await p.as('admin');
  const number = await placeNew(p, 'vector', { seats: 5, sku: 'KL4627RAMTS' });
  const { unitPrice } = await p.portal.db.subscription.findUniqueOrThrow({ where: { number } });
  const words = (page: { readonly text: string }) => page.text.replace(/[\s\u00a0]+/g, ' ');
  const dearer = await upload(csv(`KL4627RAMTS;${Number(unitPrice) / 100 + 10}`), '01.12.2026');
  const page = await admin.follow(dearer);
  expect(words(page)).toContain('Коснётся: 1 подписка, 1 партнёр');
  expect(words(page)).toContain('Подорожает: 1 подписка, с продления 1 января 2027');
  expect(words(page)).toContain('В месяц +50,00 ₽');
  expect(words(page)).toContain('Раньше срока: с продления 1 декабря 2026');
  const seen = String(page.$('input[name=seen]').attr('value'));
  const bare = await confirm(dearer.location, { seen, replaceAhead: 'on', early: 'on', earlyReason: ' ' });
  expect([bare.status, bare.$('#earlyReason-error').length, bare.$('input[name=early]').attr('checked')]).toEqual([422, 1, 'checked']);
  const reason = 'Вендор поднял цену';
  expect((await confirm(dearer.location, { seen, replaceAhead: 'on', early: 'on', earlyReason: reason })).status).toBe(303);
  expect(await p.portal.db.price.findFirst({ where: { earlyReason: reason } })).toMatchObject({ gross: unitPrice + 10_00n });
  const cheaper = await admin.follow(await upload(csv(`KL4627RAMTS;${Number(unitPrice) / 100 - 10}`), '02.12.2026'));
  expect(words(cheaper)).toContain('Подешевеет: 1 подписка, с продления 1 января 2027');
  expect(words(cheaper)).not.toContain('Раньше срока');
});
