import type { Request, Response } from 'express';
import { homeOf, isStaff, roleNames } from '#src/accounts/accounts.rules.ts';
import { demoLogOnsOf } from '#src/demo/log-ons.rules.ts';
import { initials } from '#src/lib/russian.ts';
import { SUPPORT } from '#src/partners/support/support.rules.ts';
import { readCookie } from '#src/platform/http/cookies.ts';
import { takeFlash } from '#src/platform/http/flash.ts';
import type { Page, ShellMaker } from '#src/platform/http/render.ts';
import { accountMenuOf, menuOf, searchOf } from './menus.ts';
import { creditOf, holdOf } from './partner-bars.ts';
import type { Shell } from './shell.types.ts';
import { type Waiting, waiting } from './waiting.queries.ts';

/** What stands around every page: made per answer, from what the session already brought. */
export function shellMaker(isDemo: boolean): ShellMaker {
  return (req, res, page) => {
    if (!req.user || !isStaff(req.user.role) || res.statusCode >= 500) return shellFor(req, res, page, isDemo, NOTHING_WAITS);
    // An error page must be drawn even when the counts can't be had, and at once when the portal itself is at fault.
    const counts = waiting(req.scope).catch(() => NOTHING_WAITS);
    return counts.then((known) => shellFor(req, res, page, isDemo, known));
  };
}

const NOTHING_WAITS: Waiting = { applications: 0, decidableOrders: 0, questions: 0, unclosed: 0 };

/** What stands around the pages of nobody in particular. */
const NOBODY = { actor: null, menu: [], accountMenu: [], credit: null, hold: null, viewing: null, search: null } satisfies Partial<Shell>;

function shellFor(req: Request, res: Response, page: Page, isDemo: boolean, waits: Waiting): Shell {
  const theme = readCookie(req, 'theme');
  const base: Shell = {
    ...NOBODY,
    csrf: String(res.locals['csrf'] ?? ''),
    theme: theme === 'light' || theme === 'dark' ? theme : null,
    flash: takeFlash(req, res),
    support: SUPPORT,
    requestId: req.requestId,
    demo: demoLogOnsOf(isDemo),
  };
  const account = req.user;
  if (!account || account.mustChangePassword) return base;
  return {
    ...base,
    actor: {
      name: account.name,
      initials: initials(account.name),
      company: account.company,
      role: roleNames[account.role],
      home: homeOf(account.role),
    },
    menu: menuOf(account, isDemo, waits).map((item) => ({ ...item, isCurrent: item.href === `/${page.section}` })),
    accountMenu: accountMenuOf(account),
    credit: account.partner && account.customerId === null ? creditOf(account.partner) : null,
    viewing: account.viewing ? account.company : null,
    hold: account.partner && account.customerId === null ? holdOf(account.partner) : null,
    search: searchOf(account, page, req),
  };
}
