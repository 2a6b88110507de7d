import type { CheerioAPI } from 'cheerio';
import type { Role } from '#src/platform/actor.ts';
import { routers } from '#src/routers.ts';
import { crawl } from '#test/browser/crawl.ts';
import type { Browser, TestPage } from '#test/support/browser.ts';
import type { TestPortal } from '#test/support/portal.ts';

/** A form on a page somebody comes to, filled in as a person would. */
export interface FilledForm {
  /** The declared path it is sent to. */
  readonly route: string;
  readonly page: string;
  readonly action: string;
  /** All that its submit would send. */
  readonly fields: Readonly<Record<string, string>>;
  /** Of these, what a person can see and change. */
  readonly typed: Readonly<Record<string, string>>;
}

/** The paths that the portal declares for forms. */
export const postRoutes = ({ portal }: TestPortal): string[] =>
  routers(portal)
    .flatMap(({ declared }) => declared)
    .filter(({ method }) => method === 'POST')
    .map(({ path }) => path);

/** One form of every route that a person of this role finds on the pages that links lead to. */
export async function formsOfPages(p: TestPortal, by: Browser, role: Role, also: readonly string[]): Promise<FilledForm[]> {
  const found = new Map<string, FilledForm>();
  for (const { address } of (await crawl(p, by, role, also)).pages) {
    const page = await by.get(address);
    for (const form of formsOn(p, page, address)) if (!found.has(form.route)) found.set(form.route, form);
  }
  return [...found.values()];
}

function formsOn(p: TestPortal, { $ }: TestPage, page: string): FilledForm[] {
  const routes = postRoutes(p);
  return $('main form[method=post]')
    .toArray()
    .flatMap((form) => {
      const action = $(form).attr('action') ?? '';
      const route = routes.find((path) => path === action) ?? routes.find((path) => fits(path, action));
      return route === undefined ? [] : [{ route, page, action, ...filled($, form as never) }];
    });
}

const fits = (path: string, action: string): boolean => new RegExp(`^${path.replace(/:\w+/g, '[^/]+')}$`).test(action.split('?')[0] ?? '');

/** Texts left empty are typed into; the rest stays as the page offers it. Files and passwords are no part of it. */
function filled($: CheerioAPI, form: never): Pick<FilledForm, 'fields' | 'typed'> {
  const fields: Record<string, string> = {};
  const typed: Record<string, string> = {};
  for (const field of $(form).find('input[name], textarea[name], select[name]').toArray()) {
    const [name = '', type = 'text'] = [$(field).attr('name'), $(field).attr('type')];
    if (name === '_csrf' || type === 'file' || type === 'password' || type === 'submit') continue;
    if ((type === 'checkbox' || type === 'radio') && !$(field).is('[checked]')) continue;
    const value = String($(field).val() ?? '').trim();
    const [choice] = $(field)
      .find('option')
      .map((_, option) => $(option).attr('value') ?? '')
      .get()
      .filter(Boolean);
    const isText = $(field).is('textarea') || ($(field).is('input') && type === 'text');
    fields[name] = value || (isText ? `Набрано «${name}»` : (choice ?? ''));
    if (type !== 'hidden' && fields[name]) typed[name] = fields[name];
  }
  return { fields, typed };
}
