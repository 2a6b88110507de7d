import type { Day } from '#src/lib/days.ts';
import type { Kopecks } from '#src/lib/money.ts';
import type { Table } from '#src/lib/table.ts';
import { vatShort } from '#src/lib/vat.ts';
import type { PriceRow } from './catalog.queries.ts';
import { billingWords, wordsOfUnit } from './catalog.rules.ts';

interface PriceLine {
  vendor: string;
  product: string;
  category: string;
  sku: string;
  offer: string;
  unit: string;
  billing: string;
  minSeats: number;
  maxSeats: number;
  price: Kopecks | null;
  vat: string;
  priceFrom: Day | null;
  nextPrice: Kopecks | null;
  nextFrom: Day | null;
}

/** The price list as a table for CSV and XLSX; prices per seat and month with VAT. */
export function priceList(rows: readonly PriceRow[], vatRate: (vatClass: PriceRow['vatClass']) => number | null): Table<PriceLine> {
  return {
    columns: [
      { key: 'vendor', title: 'Вендор', kind: 'text' },
      { key: 'product', title: 'Продукт', kind: 'text' },
      { key: 'category', title: 'Категория', kind: 'text' },
      { key: 'sku', title: 'Артикул', kind: 'text' },
      { key: 'offer', title: 'Предложение', kind: 'text' },
      { key: 'unit', title: 'Единица', kind: 'text' },
      { key: 'billing', title: 'Списание', kind: 'text' },
      { key: 'minSeats', title: 'Не меньше', kind: 'number' },
      { key: 'maxSeats', title: 'Не больше', kind: 'number' },
      { key: 'price', title: 'Цена за единицу в месяц, ₽ с НДС', kind: 'money' },
      { key: 'vat', title: 'НДС', kind: 'text' },
      { key: 'priceFrom', title: 'Действует с', kind: 'day' },
      { key: 'nextPrice', title: 'Следующая цена, ₽ с НДС', kind: 'money' },
      { key: 'nextFrom', title: 'Действует с (следующая)', kind: 'day' },
    ],
    rows: rows.map((row) => ({
      vendor: row.vendorName,
      product: row.productName,
      category: row.categoryName,
      sku: row.sku,
      offer: row.name,
      unit: wordsOfUnit(row.unit).one,
      billing: billingWords[row.billingRule].short,
      minSeats: row.minSeats,
      maxSeats: row.maxSeats,
      price: row.price,
      vat: vatShort(vatRate(row.vatClass)),
      priceFrom: row.priceFrom,
      nextPrice: row.nextPrice,
      nextFrom: row.nextFrom,
    })),
  };
}
