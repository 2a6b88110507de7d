import { formatDayLong } from '#src/lib/days.ts';
import { formatRub, type Kopecks } from '#src/lib/money.ts';
import { count } from '#src/lib/russian.ts';
import type { CheckProps, FieldProps } from '#src/platform/http/components.ts';
import type { FormState } from '#src/platform/http/forms.ts';
import type { Touched } from './touched.queries.ts';

/** «Кого коснётся»: shown before a price is set, with the way to begin sooner. */
export interface TouchedBlock {
  readonly title: string;
  readonly lines: readonly string[];
  /** Only where something gets dearer. */
  readonly early: { readonly check: CheckProps; readonly reason: FieldProps } | null;
}

const subscriptions = (found: number) => count(found, 'подписка', 'подписки', 'подписок');

export function touchedBlock(touched: Touched, form: FormState): TouchedBlock {
  const { partners, subscriptions: found, raised, difference, raiseOn, soonOn } = touched;
  const lowered = found - raised;
  const sign = difference < 0n ? '−' : '+';
  const error = form.errors['earlyReason'];
  return {
    title: `Коснётся: ${subscriptions(found)}, ${count(partners, 'партнёр', 'партнёра', 'партнёров')}`,
    lines: [
      ...(raiseOn
        ? [`Подорожает: ${subscriptions(raised)}, с продления ${formatDayLong(raiseOn)}. Письма уйдут не меньше чем за 14 дней до него.`]
        : []),
      ...(lowered > 0 ? [`Подешевеет: ${subscriptions(lowered)}, с продления ${formatDayLong(soonOn)}.`] : []),
      `В месяц ${sign}${formatRub((difference < 0n ? -difference : difference) as Kopecks)}. Новые заказы берут цену дня заказа.`,
    ],
    early: raiseOn && {
      check: {
        name: 'early',
        label: `Раньше срока: с продления ${formatDayLong(soonOn)}, письма уйдут сразу`,
        isChecked: form.values['early'] === 'on',
      },
      reason: {
        name: 'earlyReason',
        label: 'Почему раньше срока',
        type: 'textarea',
        rows: 2,
        maxlength: 500,
        isOptional: true,
        value: form.values['earlyReason'] ?? '',
        ...(error ? { error } : {}),
      },
    },
  };
}

/** What is said after a price was set. */
export function priceSetText({ subscriptions: found, raiseOn, soonOn }: Touched, isEarly: boolean): string {
  if (found === 0) return 'Цена назначена.';
  const on = isEarly || raiseOn === null ? soonOn : raiseOn;
  return `Цена назначена. Действующие подписки (${found}) перейдут на неё с продления ${formatDayLong(on)}.${isEarly ? ' Письма партнёрам уходят сейчас.' : ''}`;
}
