import { grouped } from '#src/lib/russian.ts';
import type { PagerProps, SortHeadProps } from './components.ts';

/** An address with the parameters that say something: null, '' and undefined are left out. */
export function addressOf(path: string, query: Readonly<Record<string, string | number | null | undefined>>): string {
  const kept = Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== '');
  const text = new URLSearchParams(kept.map(([name, value]): [string, string] => [name, String(value)])).toString();
  return text ? `${path}?${text}` : path;
}

/** Thrown for a page of a list that isn't there any more; `errorPages` leads to the last one. */
export class PastEnd extends Error {
  readonly lastPage: string;
  constructor(lastPage: string) {
    super(`a page past the end, the last one is ${lastPage}`);
    this.lastPage = lastPage;
  }
}

/**
 * The pager under a list: «21–40 из 87», the first and last page, and those around the shown one.
 * Pages count from 1.
 * @throws PastEnd for a page after the last one: the rows have become fewer since the link was made
 */
export function pagerOf(list: { page: number; size: number; total: number; href: (page: number) => string }): PagerProps {
  const { page, size, total, href } = list;
  const last = Math.max(1, Math.ceil(total / size));
  if (page > last) throw new PastEnd(href(last));
  const from = Math.min((page - 1) * size + 1, total);
  const to = Math.min(page * size, total);
  return {
    summary: total === 0 ? 'Ничего не найдено' : `${grouped(from)}–${grouped(to)} из ${grouped(total)}`,
    previous: page > 1 ? href(page - 1) : null,
    next: page < last ? href(page + 1) : null,
    pages: pageNumbers(page, last).map((number) => ({
      number,
      href: number === null ? '' : href(number),
      isCurrent: number === page,
    })),
  };
}

/** 1 … 4 5 6 … 20; null is a gap. */
function pageNumbers(page: number, last: number): (number | null)[] {
  const near = [1, page - 1, page, page + 1, last].filter((number) => number >= 1 && number <= last);
  const numbers = [...new Set(near)].sort((a, b) => a - b);
  return numbers.flatMap((number, at) => {
    const before = numbers[at - 1] ?? number - 1;
    if (number - before === 1) return [number];
    return number - before === 2 ? [number - 1, number] : [null, number];
  });
}

/** Head of a column that sorts: `sort` is the order in force, `name` up or `-name` down; a click turns the order. */
export function sortHead(
  column: { name: string; label: string; isNumber?: boolean },
  sort: string,
  href: (sort: string) => string,
): SortHeadProps {
  const { name, label, isNumber = false } = column;
  const order = sort === name ? 'ascending' : sort === `-${name}` ? 'descending' : null;
  return { label, isNumber, order, href: href(order === 'ascending' ? `-${name}` : name) };
}
