import type { TestPage } from '#test/support/browser.ts';

/** The hidden fields of a page's form, as its submit would send them. */
export function hiddenOf(page: TestPage, form = 'main form[method=post]'): Record<string, string> {
  const { $ } = page;
  const fields = $(form)
    .first()
    .find('input[type=hidden]')
    .map((_, input) => [[$(input).attr('name') ?? '', $(input).attr('value') ?? '']])
    .get() as [string, string][];
  return Object.fromEntries(fields.filter(([name]) => name !== '_csrf'));
}
