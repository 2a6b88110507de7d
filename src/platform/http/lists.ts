import type { PagerProps, SortHeadProps } from './components.ts';

/** The query of a list page; what is empty is left out of addresses. */
export type ListQuery = Record<string, string | number | undefined>;

/** The same list with some values changed; a changed filter or order goes back to the first page. */
export function listHref(path: string, query: ListQuery, changes: ListQuery): string {
  const merged = { ...query, page: undefined, ...changes };
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(merged)) {
    if (value !== undefined && value !== '' && !(name === 'page' && value === 1)) search.set(name, String(value));
  }
  const text = search.toString();
  return text ? `${path}?${text}` : path;
}

/** Head of a column that sorts: `sort=name` ascending, `sort=-name` descending; a click turns the order. */
export function sortHead(path: string, query: ListQuery, column: { name: string; label: string; isNumber?: boolean }): SortHeadProps {
  const { name, label, isNumber = false } = column;
  const order = query['sort'] === name ? 'ascending' : query['sort'] === `-${name}` ? 'descending' : null;
  return { label, isNumber, order, href: listHref(path, query, { sort: order === 'ascending' ? `-${name}` : name }) };
}

/** Links to the pages of a list: first, last and the ones around the current. `page` counts from 1. */
export function pagerOf(path: string, query: ListQuery, list: { page: number; size: number; total: number }): PagerProps {
  const last = Math.max(1, Math.ceil(list.total / list.size));
  const page = Math.min(Math.max(1, list.page), last);
  const href = (number: number) => listHref(path, query, { page: number });
  return {
    summary: summaryOf(page, list),
    previous: page > 1 ? href(page - 1) : null,
    next: page < last ? href(page + 1) : null,
    pages: numbersAround(page, last).map((number) =>
      number === null ? { number, href: '', isCurrent: false } : { number, href: href(number), isCurrent: number === page },
    ),
  };
}

function summaryOf(page: number, { size, total }: { size: number; total: number }): string {
  if (total === 0) return 'Ничего не найдено';
  return `${(page - 1) * size + 1}–${Math.min(page * size, total)} из ${total}`;
}

/** 1 … 4 [5] 6 … 20; a gap of one page is that page. */
function numbersAround(page: number, last: number): (number | null)[] {
  const shown = [1, page - 1, page, page + 1, last].filter((number) => number >= 1 && number <= last);
  const numbers: (number | null)[] = [];
  let previous = 0;
  for (const number of [...new Set(shown)].sort((a, b) => a - b)) {
    if (number - previous === 2) numbers.push(number - 1);
    else if (number - previous > 2) numbers.push(null);
    numbers.push(number);
    previous = number;
  }
  return numbers;
}
