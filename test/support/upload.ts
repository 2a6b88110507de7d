import { load } from 'cheerio';
import type { Browser, TestPage } from './browser.ts';

/** Posts a form with a file, with the token of its page. */
export async function postFile(
  browser: Browser,
  path: string,
  fields: Record<string, string>,
  file: { name: string; bytes: Buffer | string } | null,
): Promise<TestPage> {
  const form = await browser.get(path);
  let sent = browser.agent.post(path).field('_csrf', String(form.$('input[name=_csrf]').attr('value')));
  for (const [name, value] of Object.entries(fields)) sent = sent.field(name, value);
  if (file) sent = sent.attach('file', Buffer.from(file.bytes), file.name);
  const response = await sent;
  const $ = load(response.text ?? '');
  const text = $('body')
    .text()
    .replace(/[\s\u00a0]+/g, ' ')
    .trim();
  return { status: response.status, $, text, headers: response.headers, location: response.headers['location'], response };
}
