import type { Request, RequestHandler, Response } from 'express';
import { homeOf, isStaff, roleNames } from '#src/accounts/accounts.rules.ts';
import type { Account } from '#src/accounts/accounts.types.ts';
import { type Waiting, waiting } from '#src/admin/waiting.queries.ts';
import { formatDayLong, moscowDay } from '#src/lib/days.ts';
import { formatRub, kopecks } from '#src/lib/money.ts';
import { formatPhone } from '#src/lib/phone.ts';
import { initials } from '#src/lib/russian.ts';
import { readCookie } from '#src/platform/http/cookies.ts';
import { takeFlash } from '#src/platform/http/flash.ts';
import type { Page, ShellMaker } from '#src/platform/http/render.ts';
import { anonymousShell, type HoldBar, type MenuItem, type Shell, type ShellCredit, type ShellSearch } from '#src/platform/http/shell.ts';
import type { Role } from '#src/platform/scope.ts';
import { SUPPORT } from '#src/platform/support.ts';

/** What stands around every page: made per answer, from what the session already brought. */
export function setUpShell(isDemo: boolean): RequestHandler {
  return (req, res, next) => {
    const make: ShellMaker = (page) => {
      if (!req.user || !isStaff(req.user.role) || res.statusCode >= 500) return shellFor(req, res, page, isDemo, NOTHING_WAITS);
      // An error page must be drawn even when the counts can't be had, and at once when the portal itself is at fault.
      const counts = waiting(req.scope).catch(() => NOTHING_WAITS);
      return counts.then((known) => shellFor(req, res, page, isDemo, known));
    };
    res.locals['shell'] = make;
    next();
  };
}

const NOTHING_WAITS: Waiting = { applications: 0, decidableOrders: 0, questions: 0 };

function shellFor(req: Request, res: Response, page: Page, isDemo: boolean, waits: Waiting): Shell {
  const theme = readCookie(req, 'theme');
  const base: Shell = {
    ...anonymousShell(),
    csrf: String(res.locals['csrf'] ?? ''),
    theme: theme === 'light' || theme === 'dark' ? theme : null,
    flash: takeFlash(req, res),
    support: SUPPORT,
    requestId: req.requestId,
    demo: isDemo,
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
    credit: account.partner && account.role !== 'customer' ? creditOf(account.partner) : null,
    viewing: account.viewing ? account.company : null,
    hold: account.partner && account.role !== 'customer' ? holdOf(account.partner) : null,
    search: searchOf(account, page, req),
  };
}

/** Partners search the catalog, MONT's people everything. */
function searchOf(account: Account, page: Page, req: Request): ShellSearch | null {
  if (account.role === 'customer') return null;
  const typed = (section: string) => (page.section === section ? String(req.query['q'] ?? '') : '');
  return isStaff(account.role)
    ? { action: '/admin/search', live: 'search-results', placeholder: 'Партнёр, заказчик, подписка, заказ, счёт', q: typed('admin/search') }
    : { action: '/catalog', live: 'catalog-results', placeholder: 'Найти ПО в каталоге', q: typed('catalog') };
}

function menuOf(account: Account, isDemo: boolean, waits: Waiting): MenuItem[] {
  if (account.role === 'customer') return [{ href: '/my/subscriptions', label: 'Мои подписки', icon: 'stack-2' }];
  if (account.role === 'manager' || account.role === 'admin') {
    const pages: MenuItem[] = [
      { href: '/admin', label: 'Обзор', icon: 'home' },
      { href: '/admin/orders', label: 'Заказы', icon: 'receipt', count: waits.decidableOrders },
      { href: '/admin/partners', label: 'Партнёры', icon: 'building' },
      { href: '/admin/applications', label: 'Анкеты', icon: 'user-plus', count: waits.applications },
      { href: '/admin/subscriptions', label: 'Подписки', icon: 'stack-2' },
      { href: '/admin/support', label: 'Вопросы', icon: 'message', count: waits.questions },
      { href: '/catalog', label: 'Каталог', icon: 'apps' },
      { href: '/admin/closing', label: 'Закрытие месяца', icon: 'calendar' },
      { href: '/admin/payments', label: 'Платежи', icon: 'coins' },
      { href: '/admin/documents', label: 'Документы', icon: 'file-invoice' },
      { href: '/admin/letters', label: 'Письма', icon: 'mail' },
    ];
    return [...pages, ...adminPages(account.role, isDemo)];
  }
  const held = account.partner?.heldOrders ?? 0;
  const asked = account.partner?.openRequests ?? 0;
  return [
    { href: '/cabinet', label: 'Личный кабинет', icon: 'user-circle' },
    { href: '/catalog', label: 'Каталог', icon: 'apps' },
    { href: '/subscriptions', label: 'Управление подписками', icon: 'stack-2' },
    { href: '/orders', label: 'Заказы', icon: 'receipt', ...(held > 0 ? { count: held } : {}) },
    { href: '/requests', label: 'Запросы', icon: 'inbox', ...(asked > 0 ? { count: asked } : {}) },
    { href: '/customers', label: 'Заказчики', icon: 'users' },
    { href: '/history', label: 'Журнал', icon: 'history' },
    { href: '/documents', label: 'Документы', icon: 'file-invoice' },
    { href: '/finance', label: 'Финансы', icon: 'wallet' },
    ...(account.role === 'partner_owner' ? [{ href: '/team', label: 'Команда', icon: 'user-plus' } as const] : []),
  ];
}

/** What only some of MONT's people need: the journal is for all of them, the rest for administrators. */
function adminPages(role: Role, isDemo: boolean): MenuItem[] {
  const all: (MenuItem & { isOn: boolean })[] = [
    { href: '/admin/staff', label: 'Персонал', icon: 'users', isOn: role === 'admin' },
    { href: '/admin/catalog', label: 'Каталог и цены', icon: 'list', isOn: role === 'admin' },
    { href: '/admin/journal', label: 'Журнал', icon: 'history', isOn: true },
    { href: '/admin/jobs', label: 'Задачи', icon: 'loader', isOn: role === 'admin' },
    { href: '/admin/settings', label: 'Настройки', icon: 'settings', isOn: role === 'admin' },
    { href: '/admin/clock', label: 'Часы', icon: 'clock', isOn: role === 'admin' && isDemo },
    { href: '/admin/components', label: 'Компоненты', icon: 'adjustments-horizontal', isOn: isDemo },
  ];
  return all.filter(({ isOn }) => isOn).map(({ isOn: _, ...item }, at) => (at === 0 ? { ...item, group: 'Портал' } : item));
}

function accountMenuOf(account: Account): MenuItem[] {
  const own: MenuItem[] = [
    { href: '/Account/Profile', label: 'Мои данные', icon: 'edit' },
    { href: '/Account/Password', label: 'Пароль и входы', icon: 'key' },
  ];
  if (isStaff(account.role)) return [...own, { href: '/Account/SecondFactor', label: 'Второй фактор', icon: 'shield-check' }];
  if (!account.role.startsWith('partner_')) return own;
  return [
    { href: '/cabinet', label: 'Личный кабинет', icon: 'user-circle' },
    { href: '/subscriptions', label: 'Управление подписками', icon: 'stack-2' },
    { href: '/documents', label: 'Документы', icon: 'file-invoice' },
    ...own,
  ];
}

type PartnerSummary = NonNullable<Account['partner']>;

function creditOf(partner: PartnerSummary): ShellCredit {
  const used = partner.creditLimit > 0n ? Number((partner.exposure * 100n) / partner.creditLimit) : 100;
  return {
    limit: formatRub(partner.creditLimit),
    used: formatRub(partner.exposure),
    available: formatRub(kopecks(partner.creditLimit - partner.exposure)),
    percent: Math.min(100, Math.max(0, used)),
  };
}

function holdOf(partner: PartnerSummary): HoldBar | null {
  if (!partner.hold) return null;
  return {
    what: `Заказы и управление подписками заблокированы. ${partner.hold.text}`,
    since: `С ${formatDayLong(moscowDay(partner.hold.placedAt))}`,
    ...(partner.hold.amount === null ? {} : { sum: formatRub(partner.hold.amount) }),
    ...aboutOf(partner.hold),
    manager: { ...partner.manager, phone: formatPhone(partner.manager.phone) },
  };
}

/** «Счёт № МС-000087 по договору MCD-18/2026»: what the hold is about, where known. */
function aboutOf({ contract, invoice }: NonNullable<PartnerSummary['hold']>): { invoice?: string } {
  if (invoice) return { invoice: `Счёт № ${invoice}${contract ? ` по договору ${contract}` : ''}` };
  return contract ? { invoice: `Договор ${contract}` } : {};
}
