import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import { BadRequest, Invalid } from '#src/platform/errors.ts';
import { flash } from '#src/platform/http/flash.ts';
import { type FormState, readForm } from '#src/platform/http/forms.ts';
import { idIn } from '#src/platform/http/ids.ts';
import { render } from '#src/platform/http/render.ts';
import { Routes, sellers } from '#src/platform/http/routes.ts';
import { chosenForm, customerForm, newCustomerForm } from './customers.forms.ts';
import { type CustomerFacts, customerById } from './customers.queries.ts';
import { CustomerChanged, DuplicateCustomer } from './customers.rules.ts';
import { createCustomer, customersForOrder, updateCustomer } from './customers.service.ts';
import type { CustomerInput } from './customers.types.ts';
import { customerChoicePage, customerDialogPage, editCustomerPage, newCustomerPage } from './form.pages.ts';

/** Making and changing a customer; stands before `/customers/:id`. */
export const customerForms = new Routes();

customerForms.get('/customers/new', sellers, (_req, res) => {
  render(res, 'customers/form', newCustomerPage(randomUUID()));
});

customerForms.post('/customers', sellers, async (req, res) => {
  const choice = readForm(req, chosenForm);
  if (choice.ok) return choose(req, res, choice.value);
  const form = readForm(req, newCustomerForm);
  if (!form.ok) return showNew(req, res, form);
  try {
    const { id, name } = await createCustomer(req.scope, form.value.customer, form.value.token);
    if (isDialog(req)) return await showChoice(req, res, id, form.value.shows);
    flash(res, 'ok', `Заказчик ${name} создан. Логин и пароль для него — в письме на вашей почте.`);
    res.redirect(303, `/customers/${id}`);
  } catch (error) {
    showNew(req, res, { values: form.values, errors: fieldsOf(error) }, error);
  }
});

customerForms.get('/customers/:id/edit', sellers, async (req, res) => {
  render(res, 'customers/form', editCustomerPage(await customerById(req.scope, idIn(req))));
});

customerForms.post('/customers/:id/edit', sellers, async (req, res) => {
  const customer = await customerById(req.scope, idIn(req));
  const form = readForm(req, customerForm);
  if (!form.ok) return render(res.status(422), 'customers/form', editCustomerPage(customer, form));
  try {
    await updateCustomer(req.scope, customer.id, form.value);
    flash(res, 'ok', 'Изменения сохранены.');
    res.redirect(303, `/customers/${customer.id}`);
  } catch (error) {
    showEdit(res, customer, { form: form.values, ours: form.value.customer }, error);
  }
});

/** The form again: 409 with both values when somebody saved it meanwhile, 422 with what is wrong. */
function showEdit(res: Response, customer: CustomerFacts, sent: { form: FormState['values']; ours: CustomerInput }, error: unknown): void {
  if (error instanceof CustomerChanged) {
    const conflict = { with: error, ours: sent.ours };
    render(res.status(409), 'customers/form', editCustomerPage(customer, { values: sent.form, errors: {} }, { conflict }));
  } else {
    const trouble = error instanceof DuplicateCustomer ? { existing: error.existing } : {};
    const form = { values: sent.form, errors: fieldsOf(error) };
    render(res.status(422), 'customers/form', editCustomerPage(customer, form, trouble));
  }
}

/** The order's dialog asks for parts of its page; a browser's own form asks for a page. */
const isDialog = (req: Request): boolean => req.get('X-Fragment') !== undefined;

function showNew(req: Request, res: Response, form: FormState, error?: unknown): void {
  const existing = error instanceof DuplicateCustomer ? error.existing : null;
  const token = form.values['token'];
  if (!token) throw new BadRequest();
  const shows = form.values['shows'] === 'domain' ? 'domain' : 'inn';
  if (isDialog(req)) render(res.status(422), 'customers/dialog-again', customerDialogPage(form, existing, { token, shows }));
  else render(res.status(422), 'customers/form', newCustomerPage(token, form, existing));
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

/** What a form says of an error a person can put right; any other is thrown on. */
function fieldsOf(error: unknown): FormState['errors'] {
  if (error instanceof Invalid) return error.fields;
  throw error;
}
