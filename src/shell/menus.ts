import type { Request } from 'express';
import { isOfCustomer, isStaff } from '#src/accounts/accounts.rules.ts';
import type { Account } from '#src/accounts/accounts.types.ts';
import type { Role } from '#src/platform/actor.ts';
import type { Page } from '#src/platform/http/render.ts';
import type { MenuItem, ShellSearch } from './shell.types.ts';
import type { Waiting } from './waiting.queries.ts';

/** Partners search the catalog, MONT's people everything. */
export function searchOf(account: Account, page: Page, req: Request): ShellSearch | null {
  if (isOfCustomer(account.role)) return null;
  const typed = (section: string) => (page.section === section ? String(req.query['q'] ?? '') : '');
  return isStaff(account.role)
    ? { action: '/admin/search', live: 'search-results', placeholder: 'Партнёр, заказчик, подписка, заказ, счёт', q: typed('admin/search') }
    : { action: '/catalog', live: 'catalog-results', placeholder: 'Найти ПО в каталоге', q: typed('catalog') };
}

export function menuOf(account: Account, isDemo: boolean, waits: Waiting): MenuItem[] {
  if (isOfCustomer(account.role)) return customerPages(account.role);
  if (account.role === 'manager' || account.role === 'admin') {
    const pages: MenuItem[] = [
      { href: '/admin', label: 'Обзор', icon: 'home' },
      { href: '/admin/orders', label: 'Заказы', icon: 'receipt', count: waits.decidableOrders },
      { href: '/admin/partners', label: 'Партнёры', icon: 'building' },
      { href: '/admin/storefronts', label: 'Витрины', icon: 'building-store' },
      { href: '/admin/applications', label: 'Анкеты', icon: 'user-plus', count: waits.applications },
      { href: '/admin/subscriptions', label: 'Подписки', icon: 'stack-2' },
      { href: '/admin/support', label: 'Вопросы', icon: 'message', count: waits.questions },
      { href: '/catalog', label: 'Каталог', icon: 'apps' },
      { href: '/admin/closing', label: 'Закрытие месяца', icon: 'calendar', count: waits.unclosed },
      { href: '/admin/payments', label: 'Платежи', icon: 'coins' },
      { href: '/admin/receivables', label: 'Дебиторка', icon: 'wallet' },
      { href: '/admin/promises', label: 'Обещанные платежи', icon: 'calendar-off' },
      { href: '/admin/exchange', label: 'Аксапта', icon: 'refresh' },
      { href: '/admin/documents', label: 'Документы', icon: 'file-invoice' },
      { href: '/admin/letters', label: 'Письма', icon: 'mail' },
    ];
    return [...pages, ...adminPages(account.role, isDemo)];
  }
  const held = account.partner?.heldOrders ?? 0;
  const asked = (account.partner?.openRequests ?? 0) + (account.partner?.storeRequests ?? 0);
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
    ...(account.role === 'partner_manager' ? [] : booksPages),
    ...(account.role === 'partner_owner' ? ownerPages : []),
  ];
}

/** A customer's; its administrator sees to its people. */
const customerPages = (role: Role): MenuItem[] => [
  { href: '/my/subscriptions', label: 'Мои подписки', icon: 'stack-2' },
  { href: '/my/catalog', label: 'Каталог', icon: 'apps' },
  { href: '/my/requests', label: 'Запросы', icon: 'send' },
  ...(role === 'customer' ? [{ href: '/my/team', label: 'Сотрудники', icon: 'users' } as const] : []),
];

/** Of the head of a partner. */
const ownerPages: readonly MenuItem[] = [
  { href: '/team', label: 'Команда', icon: 'user-plus' },
  { href: '/team/storefront', label: 'Витрина', icon: 'building-store' },
];

/** Of those who keep the books of a partner. */
const booksPages: readonly MenuItem[] = [
  { href: '/payments', label: 'Оплаты', icon: 'coins' },
  { href: '/reconciliation', label: 'Акт сверки', icon: 'file-text' },
];

/** What only some of MONT's people need: the journal is for all of them, the rest for administrators. */
function adminPages(role: Role, isDemo: boolean): MenuItem[] {
  const all: (MenuItem & { isOn: boolean })[] = [
    { href: '/admin/staff', label: 'Персонал', icon: 'users', isOn: role === 'admin' },
    { href: '/admin/catalog', label: 'Каталог и цены', icon: 'list', isOn: role === 'admin' },
    { href: '/admin/journal', label: 'Журнал', icon: 'history', isOn: true },
    { href: '/admin/jobs', label: 'Задачи', icon: 'loader', isOn: role === 'admin' },
    { href: '/admin/settings/calendar', label: 'Рабочие дни', icon: 'calendar-off', isOn: true },
    { href: '/admin/settings', label: 'Настройки', icon: 'settings', isOn: role === 'admin' },
    { href: '/admin/clock', label: 'Часы', icon: 'clock', isOn: role === 'admin' && isDemo },
    { href: '/admin/components', label: 'Компоненты', icon: 'adjustments-horizontal', isOn: isDemo },
  ];
  return all.filter(({ isOn }) => isOn).map(({ isOn: _, ...item }, at) => (at === 0 ? { ...item, group: 'Портал' } : item));
}

export function accountMenuOf(account: Account): MenuItem[] {
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
