import type { Random } from './random.ts';

export interface Place {
  /** Code of the subject of the Federation. */
  readonly region: string;
  readonly city: string;
  readonly postalCode: string;
  /** Telephone code of the city. */
  readonly areaCode: string;
}

export const places: readonly Place[] = [
  { region: '77', city: 'Москва', postalCode: '101000', areaCode: '495' },
  { region: '78', city: 'Санкт-Петербург', postalCode: '190000', areaCode: '812' },
  { region: '02', city: 'Уфа', postalCode: '450000', areaCode: '347' },
  { region: '16', city: 'Казань', postalCode: '420000', areaCode: '843' },
  { region: '22', city: 'Барнаул', postalCode: '656000', areaCode: '3852' },
  { region: '23', city: 'Краснодар', postalCode: '350000', areaCode: '861' },
  { region: '24', city: 'Красноярск', postalCode: '660000', areaCode: '391' },
  { region: '25', city: 'Владивосток', postalCode: '690000', areaCode: '423' },
  { region: '27', city: 'Хабаровск', postalCode: '680000', areaCode: '4212' },
  { region: '29', city: 'Архангельск', postalCode: '163000', areaCode: '8182' },
  { region: '34', city: 'Волгоград', postalCode: '400000', areaCode: '8442' },
  { region: '36', city: 'Воронеж', postalCode: '394000', areaCode: '473' },
  { region: '38', city: 'Иркутск', postalCode: '664000', areaCode: '3952' },
  { region: '39', city: 'Калининград', postalCode: '236000', areaCode: '4012' },
  { region: '40', city: 'Калуга', postalCode: '248000', areaCode: '4842' },
  { region: '51', city: 'Мурманск', postalCode: '183000', areaCode: '8152' },
  { region: '52', city: 'Нижний Новгород', postalCode: '603000', areaCode: '831' },
  { region: '54', city: 'Новосибирск', postalCode: '630000', areaCode: '383' },
  { region: '55', city: 'Омск', postalCode: '644000', areaCode: '3812' },
  { region: '59', city: 'Пермь', postalCode: '614000', areaCode: '342' },
  { region: '61', city: 'Ростов-на-Дону', postalCode: '344000', areaCode: '863' },
  { region: '63', city: 'Самара', postalCode: '443000', areaCode: '846' },
  { region: '64', city: 'Саратов', postalCode: '410000', areaCode: '8452' },
  { region: '66', city: 'Екатеринбург', postalCode: '620000', areaCode: '343' },
  { region: '70', city: 'Томск', postalCode: '634000', areaCode: '3822' },
  { region: '71', city: 'Тула', postalCode: '300000', areaCode: '4872' },
  { region: '72', city: 'Тюмень', postalCode: '625000', areaCode: '3452' },
  { region: '74', city: 'Челябинск', postalCode: '454000', areaCode: '351' },
  { region: '76', city: 'Ярославль', postalCode: '150000', areaCode: '4852' },
];

/** Throws RangeError for a region the demo world has no city in. */
export function placeIn(region: string): Place {
  const place = places.find((candidate) => candidate.region === region);
  if (!place) throw new RangeError(`no demo city in region ${region}`);
  return place;
}

/** A fixed-line number of the city, E.164. */
export function phoneIn(place: Place, random: Random): string {
  const length = 10 - place.areaCode.length;
  const rest = String(random.int(0, 10 ** (length - 1) - 1)).padStart(length - 1, '0');
  return `+7${place.areaCode}${random.int(2, 6)}${rest}`;
}
