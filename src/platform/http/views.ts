import { readFileSync } from 'node:fs';
import { resolve, sep } from 'node:path';
import ejs from 'ejs';
import { type Day, formatDayLong, formatDayShort, formatMoment } from '#src/lib/days.ts';
import { formatRub, type Kopecks } from '#src/lib/money.ts';
import { grouped, plural } from '#src/lib/russian.ts';
import type { IconName } from './icons.ts';

declare const htmlBrand: unique symbol;

/** Markup that is safe to print as it is: the output of a template or of a helper. */
export type Html = string & { readonly [htmlBrand]: true };

/** The names every template may use besides `page` and `shell` (or `props` in a partial). */
export interface Helpers {
  /** A decorative picture from the sprite; the words beside it carry the meaning. */
  icon(name: IconName, cls?: string): Html;
  /** `1 234,50 ₽` */
  rub(amount: Kopecks): string;
  /** `1 234` */
  num(value: number): string;
  /** `30.11.2026` */
  dateShort(day: Day): string;
  /** `30 ноября 2026` */
  dateLong(day: Day): string;
  /** `30.11.2026 16:42`, Moscow time. */
  moment(instant: Date): string;
  /** The word alone: `plural(5, 'подписка', 'подписки', 'подписок')` → `подписок`. */
  plural(n: number, one: string, few: string, many: string): string;
  /** Address of a file in `public/`: `asset('mark.svg')`. */
  asset(name: string): string;
}

type Include = (path: string, props: object) => string;
type Fail = (error: unknown, line: number) => never;
type Drawn = (it: object) => Html;

/** The names a template's code finds around it, the same at every call. */
type Surroundings = Helpers & { escapeFn: (value: unknown) => string; include: Include; fail: Fail };

/** The templates of one folder, compiled when first used. */
export class Views {
  readonly #root: string;
  readonly #helpers: Helpers;
  readonly #isCached: boolean;
  readonly #drawn = new Map<string, Drawn>();

  /** `root` is an absolute folder; `cache: false` reads the files again at every use, for work on the views. */
  constructor(root: string, asset: (name: string) => string, options: { cache: boolean } = { cache: true }) {
    this.#root = resolve(root);
    this.#helpers = helpers(asset);
    this.#isCached = options.cache;
  }

  /** A page without its layout. `view` is a path in the folder, without `.ejs`. */
  page(view: string, page: object, shell: object): Html {
    return this.#template(resolve(this.#root, `${view}.ejs`))({ page, shell });
  }

  /** A partial or a layout; it sees `props` and the helpers only. */
  partial(view: string, props: object): Html {
    return this.#template(resolve(this.#root, `${view}.ejs`))({ props });
  }

  #template(file: string): Drawn {
    const known = this.#drawn.get(file);
    if (known && this.#isCached) return known;
    const drawn = this.#load(file);
    this.#drawn.set(file, drawn);
    return drawn;
  }

  #load(file: string): Drawn {
    if (!file.startsWith(this.#root + sep)) throw new Error(`not a view: ${file}`);
    const partials = new Map<string, string>();
    const include: Include = (path, props) => {
      const target = partials.get(path) ?? resolve(file, '..', `${path}.ejs`);
      partials.set(path, target);
      return this.#template(target)({ props });
    };
    const fail: Fail = (error, line) => {
      if (error instanceof ViewError) throw error;
      throw new ViewError(file.slice(this.#root.length + 1), line, error);
    };
    return compile(readFileSync(file, 'utf8'), file, { ...this.#helpers, escapeFn: escapeHtml, include, fail });
  }
}

/** Thrown when a template throws; tells the template and the line, keeps the cause. */
export class ViewError extends Error {
  constructor(view: string, line: number, cause: unknown) {
    super(`${view}:${line}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.name = 'ViewError';
  }
}

/**
 * EJS writes the source of the function, we make the function: its own `include` copies
 * all data and looks for the file at every call, which costs a millisecond per list page.
 */
function compile(text: string, file: string, around: Surroundings): Drawn {
  const isPage = /^<%#\s*@page\b/.test(text);
  const template = new ejs.Template(text.replace(/^[ \t]+/gm, ''), {
    filename: file,
    strict: true,
    localsName: 'it',
    destructuredLocals: isPage ? ['page', 'shell'] : ['props'],
  });
  template.compile();
  const draw = `return (it) => { let __line = 1;\ntry {\n${template.source}\n} catch (e) { fail(e, __line); } };`;
  return new Function(...Object.keys(around), `"use strict";\n${draw}\n//# sourceURL=${file}`)(...Object.values(around)) as Drawn;
}

const unsafe = /[&<>"']/;
const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&#34;', "'": '&#39;' };

/** Text for HTML and for quoted attributes; nothing for null and undefined. */
export function escapeHtml(value: unknown): string {
  if (value === undefined || value === null) return '';
  const text = String(value);
  return unsafe.test(text) ? text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign) : text;
}

function helpers(asset: (name: string) => string): Helpers {
  const sprite = asset('icons.svg');
  const drawn = new Map<string, Html>();
  return {
    icon(name, cls = 'icon') {
      const key = `${name} ${cls}`;
      let svg = drawn.get(key);
      if (!svg) {
        svg = `<svg class="${escapeHtml(cls)}" aria-hidden="true"><use href="${sprite}#${name}"/></svg>` as Html;
        drawn.set(key, svg);
      }
      return svg;
    },
    rub: formatRub,
    num: grouped,
    dateShort: formatDayShort,
    dateLong: formatDayLong,
    moment: formatMoment,
    plural,
    asset,
  };
}
