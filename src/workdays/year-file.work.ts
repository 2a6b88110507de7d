import { isUtf8 } from 'node:buffer';
import { LAW_HOLIDAYS, type StoredYear } from '#src/lib/calendar.ts';
import { isDay } from '#src/lib/days.ts';
import { UnreadableFile } from '#src/lib/unreadable.ts';
import { XmlReader } from '#src/lib/xml-read.ts';
import { defineWork } from '#src/platform/workers/work.ts';

/** A year as a file brings it. */
export interface ReadYear {
  readonly year: number;
  readonly days: StoredYear;
}

/** A year takes some two thousand bytes. */
const MOST_BYTES = 200_000;

/**
 * Reads a production calendar of xmlcalendar: `<calendar year="2028" country="ru"><days><day d="01.10" t="1" f="01.01"/>…`,
 * d is MM.DD, t 1 off, 2 an hour shorter, 3 worked though a Saturday or Sunday, f where a day off was moved from.
 * @throws UnreadableFile with the sentence to show: no such file, of another country, days that are not there, holidays of the law missing
 */
export function readYearFile(bytes: Uint8Array): ReadYear {
  if (bytes.length > MOST_BYTES) throw new UnreadableFile('Файл больше 200 КБ, а календарь года занимает несколько: выберите другой.');
  const book = new YearBook();
  const xml = new XmlReader({ open: (name, attributes) => book.open(name, attributes, xml.line) });
  xml.write(isUtf8(bytes) ? bytes : Buffer.from(new TextDecoder('windows-1251').decode(bytes)));
  xml.end();
  return book.end();
}

const NOT_A_CALENDAR = 'Это не производственный календарь: нужен XML, который начинается с <calendar year="ГГГГ">.';

class YearBook {
  #year: string | null = null;
  readonly #off: string[] = [];
  readonly #work: string[] = [];
  readonly #short: string[] = [];
  readonly #moved: Record<string, string> = {};
  readonly #seen = new Set<string>();

  open(name: string, attributes: Readonly<Record<string, string>>, line: number): void {
    if (this.#year === null) this.#begin(name, attributes);
    else if (name === 'day') this.#add(attributes, line);
  }

  /** Without its holidays a calendar is cut, or of another country. */
  end(): ReadYear {
    if (this.#year === null) throw new UnreadableFile(NOT_A_CALENDAR);
    const missing = LAW_HOLIDAYS.filter((date) => !this.#off.includes(date)).map((date) => date.split('-').reverse().join('.'));
    if (missing.length > 0)
      throw new UnreadableFile(`В файле нет праздников по ст. 112 ТК РФ: ${missing.join(', ')}. Календарь неполон или другой страны.`);
    return { year: Number(this.#year), days: { off: this.#off, work: this.#work, short: this.#short, moved: this.#moved } };
  }

  #begin(name: string, { year, country }: Readonly<Record<string, string>>): void {
    if (name !== 'calendar' || !/^2\d{3}$/.test(year ?? '')) throw new UnreadableFile(NOT_A_CALENDAR);
    if (country !== undefined && country !== 'ru') throw new UnreadableFile('Это календарь другой страны: нужен российский, country="ru".');
    this.#year = year ?? '';
  }

  #add({ d = '', t = '', f }: Readonly<Record<string, string>>, line: number): void {
    const date = this.#dateAt(d, line);
    if (this.#seen.has(date)) throw new UnreadableFile(`Строка ${line}: день ${d} указан второй раз.`);
    this.#seen.add(date);
    if (t === '1') this.#off.push(date);
    else if (t === '2' || t === '3') this.#work.push(date);
    else throw new UnreadableFile(`Строка ${line}: вид дня t="${t.slice(0, 10)}" неизвестен, нужен 1, 2 или 3.`);
    if (t === '2') this.#short.push(date);
    if (f !== undefined) this.#moved[date] = this.#dateAt(f, line);
  }

  #dateAt(text: string, line: number): string {
    const date = text.replace('.', '-');
    if (/^\d{2}\.\d{2}$/.test(text) && isDay(`${this.#year}-${date}`)) return date;
    throw new UnreadableFile(`Строка ${line}: в ${this.#year} году нет дня «${text.slice(0, 10)}», нужен ММ.ДД.`);
  }
}

/** `readYearFile` in a thread: the file is a stranger's. */
export const yearReading = defineWork<typeof readYearFile>({
  lane: 'intake',
  module: import.meta.url,
  verb: 'readYearFile',
  deadlineMs: 5_000,
});
