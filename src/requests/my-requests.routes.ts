import type { Request, Response } from 'express';
import { customerPeople } from '#src/accounts/access.rules.ts';
import { EMPTY_FORM, type FormState, postedText } from '#src/platform/http/forms.ts';
import { idIn } from '#src/platform/http/ids.ts';
import { render } from '#src/platform/http/render.ts';
import { Routes } from '#src/platform/http/routes.ts';
import { submit } from '#src/platform/http/submit.ts';
import { mySubscription } from '#src/subscriptions/my/my.queries.ts';
import { numberIn } from '#src/subscriptions/number.parts.ts';
import { myRequestsPage } from './my-requests.pages.ts';
import { askForm, withdrawalForm } from './requests.forms.ts';
import { myRequests } from './requests.queries.ts';
import { askForChange, withdrawRequest } from './requests.service.ts';

/** The customer asks its partner for a change (product rule §12). */
export const asking = new Routes();

asking.get('/my/subscriptions/:number/requests', customerPeople, (req, res) => show(req, res, EMPTY_FORM));

asking.post('/my/subscriptions/:number/requests', customerPeople, (req, res) =>
  submit(req, res, askForm(postedText(req, 'kind')), {
    act: ({ token, ...input }) => askForChange(req.scope, numberIn(req.params), input, token),
    again: (form) => show(req, res, form),
    meanwhile: (form) => show(req, res, form),
    done: () => ({ to: listOf(req), say: 'Запрос отправлен партнёру. Ответ придёт письмом и появится здесь.' }),
  }),
);

asking.post('/my/subscriptions/:number/requests/:id/withdrawal', customerPeople, (req, res) =>
  submit(req, res, withdrawalForm, {
    act: ({ token }) => withdrawRequest(req.scope, numberIn(req.params), idIn(req), token),
    done: () => ({ to: listOf(req), say: 'Запрос отозван: партнёр знает, что отвечать не нужно. Можно отправить другой.' }),
  }),
);

const listOf = ({ params }: Request): string => `/my/subscriptions/${numberIn(params)}/requests`;

async function show(req: Request, res: Response, form: FormState): Promise<void> {
  const subscription = await mySubscription(req.scope, numberIn(req.params));
  render(res, 'requests/ask', myRequestsPage(subscription, await myRequests(req.scope, subscription.number), req.scope.actor, form));
}
