import { billingWords, wordsOfUnit } from '#src/catalog/catalog.rules.ts';
import type { PriceRow } from '#src/catalog/shop/catalog.queries.ts';
import type { Column } from '#src/lib/table.ts';
import { vatShort } from '#src/lib/vat.ts';

/** The price list as CSV and XLSX; prices per seat and month with VAT. */
export const priceListColumns = (vatRate: (vatClass: PriceRow['vatClass']) => number | null): Column<PriceRow>[] => [
  { title: 'Вендор', kind: 'text', of: (row) => row.vendorName },
  { title: 'Продукт', kind: 'text', of: (row) => row.productName },
  { title: 'Категория', kind: 'text', of: (row) => row.categoryName },
  { title: 'Артикул', kind: 'text', of: (row) => row.sku },
  { title: 'Предложение', kind: 'text', of: (row) => row.name },
  { title: 'Единица', kind: 'text', of: (row) => wordsOfUnit(row.unit).one },
  { title: 'Списание', kind: 'text', of: (row) => billingWords[row.billingRule].short },
  { title: 'Не меньше', kind: 'number', of: (row) => row.minSeats },
  { title: 'Не больше', kind: 'number', of: (row) => row.maxSeats },
  { title: 'Цена за единицу в месяц, ₽ с НДС', kind: 'money', of: (row) => row.price },
  { title: 'НДС', kind: 'text', of: (row) => vatShort(vatRate(row.vatClass)) },
  { title: 'Действует с', kind: 'day', of: (row) => row.priceFrom },
  { title: 'Следующая цена, ₽ с НДС', kind: 'money', of: (row) => row.nextPrice },
  { title: 'Действует с (следующая)', kind: 'day', of: (row) => row.nextFrom },
];
