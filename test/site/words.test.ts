import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

/** Texts of the portal: what people read in pages, letters, files and the guide. */
const texts = ['src', 'views']
  .flatMap((root) => readdirSync(root, { recursive: true, encoding: 'utf8' }).map((file) => `${root}/${file}`))
  .filter((file) => /\.(ts|ejs)$/.test(file) && !file.startsWith('src/generated'))
  .map((file) => ({ file, text: readFileSync(file, 'utf8') }));

const found = (word: RegExp) =>
  texts.flatMap(({ file, text }) => text.split('\n').flatMap((line) => (word.test(line) ? [`${file}: ${line.trim()}`] : [])));

it.each([
  ['an order is «выполнен», the performer of an акт «Исполнитель»', /исполн(?!ител)/i],
  ['an order is «отменён», never «аннулирован»', /заказ[^.'`<]*аннулир/i],
  ['a document is «аннулирован», never «отменён»', /(счёт|документ|акт|УПД)[ауы]?( № [^ ]+)? отмен[её]н/i],
  ['an ordinal is written out: «1-го» breaks over two lines', /\d-(го|му|е|й|я|м|х)(?![а-я])/i],
])('%s', (_, twin) => {
  expect(found(twin)).toEqual([]);
});
