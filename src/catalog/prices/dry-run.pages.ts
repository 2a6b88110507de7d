import { formatDayShort, formatMoment } from '#src/lib/days.ts';
import { formatRub } from '#src/lib/money.ts';
import { count, plural } from '#src/lib/russian.ts';
import type { AlertProps, BadgeProps, ButtonProps, CheckProps, PageHeadProps, StatProps } from '#src/platform/http/components.ts';
import type { FormState } from '#src/platform/http/forms.ts';
import type { Page } from '#src/platform/http/render.ts';
import { importBadge } from './price-import.pages.ts';
import { digestOf, type Effect, isLeap, type PriceDifference, type PriceImport } from './price-import.queries.ts';
import { type ReadingBlock, type ReadingState, readingBlock } from './price-reading.pages.ts';
import type { TouchedBlock } from './touched.pages.ts';

export interface DryRunPage extends Page {
  readonly head: PageHeadProps;
  readonly stats: readonly StatProps[];
  readonly alert: AlertProps | null;
  /** What of the file was read as what. */
  readonly reading: ReadingBlock | null;
  /** null when it was carried out, or can't be. */
  readonly apply: {
    readonly action: string;
    readonly token: string;
    readonly seen: string;
    readonly button: ButtonProps;
    readonly checks: CheckProps[];
    /** Whom the prices reach and from when, with the way to begin sooner. */
    readonly touched: TouchedBlock;
  } | null;
  readonly bad: readonly { readonly row: string; readonly reason: string }[];
  readonly rows: readonly DryRunLine[];
  /** «Показаны первые 500 из 1 200» */
  readonly cut: string | null;
}

export interface DryRunLine {
  readonly row: string;
  readonly sku: string;
  readonly name: string;
  readonly before: string;
  readonly after: string;
  readonly change: string;
  /** Changes by more than a third. */
  readonly leap: BadgeProps | null;
  readonly from: string;
}

const SHOWN = 500;

/** What the dry run is shown with; `confirmation` is the form as it came back. */
export interface DryRunForm {
  readonly token: string;
  readonly state: ReadingState | null;
  readonly touched: TouchedBlock;
  readonly confirmation: FormState;
}

/** `/admin/catalog/import/:id`: what the list would do, row by row. */
export function dryRunPage(list: PriceImport, rows: readonly PriceDifference[], form: DryRunForm): DryRunPage {
  const { token, state, touched, confirmation } = form;
  const of = (effect: Effect) => rows.filter((row) => row.effect === effect);
  const [replacing, same, unknown] = [of('replacing'), of('same'), of('unknown')];
  const fresh = rows.filter(({ effect }) => effect === 'new' || effect === 'replacing');
  const leaps = fresh.filter(isLeap);
  const bad = [...list.faults, ...[...of('past'), ...of('taken')].map((row) => ({ row: row.row, reason: reasonOf(row) }))].sort(
    (a, b) => a.row - b.row,
  );
  const isDone = list.appliedAt !== null;
  return {
    title: `Прайс-лист ${list.fileName}`,
    section: 'admin/catalog',
    head: {
      title: list.fileName || 'Прайс-лист',
      sub: `Загружен ${formatMoment(list.uploadedAt)}, ${list.uploadedBy}`,
      badge: importBadge(list),
      crumbs: [
        { label: 'Каталог и цены', href: '/admin/catalog' },
        { label: 'Загрузка прайс-листа', href: '/admin/catalog/import' },
        { label: list.fileName || 'Прайс-лист' },
      ],
    },
    stats: isDone
      ? [{ value: String(list.added ?? 0), label: plural(list.added ?? 0, 'цена добавлена', 'цены добавлены', 'цен добавлено') }]
      : [
          { value: String(fresh.length), label: plural(fresh.length, 'новая цена', 'новые цены', 'новых цен') },
          ...(replacing.length > 0 ? [{ value: String(replacing.length), label: 'вместо назначенных', tone: 'warn' as const }] : []),
          ...(leaps.length > 0 ? [leapStat(leaps.length)] : []),
          { value: String(same.length), label: 'без изменений' },
          { value: String(unknown.length), label: 'нет в каталоге', ...(unknown.length > 0 ? { tone: 'warn' as const } : {}) },
          { value: String(bad.length), label: 'с ошибками', ...(bad.length > 0 ? { tone: 'bad' as const } : {}) },
        ],
    reading: readingBlock(list, token, state),
    alert: isDone
      ? { tone: 'ok', text: `Применил ${list.appliedBy}, ${formatMoment(list.appliedAt ?? list.uploadedAt)}.` }
      : alertOf(fresh.length, bad.length),
    apply:
      isDone || bad.length > 0 || fresh.length === 0
        ? null
        : applyOf(
            list,
            { fresh: fresh.length, replacing: replacing.length, unknown: unknown.length, leaps: leaps.length },
            { token, seen: digestOf(rows), touched, confirmation },
          ),
    bad: isDone
      ? []
      : [...bad, ...unknown.map(({ row, sku }) => ({ row, reason: `Артикула ${sku} нет в каталоге` }))]
          .slice(0, SHOWN)
          .map(({ row, reason }) => ({ row: String(row), reason })),
    rows: isDone ? [] : [...leaps, ...fresh.filter((row) => !isLeap(row))].slice(0, SHOWN).map(lineOf),
    cut: !isDone && fresh.length > SHOWN ? `Показаны первые ${SHOWN} новых цен из ${fresh.length}` : null,
  };
}

function alertOf(fresh: number, bad: number): AlertProps | null {
  if (bad > 0)
    return {
      tone: 'bad',
      title: 'Применить нельзя.',
      text: 'Исправьте строки с ошибками в файле и загрузите его снова: цены меняются все сразу или никакие.',
    };
  return fresh === 0 ? { tone: 'info', text: 'Новых цен в файле нет: менять нечего.' } : null;
}

const leapStat = (leaps: number): StatProps => ({
  ...{ value: String(leaps), tone: 'warn' },
  label: `${plural(leaps, 'меняется', 'меняются', 'меняется')} больше чем на треть`,
});

function applyOf(
  list: PriceImport,
  of: { fresh: number; replacing: number; unknown: number; leaps: number },
  { confirmation: { values }, ...form }: Omit<DryRunForm, 'state'> & { seen: string },
): DryRunPage['apply'] {
  const { fresh, replacing, unknown, leaps } = of;
  const replace = `Заменить ${count(replacing, 'цену, уже назначенную', 'цены, уже назначенные', 'цен, уже назначенных')} на тот же день`;
  const skip = `Пропустить ${count(unknown, 'артикул', 'артикула', 'артикулов')}, которых нет в каталоге`;
  const leap = `Проверено: ${count(leaps, 'цена меняется', 'цены меняются', 'цен меняется')} больше чем на треть`;
  return {
    ...form,
    action: `/admin/catalog/import/${list.id}/confirmation`,
    button: { label: `Назначить ${count(fresh, 'цену', 'цены', 'цен')}`, kind: 'primary', icon: 'check' },
    checks: [
      ...(leaps > 0 ? [{ name: 'acceptLeaps', label: leap }] : []),
      ...(replacing > 0 ? [{ name: 'replaceAhead', label: replace }] : []),
      ...(unknown > 0 ? [{ name: 'skipUnknown', label: skip }] : []),
    ].map((check) => ({ ...check, required: true, isChecked: values[check.name] === 'on' })),
  };
}

function reasonOf({ effect, sku, validFrom, before }: PriceDifference): string {
  if (effect === 'past') return `${sku}: день ${formatDayShort(validFrom)} уже прошёл, цену можно назначить с сегодняшнего дня`;
  return `${sku}: на ${formatDayShort(validFrom)} уже назначена цена ${formatRub(before ?? 0n)}, выберите другой день`;
}

function lineOf(difference: PriceDifference): DryRunLine {
  const { row, sku, offerName, before, after, validFrom, effect } = difference;
  return {
    row: String(row),
    sku,
    name: offerName ?? '',
    before: before === null ? '—' : `${formatRub(before)}${effect === 'replacing' ? ', назначена на тот же день' : ''}`,
    after: formatRub(after),
    change: before === null ? 'новая' : percent(before, after),
    leap: isLeap(difference) ? { tone: 'warn', label: 'больше трети', icon: 'alert-triangle' } : null,
    from: formatDayShort(validFrom),
  };
}

/** «+7,0 %» */
function percent(before: bigint, after: bigint): string {
  const tenths = Number(((after - before) * 2000n + (after >= before ? before : -before)) / (before * 2n));
  return `${tenths < 0 ? '−' : '+'}${(Math.abs(tenths) / 10).toFixed(1).replace('.', ',')}\u00a0%`;
}
