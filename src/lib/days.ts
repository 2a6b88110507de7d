/**
 * Calendar days of Moscow as text `YYYY-MM-DD`, which compare and sort as text.
 * Moscow is UTC+3 all year since 2014-10-26; the portal knows no earlier instants,
 * so a fixed offset replaces the time-zone tables and nothing depends on the zone of the process.
 */
declare const dayBrand: unique symbol;
declare const monthBrand: unique symbol;

/** A calendar day, `YYYY-MM-DD`. */
export type Day = string & { readonly [dayBrand]: true };

/** A calendar month, `YYYY-MM`. */
export type Month = string & { readonly [monthBrand]: true };

/** Days from `from` up to, not including, `to`. */
export interface DayRange {
  readonly from: Day;
  readonly to: Day;
}

const dayMs = 86_400_000;
const moscowOffsetMs = 3 * 3_600_000;
const genitive = 'января февраля марта апреля мая июня июля августа сентября октября ноября декабря'.split(' ');
const nominative = 'январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь'.split(' ');

/** Is this text a day that exists, from 1900 to 2999? `2026-02-29` is not; beyond these years databases and rules lose their way. */
export function isDay(text: string): text is Day {
  if (!/^(19|2\d)\d{2}-\d{2}-\d{2}$/.test(text)) return false;
  const ms = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text);
}

/**
 * Takes a text as a day.
 * @throws RangeError when there is no such day
 */
export function day(text: string): Day {
  if (!isDay(text)) throw new RangeError(`not a calendar day: ${text}`);
  return text;
}

/** Is this text a month, `YYYY-MM`, from 1900 to 2999? */
export function isMonth(text: string): text is Month {
  return /^(19|2\d)\d{2}-(0[1-9]|1[0-2])$/.test(text);
}

/**
 * Takes a text as a month.
 * @throws RangeError when it is none
 */
export function month(text: string): Month {
  if (!isMonth(text)) throw new RangeError(`not a month: ${text}`);
  return text;
}

/** The day it is in Moscow at this instant: from 21:00 UTC on it is already tomorrow there. */
export function moscowDay(instant: Date): Day {
  return new Date(instant.getTime() + moscowOffsetMs).toISOString().slice(0, 10) as Day;
}

/** The instant at which this day begins in Moscow. */
export function moscowMidnight(of: Day): Date {
  return new Date(startMs(of) - moscowOffsetMs);
}

/** The day `count` days later (earlier when negative). */
export function addDays(from: Day, count: number): Day {
  return fromMs(startMs(from) + count * dayMs);
}

/** The same day of the month `count` months later; the last day of a shorter month: 31.01 + 1 = 28.02. */
export function addMonths(from: Day, count: number): Day {
  const index = Number(from.slice(0, 4)) * 12 + Number(from.slice(5, 7)) - 1 + count;
  const first = `${String(Math.floor(index / 12)).padStart(4, '0')}-${twoDigits((index % 12) + 1)}-01` as Day;
  return addDays(first, Math.min(Number(from.slice(8)), daysInMonth(first)) - 1);
}

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((startMs(to) - startMs(from)) / dayMs);
}

const daysByMonth = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

export function daysInMonth(of: Day | Month): number {
  const year = Number(of.slice(0, 4));
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const at = monthIndex(of);
  return at === 1 && isLeap ? 29 : (daysByMonth[at] ?? 0);
}

export function monthOf(of: Day): Month {
  return of.slice(0, 7) as Month;
}

export function firstOfMonth(of: Day | Month): Day {
  return `${of.slice(0, 7)}-01` as Day;
}

/** The first day of the following month. */
export function nextMonth(of: Day | Month): Day {
  const at = monthIndex(of) + 1;
  if (at === 12) return `${String(Number(of.slice(0, 4)) + 1).padStart(4, '0')}-01-01` as Day;
  return `${of.slice(0, 5)}${twoDigits(at + 1)}-01` as Day;
}

export function lastOfMonth(of: Day | Month): Day {
  return `${of.slice(0, 7)}-${daysInMonth(of)}` as Day;
}

export function earlierDay(a: Day, b: Day): Day {
  return a < b ? a : b;
}

export function laterDay(a: Day, b: Day): Day {
  return a > b ? a : b;
}

/** `30.11.2026` */
export function formatDayShort(of: Day): string {
  return `${of.slice(8)}.${of.slice(5, 7)}.${of.slice(0, 4)}`;
}

/** `30 ноября 2026` */
export function formatDayLong(of: Day): string {
  return `${formatDayMonth(of)} ${of.slice(0, 4)}`;
}

/** `30 ноября` */
export function formatDayMonth(of: Day): string {
  return `${Number(of.slice(8))} ${genitive[monthIndex(of)]}`;
}

/** The days of a range for people: `22–30 ноября`, `30 ноября`, `22 ноября – 5 декабря`. */
export function formatDays({ from, to }: DayRange): string {
  const last = addDays(to, -1);
  if (from >= last) return formatDayMonth(from);
  return monthOf(from) === monthOf(last)
    ? `${Number(from.slice(8))}–${formatDayMonth(last)}`
    : `${formatDayMonth(from)} – ${formatDayMonth(last)}`;
}

/** `30.11.2026 16:42`, Moscow time. */
export function formatMoment(instant: Date): string {
  return `${formatDayShort(moscowDay(instant))} ${formatTime(instant)}`;
}

/** `16:42`, Moscow time. */
export function formatTime(instant: Date): string {
  return new Date(instant.getTime() + moscowOffsetMs).toISOString().slice(11, 16);
}

/** `ноябрь 2026` */
export function formatMonth(of: Day | Month): string {
  return `${nominative[monthIndex(of)]} ${of.slice(0, 4)}`;
}

/** Reads a typed day: `30.11.2026`, `3.1.2026` or `2026-11-30`. Gives null when there is no such day from 1900 to 2199. */
export function parseDay(text: string): Day | null {
  const typed = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text.trim());
  const iso = typed ? `${typed[3]}-${typed[2]?.padStart(2, '0')}-${typed[1]?.padStart(2, '0')}` : text.trim();
  return isDay(iso) && /^(19|20|21)/.test(iso) ? iso : null;
}

function startMs(of: Day): number {
  return Date.parse(`${of}T00:00:00Z`);
}

function fromMs(ms: number): Day {
  return new Date(ms).toISOString().slice(0, 10) as Day;
}

function monthIndex(of: Day | Month): number {
  return Number(of.slice(5, 7)) - 1;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
