import type { Page } from 'playwright-core';
import { CAST_SKU } from '#prisma/seeds/data/cast.ts';
import type { PictureName } from '#src/help/pictures.ts';

/** How a picture is taken. */
export interface Shot {
  readonly name: PictureName;
  /** Log-on of the person of the demo; without it a stranger. */
  readonly as?: string;
  /** Width of the window; without it the picture's for a stranger, that of a desk for others. */
  readonly width?: number;
  readonly path: string;
  /** What is done on the page first. */
  readonly prepare?: (page: Page) => Promise<void>;
  /** The picture begins above this part; without it at the top of the page. */
  readonly from?: string;
}

const inside = '.page-head';

/** All pictures, in the order they are taken; `statement` is the path of a bank statement to be loaded. */
export function shotsOf(statement: string): readonly Shot[] {
  return [
    { name: 'storefront', width: 1200, path: '/store/vector' },
    { name: 'storefront-phone', path: '/store/vector' },
    { name: 'store-ask', path: '/store/vector?q=касперски', prepare: ask, from: 'form' },
    { name: 'subscriptions', as: 'vector-sales', path: '/subscriptions', from: '.table' },
    { name: 'order', as: 'vector-sales', path: '/catalog', prepare: order, from: inside },
    { name: 'store-request', as: 'vector-sales', path: '/requests/store', prepare: openRequest, from: inside },
    { name: 'store-order', as: 'vector-sales', path: '/requests/store', prepare: orderOfRequest, from: '#order' },
    { name: 'store-settings', as: 'vector', path: '/team/storefront', from: inside },
    { name: 'store-prices', as: 'vector', width: 960, path: '/team/storefront/prices', from: '#prices' },
    { name: 'documents', as: 'vector-books', path: '/documents', from: '#invoices' },
    { name: 'payments', as: 'vector-books', path: '/payments', from: '.table' },
    { name: 'reconciliation', as: 'vector-books', path: '/reconciliation', from: '[aria-label="Итоги"]' },
    { name: 'my-subscriptions', as: 'romashka', width: 960, path: '/my/subscriptions', from: inside },
    { name: 'my-catalog', as: 'romashka', path: '/my/catalog', from: inside },
    { name: 'my-team', as: 'romashka', path: '/my/team', from: inside },
    { name: 'statement', as: 'manager', path: '/admin/payments/import', prepare: (page) => load(page, statement), from: inside },
  ];
}

const PRODUCT = 'Kaspersky Endpoint Security Cloud Plus';

async function ask(page: Page): Promise<void> {
  await page.getByRole('link', { name: PRODUCT }).first().click();
  await page.locator(`a[href$="offer=${CAST_SKU}"]`).click();
  await page.waitForURL(/offer=/); // and loaded: the sum is the script's
  await page.getByLabel('Количество').fill('30');
  await page.getByText('30 × ').waitFor();
}

async function order(page: Page): Promise<void> {
  await page.goto('/catalog?q=касперски');
  await page.getByRole('link', { name: PRODUCT }).first().click();
  await page.getByRole('link', { name: 'Оформить подписку' }).first().click();
  await page.waitForURL(/orders\/new/);
  await page.getByLabel('Конечный заказчик').selectOption({ index: 1 });
}

async function openRequest(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Ольга Петрова' }).first().click();
  await page.getByRole('link', { name: 'Оформить', exact: true }).waitFor();
}

async function orderOfRequest(page: Page): Promise<void> {
  await openRequest(page);
  await page.getByRole('link', { name: 'Оформить', exact: true }).click();
  await page.locator('#order').waitFor();
}

async function load(page: Page, statement: string): Promise<void> {
  await page.locator('input[type=file]').setInputFiles(statement);
  await page.getByRole('button', { name: 'Загрузить и проверить' }).click();
  await page.waitForURL(/\/import\/\d+/);
}
