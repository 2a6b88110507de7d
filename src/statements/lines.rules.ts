import { isUtf8 } from 'node:buffer';
import { UnreadableFile } from '#src/lib/unreadable.ts';

const CHUNK = 64 * 1024;
/** Longer lines are no lines of a statement. */
const MOST_LINE = 20_000;
const MOST_LOST = 3;

/**
 * The lines of a bank's text file, ended by CRLF, LF or CR. A byte order mark or wholly valid UTF-8 is UTF-8; else it is
 * Windows-1251, or cp866 where the beginning says so when read as that; what the file says of itself otherwise is a hint only.
 * @throws UnreadableFile for what is no text, or has lost its Russian letters
 */
export function* linesOf(bytes: Uint8Array): Generator<string> {
  const decoder = new TextDecoder(encodingOf(bytes));
  let rest = '';
  let lost = 0;
  for (let at = 0; at <= bytes.length; at += CHUNK) {
    const isLast = at + CHUNK > bytes.length;
    const text = decoder.decode(bytes.subarray(at, at + CHUNK), { stream: !isLast });
    lost += text.split('\ufffd').length - 1;
    if (lost > MOST_LOST) throw new UnreadableFile('Русские буквы потеряны при сохранении: скачайте выписку из банка заново.');
    const lines = (rest + text).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    if (rest.length > MOST_LINE) throw new UnreadableFile('Это не выписка: строка без конца.');
    yield* lines;
  }
  if (rest !== '') yield rest.replace(/\r$/, '');
}

/** @throws UnreadableFile for an empty file, zeros or UTF-16 */
export function refuseNoText(bytes: Uint8Array): void {
  if (bytes.length === 0) throw new UnreadableFile('Файл пуст.');
  const isWide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (isWide) throw new UnreadableFile('Файл пересохранён в UTF-16: загрузите его таким, каким его отдал банк.');
  if (bytes.includes(0)) throw new UnreadableFile('Файл повреждён: в нём есть нулевые байты.');
}

/** `utf-8`, `windows-1251` or `ibm866`. */
export function encodingOf(bytes: Uint8Array): string {
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  if (hasMark || isUtf8(bytes)) return 'utf-8';
  const head = new TextDecoder('ibm866').decode(bytes.subarray(0, 2_000));
  return /кодировка=dos/i.test(head) ? 'ibm866' : 'windows-1251';
}
