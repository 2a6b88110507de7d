// Steppers: <button data-step="1|-1" aria-controls="id">. Choosing many: <input type="checkbox" data-select-all="name">,
// with <output data-count> telling how many. A POST form is sent once; its button waits until the page comes back,
// or until it is clear that no other page will (a download, a broken connection).

const patience = 10_000;

document.addEventListener('click', (event) => {
  if (!(event.target instanceof Element)) return;
  const button = event.target.closest<HTMLElement>('[data-step]');
  if (button) step(button);
});

function step(button: HTMLElement): void {
  const input = document.getElementById(button.getAttribute('aria-controls') ?? '');
  if (!(input instanceof HTMLInputElement)) return;
  const before = input.value;
  if (Number(button.dataset.step) > 0) input.stepUp();
  else input.stepDown();
  if (input.value !== before) input.dispatchEvent(new Event('input', { bubbles: true }));
}

document.addEventListener('change', ({ target }) => {
  if (!(target instanceof HTMLInputElement) || target.type !== 'checkbox' || !target.form) return;
  const controls = [...target.form.elements].filter((control) => control instanceof HTMLInputElement);
  const all = controls.find((control) => control.dataset.selectAll !== undefined);
  if (!all) return;
  const boxes = controls.filter((control) => control.name === all.dataset.selectAll);
  if (target === all) for (const box of boxes) box.checked = all.checked;
  const count = boxes.filter((box) => box.checked).length;
  all.checked = count === boxes.length;
  all.indeterminate = count > 0 && count < boxes.length;
  for (const output of target.form.querySelectorAll('[data-count]')) output.textContent = String(count);
});

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || form.method !== 'post' || event.defaultPrevented) return;
  if (form.dataset.sent !== undefined) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = '';
  event.submitter?.setAttribute('aria-busy', 'true');
  setTimeout(allowAgain, patience);
});

// Coming back by the browser's button finds the page as it was left: the form may be sent again.
addEventListener('pageshow', allowAgain);

function allowAgain(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-sent]')) delete form.dataset.sent;
  for (const button of document.querySelectorAll('button[aria-busy]')) button.removeAttribute('aria-busy');
}
