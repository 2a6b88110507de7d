import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import { only } from '#src/accounts/access.rules.ts';
import { partnerOf } from '#src/accounts/actor.rules.ts';
import { ToConfirm } from '#src/platform/errors.ts';
import { EMPTY_FORM, parseQuery } from '#src/platform/http/forms.ts';
import { render, renderFragment } from '#src/platform/http/render.ts';
import { Routes } from '#src/platform/http/routes.ts';
import { submit } from '#src/platform/http/submit.ts';
import { readAccent } from '../look/accent.rules.ts';
import { ownLogo } from '../look/logo.queries.ts';
import { buttonForm, codeForm, lookQuery, settingsForm } from './settings.forms.ts';
import { lookOf, PATH, type SettingsForms, settingsPage } from './settings.pages.ts';
import { ownStorefront, storefrontNumbers } from './settings.queries.ts';
import { changeCode, dropLogo, saveSettings, setLogo } from './settings.service.ts';

/** «Витрина»: how a partner's public page looks, for its head. Stands before `/team/:userId`. */
export const storefrontSettings = new Routes();

const owners = only('partner_owner');

storefrontSettings.get(PATH, owners, (req, res) => show(req, res, {}));

storefrontSettings.post(PATH, owners, (req, res) =>
  submit(req, res, settingsForm, {
    act: async ({ step, ...input }) => {
      if (step === 'show') throw new ToConfirm();
      await saveSettings(req.scope, input);
    },
    again: (settings) => show(req, res, { settings }),
    done: (_, { isOn }) => ({ to: PATH, say: isOn ? 'Сохранено. Витрина открыта.' : 'Сохранено. Витрина закрыта.' }),
  }),
);

/** What the typed colour and text look like, to stand in the page while somebody types. */
storefrontSettings.get(`${PATH}/preview`, owners, (req, res) => {
  const { name, text, accent } = parseQuery(req, lookQuery);
  const look = lookOf({ name, text, accent: readAccent(accent) });
  renderFragment(res, 'storefront/look-shown', { title: 'Витрина', section: 'team/storefront', look });
});

storefrontSettings.post(`${PATH}/logo`, owners, { cost: 'heavy', takesFile: true, mostMb: 1 }, (req, res) =>
  submit(req, res, buttonForm, {
    act: ({ token }) => setLogo(req.scope, req.upload, token),
    again: (logo) => show(req, res, { logo }),
    done: () => ({ to: PATH, say: 'Логотип сохранён.' }),
  }),
);

storefrontSettings.post(`${PATH}/logo/removal`, owners, (req, res) =>
  submit(req, res, buttonForm, { act: ({ token }) => dropLogo(req.scope, token), done: () => ({ to: PATH, say: 'Логотип убран.' }) }),
);

storefrontSettings.post(`${PATH}/code`, owners, (req, res) =>
  submit(req, res, codeForm, {
    act: ({ newCode, token }) => changeCode(req.scope, newCode, token),
    again: (code) => show(req, res, { code }),
    done: (_, { newCode }) => ({ to: PATH, say: `Новый адрес витрины: /store/${newCode}. Прежний ведёт на него.` }),
  }),
);

const DAYS = 30;

async function show(req: Request, res: Response, forms: Partial<SettingsForms>): Promise<void> {
  const { sql, clock } = req.scope.portal;
  const partnerId = partnerOf(req.scope);
  const [own, logo, numbers] = await Promise.all([
    ownStorefront(sql, partnerId),
    ownLogo(sql, partnerId),
    storefrontNumbers(sql, partnerId, clock.today(), DAYS),
  ]);
  const all = { settings: EMPTY_FORM, logo: EMPTY_FORM, code: EMPTY_FORM, ...forms };
  const tokens = { settings: randomUUID(), logo: randomUUID(), drop: randomUUID(), code: randomUUID() };
  render(res, 'storefront/settings', settingsPage({ own, logo, numbers }, all, tokens));
}
