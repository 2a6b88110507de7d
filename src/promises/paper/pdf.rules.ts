import { inflateSync } from 'node:zlib';
import { UnreadableFile } from '#src/lib/unreadable.ts';

/** Bytes one compressed part may come to, and all of them: a page scanned at 300 dots in colour is 26 MB. */
const LARGEST_PART = 64 * 1024 * 1024;
const LARGEST_WHOLE = 256 * 1024 * 1024;
/** Letters that may be said of one part. */
const LONGEST_HEAD = 50_000;

/** Where a name of PDF ends: white space or a delimiter. */
const END = '(?![^\\s\\0()<>[\\]{}/%])';
const SECRET = new RegExp(`/Encrypt${END}`);
const ACTIVE = new RegExp(
  `/(?:JavaScript|JS|EmbeddedFiles?|FileAttachment|AF|Launch|RichMedia|XFA|AA|SubmitForm|ImportData|GoToR|GoToE|Movie|Sound|Rendition|3D)${END}`,
);
/** Names long enough never to come up by chance in compressed bytes: looked for everywhere, whatever the structure says. */
const ACTIVE_ANYWHERE = /\/(?:JavaScript|EmbeddedFile|FileAttachment|RichMedia|SubmitForm|ImportData)/;

const REPRINT = 'Напечатайте его в PDF заново или приложите снимок.';

/**
 * Refuses a PDF that is more than pages: scripts, files inside, commands, encryption, or something else before or behind it, and one whose
 * parts unfold beyond measure. It is not made anew, which is why it must be plain. Names are read as a viewer does (`#4A` is J), and
 * inside of compressed objects too; what can't be looked into is refused.
 * @throws UnreadableFile with the sentence for the field
 */
export function refuseUnplainPdf(bytes: Buffer): void {
  const text = bytes.toString('latin1');
  if (!/^%PDF-(?:1\.[0-7]|2\.0)\s/.test(text)) throw new UnreadableFile('Это не PDF, хотя и начинается похоже.');
  if (!/%%EOF[\s\0]{0,1024}$/.test(text.slice(-2048))) throw new UnreadableFile(`PDF обрывается, или за ним есть что-то ещё. ${REPRINT}`);
  const objects = unescaped(outlineOf(bytes, text));
  if (SECRET.test(objects)) throw new UnreadableFile('PDF закрыт паролем или зашифрован: сохраните его без защиты.');
  if (ACTIVE.test(objects) || ACTIVE_ANYWHERE.test(text))
    throw new UnreadableFile(`В этом PDF есть сценарий, команда или вложенный файл: такие не принимаются. ${REPRINT}`);
}

/** All objects of the file as text, those packed in compressed parts too; pictures, fonts and the like are left out. */
function outlineOf(bytes: Buffer, text: string): string {
  const outline: string[] = [];
  const budget = { left: LARGEST_WHOLE };
  let at = 0;
  for (const begin of text.matchAll(/>>[\s\0]*stream(?:\r\n|\n|\r)/g)) {
    if (begin.index < at) continue; // inside of the part before
    const from = begin.index + begin[0].length;
    const head = headOf(text.slice(at, begin.index + 2));
    const to = endOf(text, from, head);
    outline.push(text.slice(at, begin.index + 2), '\n', packed(bytes.subarray(from, to), head, budget));
    at = to;
  }
  outline.push(text.slice(at));
  return outline.join('');
}

/** What is said of a part: all since its object began. @throws UnreadableFile where that is beyond reason */
function headOf(before: string): string {
  const head = before.slice(before.lastIndexOf('obj') + 3);
  if (head.length > LONGEST_HEAD) throw tooComplex();
  return unescaped(head);
}

/** Where a part ends: as long as it says, when that is so, else at the next `endstream`. */
function endOf(text: string, from: number, head: string): number {
  const length = /\/Length[\s\0]+(\d{1,9})(?![\s\0]+\d+[\s\0]+R)/.exec(head)?.[1];
  const said = from + Number(length ?? Number.NaN);
  if (length && /^[\s\0]{0,2}endstream/.test(text.slice(said, said + 12))) return said;
  const found = text.indexOf('endstream', from);
  if (found < 0) throw new UnreadableFile(`PDF повреждён. ${REPRINT}`);
  return found;
}

const FILTERS = /\/Filter[\s\0]*(\[[^\]]{0,200}\]|\/[A-Za-z0-9]+)/;

/** The objects packed in this part, '' where it packs none; every part is unfolded, so that none is a bomb for who opens it. */
function packed(part: Buffer, head: string, budget: { left: number }): string {
  const packs = new RegExp(`/ObjStm${END}`).test(head);
  const filters = FILTERS.exec(head)?.[1]?.match(/[A-Za-z0-9]+/g) ?? [];
  const isFlate = filters[0] === 'FlateDecode' || filters[0] === 'Fl';
  if (packs && (filters.length > 1 || (filters.length === 1 && !isFlate) || /\/DecodeParms/.test(head))) throw tooComplex();
  if (filters.filter((name) => name === 'FlateDecode' || name === 'Fl').length > 1) throw tooComplex();
  if (!isFlate) return packs ? part.toString('latin1') : '';
  const unfolded = unfold(part, Math.min(LARGEST_PART, budget.left));
  if (!unfolded && packs) throw new UnreadableFile(`PDF повреждён. ${REPRINT}`);
  budget.left -= unfolded?.length ?? 0;
  return packs ? (unfolded?.toString('latin1') ?? '') : '';
}

const tooComplex = () => new UnreadableFile(`PDF устроен слишком сложно, портал не может его проверить. ${REPRINT}`);

/** The bytes unfolded; null where they are damaged. @throws UnreadableFile when there are too many of them */
function unfold(part: Buffer, most: number): Buffer | null {
  try {
    return inflateSync(part, { maxOutputLength: Math.max(1, most) });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_BUFFER_TOO_LARGE') return null;
    throw new UnreadableFile(`PDF разворачивается в слишком большой файл. ${REPRINT}`);
  }
}

/** Names as a viewer reads them: `/J#61vaScript` is `/JavaScript`. */
const unescaped = (text: string): string =>
  text.replace(/#([0-9a-fA-F]{2})/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
