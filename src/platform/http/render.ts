import type { Application, Request, Response } from 'express';
import { sendPage } from './compress.ts';
import type { KeptForm } from './kept-form.ts';
import { refill, SEEN } from './refill.ts';
import type { Html, Views } from './views.ts';

/** What every page object carries besides its own fields. */
export interface Page {
  title: string;
  /** First path of the menu item the page belongs to, such as `subscriptions`; '' for none. */
  section: string;
  /** `plain` is the layout without menus: log-on, errors, public pages; `store` that of a partner's storefront. */
  layout?: 'plain' | 'shell' | 'store';
  /** The form came back with errors: the title is prefixed «Ошибка:». */
  isInvalid?: boolean;
  /** Seconds after which a page without script reloads itself; while a long task runs. */
  reloadAfter?: number;
}

/**
 * View name → type of its page. Filled by `src/generated/views.d.ts`, which `npm run check:views`
 * writes from the first lines of the views.
 */
// biome-ignore lint/suspicious/noEmptyInterface: augmented by the generated file
export interface ViewPages {}

export type ViewName = [keyof ViewPages] extends [never] ? string : keyof ViewPages & string;
export type PageOf<V extends string> = V extends keyof ViewPages ? ViewPages[V] : Page;

/** What stands around a page: the application says what. The floor asks only whether somebody is logged on. */
export interface Surroundings {
  readonly actor: object | null;
}

/** Makes what stands around the page of an answer; asked only when one is drawn. */
export type ShellMaker = (req: Request, res: Response, page: Page) => Surroundings | Promise<Surroundings>;

/** Tells `render` which templates the application draws with, and what it puts around them. */
export function setUpViews(app: Application, views: Views, shell: ShellMaker): void {
  app.locals.views = views;
  app.locals.shell = shell;
}

/**
 * Answers with a page in its layout. A request with the header `X-Fragment` wants to replace
 * parts of the page it has, so it gets the page without the layout.
 */
export function render<V extends ViewName>(res: Response, view: V, page: PageOf<V>): void {
  withShell(res, page as Page, (shell) => {
    const views = viewsOf(res);
    const body = views.page(view, page as Page, shell);
    if (res.req.get('X-Fragment') !== undefined) return body;
    const layout = (page as Page).layout ?? (shell.actor ? 'shell' : 'plain');
    return views.partial(`layouts/${layout}`, { page, shell, body: withTyped(res, body) });
  });
}

/** Answers with a page's view alone, for addresses that only give fragments (previews). */
export function renderFragment<V extends ViewName>(res: Response, view: V, page: PageOf<V>): void {
  withShell(res, page as Page, (shell) => viewsOf(res).page(view, page as Page, shell));
}

function withShell(res: Response, page: Page, draw: (shell: Surroundings) => string): void {
  const make = res.app.locals.shell as ShellMaker;
  const shell = make(res.req, res, page);
  res.vary('X-Fragment');
  if (shell instanceof Promise) {
    shell.then((made) => sendPage(res, draw(made))).catch((error: unknown) => res.req.next?.(error));
  } else {
    sendPage(res, draw(shell));
  }
}

/** What a page is filled with: a form that waits, or one that was refused with this sentence. */
type Refill = Pick<KeptForm, 'action' | 'fields'> & { readonly refused?: string };

/** A page asked for with a form: filled with what was typed, and with all of it told that finds no place. */
function withTyped(res: Response, body: Html): Html {
  const form = res.locals['refill'] as Refill | undefined;
  if (!form) return body;
  const { action, refused = null } = form;
  // What the person had seen is out of date when the form was refused for that: the page has it as it is now.
  const fields = refused === null ? form.fields : form.fields.filter(([name]) => !SEEN.has(name));
  const { html, left } = refill(body, action, fields) ?? { html: body, left: fields };
  return (viewsOf(res).partial('errors/typed', { refused, left: left.filter(([name]) => !MADE_BY_PAGES.test(name)) }) + html) as Html;
}

/** Fields that pages fill in by themselves: nobody typed them. */
const MADE_BY_PAGES = /^(token|\w+Token|seen|versions?|shown\w*|termsVersion|step|offer|action)$/;

function viewsOf(res: Response): Views {
  return res.app.locals.views as Views;
}
