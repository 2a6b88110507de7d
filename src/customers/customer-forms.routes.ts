import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import { sellers } from '#src/accounts/access.rules.ts';
import { BadRequest } from '#src/platform/errors.ts';
import { flash } from '#src/platform/http/flash.ts';
import { EMPTY_FORM, type FormState, readForm } from '#src/platform/http/forms.ts';
import { idIn } from '#src/platform/http/ids.ts';
import { render } from '#src/platform/http/render.ts';
import { Routes } from '#src/platform/http/routes.ts';
import { submit } from '#src/platform/http/submit.ts';
import { chosenForm, customerForm, newCustomerForm } from './customers.forms.ts';
import { customerById } from './customers.queries.ts';
import { DuplicateCustomer } from './customers.rules.ts';
import { createCustomer, customersForOrder, updateCustomer } from './customers.service.ts';
import type { ExistingCustomer } from './customers.types.ts';
import { customerDialogPage } from './dialog.parts.ts';
import { customerChoicePage, editCustomerPage, newCustomerPage } from './form.pages.ts';

/** Making and changing a customer; stands before `/customers/:id`. */
export const customerForms = new Routes();

customerForms.get('/customers/new', sellers, (_req, res) => {
  render(res, 'customers/form', newCustomerPage(randomUUID()));
});

customerForms.post('/customers', sellers, (req, res) => {
  const choice = readForm(req, chosenForm);
  if (choice.ok) return choose(req, res, choice.value);
  return submit(req, res, newCustomerForm, {
    act: ({ customer, token }) => createCustomer(req.scope, customer, token),
    again: (form, refusal) => showNew(req, res, form, existingOf(refusal)),
    show: ({ id, name }, { shows }) => {
      if (isDialog(req)) return showChoice(req, res, id, shows);
      flash(res, 'ok', `Заказчик ${name} создан. Логин и пароль для него — в письме на вашей почте.`);
      res.redirect(303, `/customers/${id}`);
    },
  });
});

customerForms.get('/customers/:id/edit', sellers, (req, res) => showEdit(req, res, EMPTY_FORM));

customerForms.post('/customers/:id/edit', sellers, (req, res) =>
  submit(req, res, customerForm, {
    act: (form) => updateCustomer(req.scope, idIn(req), form),
    again: (form, refusal) => showEdit(req, res, form, existingOf(refusal)),
    done: () => ({ to: `/customers/${idIn(req)}`, say: 'Изменения сохранены.' }),
  }),
);

async function showEdit(req: Request, res: Response, form: FormState, existing: ExistingCustomer | null = null): Promise<void> {
  render(res, 'customers/form', editCustomerPage(await customerById(req.scope, idIn(req)), form, existing));
}

/** The customer there is already, offered instead. */
const existingOf = (refusal: unknown): ExistingCustomer | null => (refusal instanceof DuplicateCustomer ? refusal.existing : null);

/** The order's dialog asks for parts of its page; a browser's own form asks for a page. */
const isDialog = (req: Request): boolean => req.get('X-Fragment') !== undefined;

function showNew(req: Request, res: Response, form: FormState, existing: ExistingCustomer | null): void {
  const token = form.values['token'];
  if (!token) throw new BadRequest();
  const shows = form.values['shows'] === 'domain' ? 'domain' : 'inn';
  if (isDialog(req)) render(res, 'customers/dialog-again', customerDialogPage(form, existing, { token, shows }));
  else render(res, 'customers/form', newCustomerPage(token, form, existing));
}

/** The existing customer taken instead of a duplicate. @throws NotFound for a foreign one */
async function choose(req: Request, res: Response, { chosen, shows }: { chosen: number; shows: 'inn' | 'domain' }): Promise<void> {
  const { id } = await customerById(req.scope, chosen);
  if (isDialog(req)) await showChoice(req, res, id, shows);
  else res.redirect(303, `/customers/${id}`);
}

async function showChoice(req: Request, res: Response, id: number, shows: 'inn' | 'domain'): Promise<void> {
  const all = await customersForOrder(req.scope.portal.sql, req.scope.actor.partnerId ?? 0);
  render(res.status(201), 'customers/choice', customerChoicePage(all, id, { token: randomUUID(), shows }));
}
