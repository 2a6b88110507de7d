import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Response } from 'express';
import { formatPhone } from '#src/lib/phone.ts';
import { sendPage } from '#src/platform/http/compress.ts';
import type { Page, PageOf, ViewName } from '#src/platform/http/render.ts';
import type { Html, Views } from '#src/platform/http/views.ts';
import type { OpenStorefront } from '../storefront.types.ts';

/** What every public page of a storefront carries besides its own fields. */
export interface StorePage extends Page {
  /** One or two sentences for search engines. */
  snippet: string;
  /** Whole address; null for pages that nobody should find. */
  canonical: string | null;
  frame: StoreFrame;
  /** A form, which the portal's script makes quicker. */
  hasScript?: boolean;
  /** Structured data, ready to stand in a script element. */
  jsonLd: Html | null;
}

/** What stands around a storefront's page. */
export interface StoreFrame {
  name: string;
  home: string;
  logo: { webp: string; png: string; width: number; height: number } | null;
  /** Whole address of the logo, for who shows links to the page. */
  image: string | null;
  /** Address of the stylesheet with the partner's colour. */
  tint: string | null;
  phone: { href: string; text: string } | null;
  email: string | null;
  address: string | null;
  hours: string | null;
  /** «ООО «Вектор», ИНН 7701234567» */
  seller: string;
}

/** The frame of a storefront; `portalUrl` is the origin of whole addresses. */
export function frameOf(store: OpenStorefront, portalUrl: string): StoreFrame {
  const home = `/store/${store.code}`;
  const logo = store.logo && logoOf(home, store.logo);
  return {
    ...{ name: store.name, home, logo, email: store.email, address: store.address, hours: store.hours },
    image: logo && portalUrl + logo.png,
    tint: store.accent && `${home}/look-${store.accent.slice(1)}.css`,
    phone: store.phone === null ? null : { href: `tel:${store.phone.split(';')[0]}`, text: formatPhone(store.phone) },
    seller: `${store.seller.name}, ИНН ${store.seller.inn}`,
  };
}

/** The logo as large as the head of a page has room for it. */
function logoOf(home: string, { sha256, width, height }: NonNullable<OpenStorefront['logo']>): StoreFrame['logo'] {
  const scale = Math.min(1, 48 / height, 192 / width);
  const of = (ending: 'webp' | 'png') => `${home}/logo-${sha256}.${ending}`;
  return {
    ...{ webp: of('webp'), png: of('png') },
    ...{ width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) },
  };
}

/** Answers with a page of a storefront in its frame: no session, no cookie, no script. */
export function renderStore<V extends ViewName>(res: Response, view: V, page: PageOf<V> & StorePage): void {
  const views = res.app.locals.views as Views;
  const body = views.page(view, page, {});
  sendPage(res, views.partial('layouts/store', { page, body }));
}

/** What a layout of storefronts gets around the drawn page. */
export interface StoreLayoutProps {
  page: StorePage;
  body: Html;
}

const views = resolve(import.meta.dirname, '../../../views');

/** Changes with the templates that pages are drawn from: pages kept by browsers grow old with them. */
export function templatesVersion(): string {
  const hash = createHash('sha256');
  for (const file of [
    'layouts/store.ejs',
    ...readdirSync(join(views, 'storefront'))
      .sort()
      .map((name) => `storefront/${name}`),
  ]) {
    hash.update(readFileSync(join(views, file)));
  }
  return hash.digest('base64url').slice(0, 12);
}
