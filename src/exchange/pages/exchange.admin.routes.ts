import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import { staff } from '#src/accounts/access.rules.ts';
import { payingPartner } from '#src/payments/new-payment.queries.ts';
import { Conflict, Invalid } from '#src/platform/errors.ts';
import type { FormState } from '#src/platform/http/forms.ts';
import { parseQuery } from '#src/platform/http/forms.ts';
import { idIn } from '#src/platform/http/ids.ts';
import { partOf } from '#src/platform/http/list.ts';
import { render } from '#src/platform/http/render.ts';
import { Routes } from '#src/platform/http/routes.ts';
import { submit } from '#src/platform/http/submit.ts';
import { isExchangeOn } from '../exchange.rules.ts';
import { decidePayment } from '../payments/deciding.service.ts';
import { restMessage, retryMessage } from '../receiving/again.service.ts';
import { dataAge } from '../tending/tending.queries.ts';
import { askAgain } from '../tending/tending.service.ts';
import { decisionPage } from './decision.pages.ts';
import { paymentToDecide } from './decision.queries.ts';
import { differenceColumns, differencesPage } from './differences.pages.ts';
import { differences } from './differences.queries.ts';
import { documentDifferenceColumns } from './document-differences.pages.ts';
import { documentDifferences } from './document-differences.queries.ts';
import { decisionForm, messageList, pressForm } from './exchange.forms.ts';
import { messageColumns, messageListPage, messagePage } from './messages.pages.ts';
import { exportMessages, listMessages, messageCard } from './messages.queries.ts';
import { overviewPage } from './overview.pages.ts';
import { overview } from './overview.queries.ts';

/** The exchange with Axapta, for MONT's people. */
export const exchangePages = new Routes();

const PATH = '/admin/exchange';

exchangePages.get(PATH, staff, async (req, res) => {
  const { config, clock, sql } = req.scope.portal;
  const [found, { asOf }] = await Promise.all([overview(req.scope), dataAge(sql)]);
  const limits = { freshHours: config.axFreshHours, staleHours: config.axStaleHours };
  render(res, 'exchange/overview', overviewPage(found, { isOn: isExchangeOn(config), asOf, now: clock.now(), limits }, randomUUID()));
});

exchangePages.get(`${PATH}/messages`, staff, async (req, res) => {
  const filter = parseQuery(req, messageList.query);
  render(res, 'exchange/messages', messageListPage(await listMessages(req.scope, filter, partOf(filter)), filter));
});

exchangePages.export(`${PATH}/messages`, staff, (req) => {
  const filter = parseQuery(req, messageList.exportQuery);
  const name = `axapta-messages-${req.scope.portal.clock.today()}`;
  return { name, sheet: 'Сообщения', columns: messageColumns, rows: () => exportMessages(req.scope, filter) };
});

exchangePages.get(`${PATH}/messages/:message`, staff, async (req, res) => {
  render(res, 'exchange/message', messagePage(await messageCard(req.scope, idIn(req, 'message')), randomUUID()));
});

exchangePages.post(`${PATH}/messages/:message/retry`, staff, (req, res) =>
  submit(req, res, pressForm, {
    act: ({ token }) => retryMessage(req.scope, idIn(req, 'message'), token),
    done: () => ({
      to: `${PATH}/messages/${idIn(req, 'message')}`,
      say: 'Сообщение выполняется ещё раз: обновите страницу через несколько секунд.',
    }),
  }),
);

exchangePages.post(`${PATH}/messages/:message/rest`, staff, (req, res) =>
  submit(req, res, pressForm, {
    act: ({ token }) => restMessage(req.scope, idIn(req, 'message'), token),
    done: () => ({ to: `${PATH}/messages/${idIn(req, 'message')}`, say: 'Отмечено: разобрано.' }),
  }),
);

exchangePages.post(`${PATH}/gaps/:gap/replay`, staff, (req, res) =>
  submit(req, res, pressForm, {
    act: async () => {
      if (!(await askAgain(req.scope, BigInt(idIn(req, 'gap'))))) throw new Conflict('Пропавшие сообщения уже пришли.');
    },
    done: () => ({ to: PATH, say: 'Повтор запрошен: просьба ждёт Аксапту в исходящих.' }),
  }),
);

exchangePages.get(`${PATH}/decisions/:decision`, staff, (req, res) => showDecision(req, res, { values: {}, errors: {} }));

exchangePages.post(`${PATH}/decisions/:decision`, staff, (req, res) =>
  submit(req, res, decisionForm, {
    act: async ({ partner, what, token }) => {
      const named = partner === '' ? null : await payingPartner(req.scope, partner);
      if (named === undefined) throw new Invalid({ partner: 'Такого партнёра нет: проверьте ИНН или код' });
      await decidePayment(req.scope, idIn(req, 'decision'), { partnerId: named?.id ?? null, what }, token);
    },
    again: (form) => showDecision(req, res, form),
    done: () => ({ to: PATH, say: 'Решение выполнено.' }),
  }),
);

async function showDecision(req: Request, res: Response, form: FormState): Promise<void> {
  const row = await paymentToDecide(req.scope, idIn(req, 'decision'));
  if (row.state !== 'decide') throw new Conflict('По этому платежу уже есть решение.');
  render(res, 'exchange/decision', decisionPage(row, form, form.values['token'] ?? randomUUID()));
}

exchangePages.get(`${PATH}/differences`, staff, async (req, res) => {
  const [found, documents] = await Promise.all([differences(req.scope, req.scope.portal.clock.today()), documentDifferences(req.scope)]);
  render(res, 'exchange/differences', differencesPage(found, documents));
});

exchangePages.export(`${PATH}/differences`, staff, ({ scope }) => {
  const today = scope.portal.clock.today();
  return { name: `axapta-differences-${today}`, sheet: 'Расхождения', columns: differenceColumns, rows: () => differences(scope, today) };
});

exchangePages.export(`${PATH}/differences/documents`, staff, ({ scope }) => {
  const name = `axapta-documents-${scope.portal.clock.today()}`;
  return { name, sheet: 'Счета', columns: documentDifferenceColumns, rows: () => documentDifferences(scope) };
});
