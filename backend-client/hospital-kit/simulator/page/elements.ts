/** Texts become `textContent`: nothing that came over the wire becomes markup. */
export function element(tag: string, className: string, text: string): HTMLElement {
  const created = document.createElement(tag);
  if (className) created.className = className;
  created.textContent = text;
  return created;
}

/** At most three lines; the whole text is its title. */
export function shortened(className: string, text: string): HTMLElement {
  const created = element('div', `short ${className}`.trim(), text);
  created.title = text;
  return created;
}

export function button(className: string, text: string, press: () => void): HTMLElement {
  const created = element('button', className, text) as HTMLButtonElement;
  created.type = 'button';
  created.addEventListener('click', press);
  return created;
}

export function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page has no element ${id}`);
  return found;
}

export async function post(path: string, body: object): Promise<void> {
  await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}
