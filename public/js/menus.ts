// <a data-menu="id">: becomes a button with the menu of <template id>, whose <a data-path="/stop"> lead on from the link's own
// address. Without script the link leads to the page where the same can be done.
let made = 0;

function furnish(): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>('a[data-menu]')) {
    const template = document.getElementById(link.dataset.menu ?? '');
    if (template instanceof HTMLTemplateElement) replace(link, template);
  }
}

function replace(link: HTMLAnchorElement, template: HTMLTemplateElement): void {
  const menu = template.content.firstElementChild?.cloneNode(true);
  if (!(menu instanceof HTMLElement)) return;
  menu.id = `menu-${++made}`;
  for (const item of menu.querySelectorAll<HTMLAnchorElement>('a[data-path]')) item.href = link.pathname + (item.dataset.path ?? '');
  const button = document.createElement('button');
  button.type = 'button';
  button.className = link.className;
  button.setAttribute('popovertarget', menu.id);
  button.append(...link.childNodes);
  link.replaceWith(button, menu);
}

furnish();
new MutationObserver(furnish).observe(document.body, { childList: true, subtree: true });
