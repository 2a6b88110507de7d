import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import { staff } from '#src/accounts/access.rules.ts';
import { partnerName } from '#src/partners/partners.queries.ts';
import type { FormState } from '#src/platform/http/forms.ts';
import { idIn } from '#src/platform/http/ids.ts';
import { render } from '#src/platform/http/render.ts';
import { Routes } from '#src/platform/http/routes.ts';
import { submit } from '#src/platform/http/submit.ts';
import { contractForm, mendForm } from './contracts.forms.ts';
import { contractPage, newContractPage } from './contracts.pages.ts';
import { contractCard } from './contracts.queries.ts';
import { addContractTo, mendContract } from './contracts.service.ts';

/** Contracts of any partner, for MONT's people: added, and mended until an invoice names them (product rule §4). */
export const contracts = new Routes();

const todayOf = ({ scope }: Request) => scope.portal.clock.today();

contracts.get('/admin/partners/:id/contracts', staff, (req, res) => showNew(req, res));

contracts.post('/admin/partners/:id/contracts', staff, (req, res) =>
  submit(req, res, contractForm(todayOf(req)), {
    act: ({ token, ...contract }) => addContractTo(req.scope, idIn(req), contract, token),
    again: (form) => showNew(req, res, form),
    done: (_, { number }) => ({ to: `/admin/partners/${idIn(req)}?tab=people`, say: `Договор ${number} добавлен.` }),
  }),
);

contracts.get('/admin/partners/:id/contracts/:contractId', staff, async (req, res) => show(req, res));

contracts.post('/admin/partners/:id/contracts/:contractId', staff, (req, res) =>
  submit(req, res, mendForm(todayOf(req)), {
    act: (contract) => mendContract(req.scope, idIn(req), idIn(req, 'contractId'), contract),
    again: (form) => show(req, res, form),
    done: (_, { number }) => ({ to: `/admin/partners/${idIn(req)}?tab=people`, say: `Договор ${number} исправлен.` }),
  }),
);

async function showNew(req: Request, res: Response, form?: FormState): Promise<void> {
  render(res, 'partners/part-form', newContractPage(await partnerName(req.scope, idIn(req)), randomUUID(), todayOf(req), form));
}

async function show(req: Request, res: Response, form?: FormState): Promise<void> {
  const card = await contractCard(req.scope, idIn(req), idIn(req, 'contractId'));
  render(res, 'partners/contract', contractPage(card, randomUUID(), todayOf(req), form));
}
