import type { Request, Response } from 'express';
import { bookkeepers, staff } from '#src/accounts/access.rules.ts';
import { partnerOf } from '#src/accounts/actor.rules.ts';
import { BadRequest } from '#src/platform/errors.ts';
import { noteExport } from '#src/platform/http/exports.ts';
import { type StoredFile, sendFile } from '#src/platform/http/files.ts';
import { parseQuery } from '#src/platform/http/forms.ts';
import { idIn } from '#src/platform/http/ids.ts';
import { render } from '#src/platform/http/render.ts';
import { heavy, Routes } from '#src/platform/http/routes.ts';
import { actQuery, readDays } from './act.forms.ts';
import { type ActPlace, actLines, actPage, type FoundAct } from './act.pages.ts';
import { actOf, partyOf, scopeIn } from './act.queries.ts';
import type { Act } from './act.types.ts';
import { actColumns, actExchangeFile, actPaper, actTitle } from './act-files.ts';

/** «Акт сверки» of any days: page, paper and files, for the partner's people of books and for MONT's. */
export const reconciliation = new Routes();

const OWN = '/reconciliation';
const OF_PARTNER = '/admin/partners/:id/reconciliation';

/** Whose act a request is about. @throws Forbidden, NotFound */
type Whose = (req: Request) => number;
const own: Whose = ({ scope }) => partnerOf(scope);

for (const [path, access, whose] of [
  [OWN, bookkeepers, own],
  [OF_PARTNER, staff, idIn],
] as const) {
  reconciliation.get(path, access, (req, res) => show(req, res, whose(req)));
  reconciliation.get(`${path}.pdf`, access, heavy, (req, res) =>
    give(req, res, whose(req), (act) => actPaper(req.scope.portal.workers, act)),
  );
  reconciliation.get(`${path}.xml`, access, (req, res) => give(req, res, whose(req), actExchangeFile));
  reconciliation.export(path, access, async (req) => {
    const act = await exactAct(req, whose(req));
    return { name: actTitle(act), sheet: 'Акт сверки', columns: actColumns, rows: () => actLines(act) };
  });
}

async function show(req: Request, res: Response, partnerId: number): Promise<void> {
  const found = await find(req, partnerId);
  const place: ActPlace =
    'id' in req.params
      ? { path: `/admin/partners/${partnerId}/reconciliation`, section: 'admin/partners', crumbs: crumbsOf(found), isOwn: false }
      : { path: OWN, section: 'reconciliation', isOwn: true };
  render(found.act ? res : res.status(422), 'reconciliation/show', actPage(found, place));
}

const crumbsOf = ({ party }: FoundAct) => [
  { label: 'Партнёры', href: '/admin/partners' },
  { label: party.name, href: `/admin/partners/${party.id}?tab=money` },
  { label: 'Акт сверки' },
];

async function find(req: Request, partnerId: number): Promise<FoundAct> {
  const { portal } = req.scope;
  const query = parseQuery(req, actQuery);
  const party = await partyOf(portal, partnerId);
  const of = scopeIn(party, query.contract);
  const today = portal.clock.today();
  const read = readDays(query, party, today);
  if (read.days === null) return { party, of, act: null, told: read.told, isCut: false, today };
  return { party, of, act: await actOf(portal, party, read.days, of), told: null, isCut: read.isCut, today };
}

/** @throws BadRequest for days that no link of the portal names */
async function exactAct(req: Request, partnerId: number): Promise<Act> {
  const { act } = await find(req, partnerId);
  if (!act) throw new BadRequest();
  return act;
}

async function give(req: Request, res: Response, partnerId: number, make: (act: Act) => StoredFile | Promise<StoredFile>): Promise<void> {
  const act = await exactAct(req, partnerId);
  const file = await make(act);
  await noteExport(req.scope, { action: 'documents.exported', subject: `«${file.fileName}»`, partnerId });
  sendFile(res, file);
}
