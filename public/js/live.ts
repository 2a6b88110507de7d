// <form data-live="ids">: a GET form; typing replaces these parts from the page it would open.
// <form data-preview="/url" data-target="ids" data-fields="offer seats">: any form; a change asks the address with
// these fields (all but the hidden tokens when not told) and replaces the parts. Sent before the answer is there, e.g. by
// Enter right after the last key, the form waits for it: what is confirmed is what the sums were computed for.
import { ask, busy, isAborted, swap } from './fragments.ts';

const pause = 200;
const waiting = new WeakMap<HTMLFormElement, ReturnType<typeof setTimeout>>();
const running = new WeakMap<HTMLFormElement, AbortController>();

for (const event of ['input', 'change'] as const) {
  document.addEventListener(event, ({ target }) => {
    const form = target instanceof Element && 'form' in target ? target.form : null;
    if (!(form instanceof HTMLFormElement)) return;
    const ids = form.dataset.live ?? form.dataset.target;
    if (!ids?.split(' ').some((id) => document.getElementById(id)) || !isAsked(form, target)) return;
    clearTimeout(waiting.get(form));
    waiting.set(
      form,
      setTimeout(() => void load(form, ids), pause),
    );
  });
}

// What the preview is not asked with changes nothing in it.
function isAsked({ dataset }: HTMLFormElement, target: EventTarget | null): boolean {
  const name = target instanceof Element ? target.getAttribute('name') : null;
  return dataset.fields === undefined || name === null || dataset.fields.split(' ').includes(name);
}

// Before the other listeners: a form that waits is not being sent yet.
document.addEventListener('submit', beforeSending, true);

function beforeSending(event: SubmitEvent): void {
  const form = event.target;
  if (!(form instanceof HTMLFormElement)) return;
  const ids = form.dataset.preview === undefined ? undefined : form.dataset.target;
  if (!ids || !(waiting.has(form) || running.has(form))) {
    stop(form);
    return;
  }
  event.preventDefault();
  const { submitter } = event;
  submitter?.setAttribute('aria-busy', 'true');
  void load(form, ids).finally(() => {
    submitter?.removeAttribute('aria-busy');
    if (!running.has(form)) form.requestSubmit(submitter);
  });
}

async function load(form: HTMLFormElement, ids: string): Promise<void> {
  stop(form);
  const control = new AbortController();
  running.set(form, control);
  busy(ids, true);
  try {
    const url = addressOf(form);
    const { answer, page } = await ask(url, ids, { signal: control.signal });
    if (answer.redirected) return;
    swap(page, ids);
    if (form.dataset.live !== undefined) history.replaceState(history.state, '', url);
  } catch (error) {
    if (isAborted(error)) return;
    // The parts stay as they are; the form's own button still works and tells what is wrong.
  } finally {
    if (running.get(form) === control) {
      running.delete(form);
      busy(ids, false);
    }
  }
}

function stop(form: HTMLFormElement): void {
  clearTimeout(waiting.get(form));
  waiting.delete(form);
  running.get(form)?.abort();
  running.delete(form);
}

function addressOf(form: HTMLFormElement): URL {
  const { preview, fields } = form.dataset;
  const url = new URL(preview ?? form.getAttribute('action') ?? '', location.href);
  const wanted = fields?.split(' ');
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    const isWanted = wanted ? wanted.includes(name) : !name.startsWith('_');
    if (isWanted && typeof value === 'string' && (value !== '' || preview !== undefined)) query.append(name, value);
  }
  url.search = query.toString();
  return url;
}
