/** An EJS template as TypeScript with the same line numbers, so that `tsc` can judge it. */

export interface ViewHead {
  kind: 'page' | 'props';
  /** The type written in the first line. */
  type: string;
}

export interface Translated extends ViewHead {
  code: string;
}

const helpers = '{ icon, rub, num, dateShort, dateLong, moment, plural, asset }';
const headLine = /^<%#\s*@(page|props)\s+\{(.+)\}\s*-?%>/;
const tag = /<%%|<%([_=\-#]?)([\s\S]*?)[-_]?%>/g;

/** Reads the first line of a view; throws a `SyntaxError` if it does not name a type. */
export function headOf(text: string): ViewHead {
  const [, kind, type] = headLine.exec(text) ?? [];
  if ((kind !== 'page' && kind !== 'props') || !type) {
    throw new SyntaxError("the first line must be <%# @page {import('…').Type} %> or <%# @props {…} %>");
  }
  return { kind, type };
}

/**
 * Line n of the code is line n of the template: text is dropped, scriptlets stay, outputs become calls.
 * A partial that does not exist (by `exists`, which gets the path as written) is not a path `include` takes.
 */
export function translate(text: string, exists: (path: string) => boolean): Translated {
  const head = headOf(text);
  const written = [...text.matchAll(/\binclude\(\s*'([^']+)'/g)].map((match) => match[1] ?? '');
  const includes = [...new Set(written)].filter(exists);
  const code = [prologue(head), body(text), epilogue(head, includes)].join('');
  return { ...head, code };
}

function prologue({ kind, type }: ViewHead): string {
  const own = kind === 'page' ? 'page: Props, shell: Shell' : 'props: Props';
  return (
    "import type { Helpers, Html } from '#src/platform/http/views.ts'; import type { Shell } from '#src/shell/shell.types.ts'; " +
    `export type Props = ${type}; ` +
    `export function view(${own}, ${helpers}: Helpers, ` +
    '__text: (value: string | number) => void, __html: (value: Html) => void, ' +
    'include: <K extends keyof Includes>(path: K, props: Includes[K]) => Html) { '
  );
}

function body(text: string): string {
  let code = '';
  let end = 0;
  for (const match of text.matchAll(tag)) {
    code += newlines(text.slice(end, match.index)) + scriptlet(match[1] ?? '', match[2] ?? '');
    end = match.index + match[0].length;
  }
  return code + newlines(text.slice(end));
}

function scriptlet(mode: string, inside: string): string {
  if (mode === '#') return newlines(inside);
  if (mode === '=') return `;__text(${inside});`;
  if (mode === '-') return `;__html(${inside});`;
  return inside;
}

function newlines(text: string): string {
  return '\n'.repeat(text.split('\n').length - 1);
}

function epilogue({ kind }: ViewHead, includes: string[]): string {
  const entries = includes.map((path) => `'${path}': import('${toModule(path)}').Props;`).join(' ');
  const isPage = kind === 'page' ? " export const isPage = (page: Props): import('#src/platform/http/render.ts').Page => page;" : '';
  return ` } interface Includes { ${entries} } export type Uses = [Shell, Html];${isPage}`;
}

function toModule(path: string): string {
  return `${path.startsWith('.') ? path : `./${path}`}.ejs.ts`;
}
