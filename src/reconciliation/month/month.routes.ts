import type { Request } from 'express';
import { z } from 'zod';
import { bookkeepers } from '#src/accounts/access.rules.ts';
import { addMonths, firstOfMonth, isMonth, type Month, monthOf } from '#src/lib/days.ts';
import { noteExport } from '#src/platform/http/exports.ts';
import { sendFile } from '#src/platform/http/files.ts';
import { parseQuery } from '#src/platform/http/forms.ts';
import { Routes } from '#src/platform/http/routes.ts';
import { commerceXml } from './commerceml.ts';
import { accountedMonth } from './month.queries.ts';
import { monthColumns, monthRows } from './month-table.ts';

/** Files of a month for the partner's accountant: a table and documents that 1С reads. */
export const monthFiles = new Routes();

/** `/reconciliation/month.xlsx?period=2026-11`; without a period it is the month before this one. */
const monthQuery = z.strictObject({
  period: z
    .string()
    .refine(isMonth)
    .transform((text) => text as Month)
    .nullable()
    .default(null),
});

function monthIn(req: Request): Month {
  const { period } = parseQuery(req, monthQuery);
  return period ?? monthOf(addMonths(firstOfMonth(req.scope.portal.clock.today()), -1));
}

monthFiles.export('/reconciliation/month', bookkeepers, (req) => {
  const month = monthIn(req);
  const rows = async () => monthRows(await accountedMonth(req.scope, month));
  return { name: `accounting-${month}`, sheet: `Учёт ${month}`, columns: monthColumns, rows };
});

monthFiles.get('/reconciliation/month.xml', bookkeepers, async (req, res) => {
  const { month, invoices } = await accountedMonth(req.scope, monthIn(req));
  const file = { fileName: `commerceml-${month}.xml`, mime: 'application/xml', bytes: commerceXml(invoices, req.scope.portal.clock.now()) };
  await noteExport(req.scope, { action: 'documents.exported', subject: `«${file.fileName}»` });
  sendFile(res, file);
});
