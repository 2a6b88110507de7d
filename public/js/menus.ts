// <button data-menu="id"> in a row: gets the menu of <template id>, whose <a data-path="/stop"> lead on from the address of the row's
// link; without script that link is the way. The words that are the same in every row get the number of theirs, for those who
// hear them one by one.
let made = 0;

function furnish(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-menu]:not([popovertarget])')) {
    const template = document.getElementById(button.dataset.menu ?? '');
    const row = button.closest('tr');
    const link = row?.querySelector<HTMLAnchorElement>('a.row-link');
    if (row && link && template instanceof HTMLTemplateElement) fill(row, link, button, template);
  }
}

function fill(row: HTMLElement, link: HTMLAnchorElement, button: HTMLButtonElement, template: HTMLTemplateElement): void {
  const menu = template.content.firstElementChild?.cloneNode(true);
  if (!(menu instanceof HTMLElement)) return;
  menu.id = `menu-${++made}`;
  for (const item of menu.querySelectorAll<HTMLAnchorElement>('a[data-path]')) item.href = link.pathname + (item.dataset.path ?? '');
  button.setAttribute('popovertarget', menu.id);
  button.after(menu);
  const number = link.pathname.split('/').at(-1) ?? '';
  for (const named of row.querySelectorAll('[aria-label="Выбрать"],[aria-label="Действия"]')) {
    named.setAttribute('aria-label', `${named.getAttribute('aria-label')} ${number}`);
  }
}

furnish();
new MutationObserver(furnish).observe(document.body, { childList: true, subtree: true });
