import { formatDayShort } from '#src/lib/days.ts';
import { formatPhone } from '#src/lib/phone.ts';
import { count } from '#src/lib/russian.ts';
import type {
  AlertProps,
  BadgeProps,
  ButtonProps,
  CheckProps,
  FieldProps,
  PageHeadProps,
  StatProps,
  Tab,
} from '#src/platform/http/components.ts';
import { type FormState, filledIn, versionOf } from '#src/platform/http/forms.ts';
import type { Page } from '#src/platform/http/render.ts';
import { type AccentLook, looksOf, readAccent } from '../look/accent.rules.ts';
import { paragraphsOf } from '../public/store.pages.ts';
import type { DayNumbers, OwnStorefront } from './settings.queries.ts';

export const PATH = '/team/storefront';

export interface StorefrontSettingsPage extends Page {
  head: PageHeadProps;
  tabs: Tab[];
  notice: AlertProps | null;
  errors: Readonly<Record<string, string>>;
  isOn: CheckProps;
  customers: CheckProps;
  fields: FieldProps[];
  version: string;
  tokens: Tokens;
  look: LookProps;
  logo: { field: FieldProps; error: string | null; shown: string | null };
  /** null once it was changed. */
  code: FieldProps | null;
  codeNote: string;
  stats: StatProps[];
  days: { day: string; pages: string; visits: string; requests: string; orders: string }[];
}

export interface Tokens {
  readonly settings: string;
  readonly logo: string;
  readonly drop: string;
  readonly code: string;
}

/** The colours of a storefront in both themes, drawn as a picture. */
export interface LookProps {
  name: string;
  text: string;
  themes: { label: string; ground: string; words: string; look: AccentLook }[];
}

export const tabsOf = (current: 'settings' | 'prices'): Tab[] => [
  { label: 'Вид и контакты', href: PATH, ...(current === 'settings' ? { isCurrent: true } : {}) },
  { label: 'Цены и наценка', href: `${PATH}/prices`, ...(current === 'prices' ? { isCurrent: true } : {}) },
];

/** What of the page came back with errors. */
export interface SettingsForms {
  readonly settings: FormState;
  readonly logo: FormState;
  readonly code: FormState;
}

export interface SettingsFacts {
  readonly own: OwnStorefront;
  /** WebP. */
  readonly logo: Uint8Array | null;
  readonly numbers: readonly DayNumbers[];
}

/** `/team/storefront` */
export function settingsPage({ own, logo, numbers }: SettingsFacts, forms: SettingsForms, tokens: Tokens): StorefrontSettingsPage {
  const { settings } = forms;
  const errors = { ...settings.errors, ...forms.logo.errors, ...forms.code.errors };
  const value = (name: keyof OwnStorefront) => settings.values[name] ?? String(own[name] ?? '');
  const isTicked = (name: 'isOn' | 'isShownToCustomers') =>
    Object.keys(settings.values).length > 0 ? settings.values[name] === 'on' : own[name];
  const onError = settings.errors['isOn'];
  return {
    title: 'Витрина',
    section: 'team/storefront',
    isInvalid: Object.keys(errors).length > 0,
    head: headOf(own),
    tabs: tabsOf('settings'),
    notice: noticeOf(own),
    errors,
    isOn: {
      ...{ name: 'isOn', label: 'Витрина открыта для всех', isChecked: isTicked('isOn') },
      ...(onError ? { error: onError } : {}),
    },
    customers: {
      ...{ name: 'isShownToCustomers', label: 'Показывать заказчикам розничные цены в «Моих подписках»' },
      isChecked: isTicked('isShownToCustomers'),
    },
    fields: fieldsOf(own).map((field) => filledIn(field, settings)),
    version: versionOf(settings, String(own.version)),
    tokens,
    look: lookOf({ name: value('name'), text: value('text'), accent: readAccent(value('accent')) }),
    logo: {
      field: {
        ...{ name: 'file', label: 'Файл', type: 'file', accept: 'image/png,image/jpeg,image/webp' },
        hint: 'PNG, JPEG или WebP до 512 КБ, не больше 4000 точек по стороне.',
        ...(forms.logo.errors['file'] ? { error: forms.logo.errors['file'] } : {}),
      },
      error: forms.logo.errors['file'] ?? null,
      shown: logo && `data:image/webp;base64,${Buffer.from(logo).toString('base64')}`,
    },
    code:
      own.oldCode === null
        ? filledIn(
            { name: 'newCode', label: 'Новый адрес', value: own.code, maxlength: 40, isMono: true, hint: 'Латинские буквы, цифры, дефис.' },
            forms.code,
          )
        : null,
    codeNote:
      own.oldCode === null
        ? 'Сменить адрес можно один раз. Прежний останется за вами: ссылки с него поведут на новый.'
        : `Адрес уже меняли: прежний, ${own.oldCode}, ведёт на нынешний.`,
    stats: statsOf(numbers),
    days: [...numbers].reverse().slice(0, 14).map(dayLine),
  };
}

function headOf(own: OwnStorefront): PageHeadProps {
  const address = `/store/${own.code}`;
  const actions: ButtonProps[] = isAnswering(own) ? [{ label: 'Открыть витрину', icon: 'external-link', href: address }] : [];
  return {
    title: 'Витрина',
    sub: address,
    badge: badgeOf(own),
    actions,
    crumbs: [{ label: 'Команда', href: '/team' }, { label: 'Витрина' }],
  };
}

const isAnswering = ({ isOn, turnedOffAt, isHeld }: OwnStorefront): boolean => isOn && turnedOffAt === null && !isHeld;

/** State as icon, word and tone. */
export function badgeOf({ isOn, turnedOffAt, isHeld }: Pick<OwnStorefront, 'isOn' | 'turnedOffAt' | 'isHeld'>): BadgeProps {
  if (turnedOffAt) return { tone: 'bad', label: 'Выключена MONT', icon: 'ban' };
  if (!isOn) return { tone: 'mute', label: 'Закрыта', icon: 'lock' };
  return isHeld ? { tone: 'bad', label: 'Скрыта: блокировка', icon: 'lock' } : { tone: 'ok', label: 'Открыта', icon: 'circle-check' };
}

function noticeOf({ turnedOffAt, turnOffReason, isHeld, isOn }: OwnStorefront): AlertProps | null {
  if (turnedOffAt)
    return { tone: 'bad', title: 'Витрину выключил MONT.', text: `${turnOffReason}. Чтобы открыть её снова, напишите вашему менеджеру.` };
  if (!isOn || !isHeld) return null;
  return { tone: 'warn', title: 'Пока действует блокировка, витрина не видна никому.', link: { href: '/finance', label: 'Почему' } };
}

function fieldsOf(own: OwnStorefront): FieldProps[] {
  return [
    { name: 'name', label: 'Название', value: own.name, maxlength: 80, required: true },
    {
      name: 'accent',
      label: 'Цвет',
      value: own.accent ?? '',
      maxlength: 7,
      isMono: true,
      isOptional: true,
      hint: 'Шесть цифр, например #0f766e; пусто — цвет портала.',
    },
    {
      name: 'text',
      label: 'Текст',
      type: 'textarea',
      rows: 6,
      value: own.text,
      maxlength: 2000,
      isOptional: true,
      isWide: true,
      hint: 'Обычный текст; пустая строка начинает новый абзац.',
    },
    {
      name: 'phone',
      label: 'Телефон',
      type: 'tel',
      value: own.phone === null ? '' : formatPhone(own.phone),
      maxlength: 40,
      isOptional: true,
    },
    { name: 'email', label: 'Почта', type: 'email', value: own.email ?? '', maxlength: 254, isOptional: true },
    { name: 'address', label: 'Адрес', value: own.address ?? '', maxlength: 200, isOptional: true },
    { name: 'hours', label: 'Часы работы', value: own.hours ?? '', maxlength: 100, isOptional: true },
  ];
}

/** The portal's own colour, where a partner has chosen none. */
const OWN_ACCENT = '#3156c9';

export function lookOf({ name, text, accent }: { name: string; text: string; accent: string | null }): LookProps {
  const { light, dark } = looksOf(accent ?? OWN_ACCENT);
  return {
    name,
    text: paragraphsOf(text)[0] ?? '',
    themes: [
      { label: 'Светлая тема', ground: '#ffffff', words: '#23262e', look: light },
      { label: 'Тёмная тема', ground: '#161b24', words: '#e9ebf0', look: dark },
    ],
  };
}

/** `/team/storefront/preview` */
export interface LookPage extends Page {
  look: LookProps;
}

function statsOf(numbers: readonly DayNumbers[]): StatProps[] {
  const sum = (key: 'pages' | 'visits' | 'requests' | 'orders') => numbers.reduce((all, one) => all + one[key], 0);
  const days = `за ${count(numbers.length, 'день', 'дня', 'дней')}`;
  return [
    { value: String(sum('visits')), label: `посещений ${days}` },
    { value: String(sum('pages')), label: 'страниц показано' },
    { value: String(sum('requests')), label: 'заявок' },
    { value: String(sum('orders')), label: 'стали заказами' },
  ];
}

const dayLine = ({ day, pages, visits, requests, orders }: DayNumbers) => ({
  ...{ day: formatDayShort(day), pages: String(pages), visits: String(visits), requests: String(requests), orders: String(orders) },
});
