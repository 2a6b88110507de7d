import { billingWords } from '#src/catalog/catalog.rules.ts';
import { holdWords, liftWords } from '#src/credit/credit.rules.ts';
import { LETTER_TEMPLATES } from '#src/letters/letters.rules.ts';
import { formatDayShort, formatMoment, isDay } from '#src/lib/days.ts';
import { formatRub } from '#src/lib/money.ts';
import { kindWords } from '#src/orders/orders.words.ts';
import { ROLE_WORDS } from './journal.words.ts';

/** Particulars of the journal's rows in Russian: what stands before and after. */
const FIELDS: Record<string, string> = {
  name: 'Название',
  email: 'Почта',
  phone: 'Телефон',
  role: 'Роль',
  inn: 'ИНН',
  kpp: 'КПП',
  code: 'Код',
  limit: 'Лимит',
  creditLimit: 'Лимит',
  amount: 'Сумма',
  gross: 'Цена',
  comment: 'Комментарий',
  reason: 'Причина',
  accent: 'Цвет',
  hours: 'Часы работы',
  isOn: 'Открыта для всех',
  isShownToCustomers: 'Розничные цены видны заказчикам',
  markup: 'Наценка, сотые доли процента',
  rounding: 'Округление',
  mayBeBelow: 'Можно ниже закупки',
  sha256: 'SHA-256 файла',
  vendorWords: 'Сказано о вендорах',
  productWords: 'Сказано о продуктах',
  text: 'Текст',
  until: 'До',
  untilOn: 'По',
  at: 'Время',
  letter: 'Письмо №',
  letters: 'Письма №',
  data: 'Данные',
  withStartPassword: 'По одноразовому паролю',
  seats: 'Места',
  fault: 'Что помешало',
  contactName: 'Контактное лицо',
  domainPrefix: 'Префикс домена',
  regionCode: 'Регион',
  customerId: 'Заказчик №',
  id: '№',
  status: 'Состояние',
  validFrom: 'Действует с',
  mutedLetters: 'Не получает',
  prices: 'Цен',
  payments: 'Платежей',
  known: 'Были раньше',
  file: 'Файл',
  replaced: 'Вместо назначенных',
  partners: 'Партнёров',
  address: 'Адрес',
  ogrn: 'ОГРН',
  mpnId: 'MPN ID',
  axDebtorCode: 'Код дебитора',
  axPayerCode: 'Код плательщика',
  paymentTermDays: 'Срок оплаты, дней',
  manager: 'Менеджер',
  task: 'Задача',
  error: 'Ошибка',
  muted: 'Отключены письма',
  wanted: 'Включены письма',
  lines: 'Строк с ценами',
  faults: 'Строк с ошибками',
  fromOn: 'С',
  released: 'Выполнено из ожидания',
  waiting: 'Заказов ещё ждут',
  otherHolds: 'Осталось блокировок',
  liftCause: 'Снята за',
  isOverride: 'Сверх лимита или без ожидания',
  kind: 'Вид',
  charge: 'Сумма за месяц',
  subscription: 'Подписка',
  isDuplicateMeant: 'Дубликат ИНН подтверждён',
  companyName: 'Компания',
  source: 'Откуда',
  settled: 'Погашено счетов',
  prepayment: 'Аванс',
  login: 'Логин',
  number: 'Номер',
  signedOn: 'Подписан',
  docMode: 'Документы',
  base: 'К договору №',
  answer: 'Ответ',
  replacedBy: 'Заменён счётом',
  replaces: 'Вместо счёта',
  state: 'Состояние',
  slug: 'Адрес в каталоге',
  initials: 'Буквы вместо логотипа',
  about: 'О вендоре',
  aliases: 'Слова для поиска',
  usesDomainPrefix: 'Домен onmicrosoft.com',
  vendorId: 'Вендор №',
  categoryId: 'Категория №',
  description: 'Описание',
  requirements: 'Требования',
  vatClass: 'Налог',
  registryNumber: 'Запись реестра',
  registryOn: 'Дата записи реестра',
  minSeats: 'Мест не меньше',
  maxSeats: 'Мест не больше',
  discontinuedOn: 'Снят с продажи с',
  sku: 'Артикул',
  unit: 'Единица',
  billingRule: 'Списание',
  format: 'Файл',
  rows: 'Строк',
  filter: 'Отбор',
  issuedOn: 'Дата',
  correctionNumber: 'Исправление №',
  correctionOn: 'Дата исправления',
};

/** Codes that stand as values, by the particular they are of. */
const VALUES: Record<string, Readonly<Record<string, string>>> = {
  role: ROLE_WORDS,
  reason: holdWords,
  liftCause: liftWords,
  kind: { ...kindWords, seats: 'Изменить число мест', stop: 'Остановить' },
  source: { hand: 'Вручную', bank: 'Банковская выписка', axapta: 'Axapta' },
  docMode: { upd: 'УПД', act_sf: 'Акт и счёт-фактура' },
  vatClass: { standard: 'НДС по ставке', registry: 'Без НДС' },
  billingRule: { prorated: billingWords.prorated.short, full_month: billingWords.full_month.short },
  unit: { user: 'пользователь', device: 'устройство', server: 'сервер', licence: 'лицензия' },
};

/** The Russian name of a particular; one without is shown as it is. */
export const labelOf = (key: string): string => FIELDS[key] ?? key;

/** One particular, before and after; null where it was not or is not any more. */
export interface DiffLine {
  readonly label: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** What changed, particular by particular; equal ones are left out. */
export function diffOf(before: Readonly<Record<string, unknown>> | null, after: Readonly<Record<string, unknown>> | null): DiffLine[] {
  const keys = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  return [...keys].flatMap((key) => {
    const [old, now] = [valueText(key, before?.[key]), valueText(key, after?.[key])];
    return old === now ? [] : [{ label: labelOf(key), before: old, after: now }];
  });
}

const templates: Readonly<Record<string, string>> = LETTER_TEMPLATES;
const KOPECKS = new Set([
  'limit',
  'creditLimit',
  'amount',
  'gross',
  'charge',
  'cost',
  'available',
  'exposure',
  'unitPrice',
  'price',
  'prepayment',
]);

function valueText(key: string, value: unknown): string | null {
  if (value === undefined || value === null || value === '') return null;
  if (typeof value === 'boolean') return value ? 'да' : 'нет';
  if (typeof value === 'string' || typeof value === 'number') return plainText(key, String(value));
  if (key === 'mutedLetters' && Array.isArray(value))
    return value.map((template) => templates[String(template)] ?? template).join(', ') || null;
  return Array.isArray(value) ? value.map(String).join(', ') || null : JSON.stringify(value);
}

function plainText(key: string, text: string): string {
  const word = VALUES[key]?.[text];
  if (word !== undefined) return word;
  if (KOPECKS.has(key) && /^-?\d{1,18}$/.test(text)) return formatRub(BigInt(text));
  if (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text)) return formatMoment(new Date(text));
  return isDay(text) ? formatDayShort(text) : text;
}
