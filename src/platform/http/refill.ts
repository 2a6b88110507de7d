import { escapeHtml } from './views.ts';

type Fields = readonly (readonly [name: string, value: string])[];

/** Hidden fields that say what the person had seen: they come back as they were, or a change meanwhile would not be told. */
export const SEEN: ReadonlySet<string> = new Set(['seen', 'version', 'versions']);

interface Refilled {
  readonly html: string;
  /** What found no field of its name. */
  readonly left: Fields;
}

/**
 * Puts typed values into the form of a drawn page that leads to `action`: the one with the most fields of these names. Hidden fields
 * stay as the page has them now. null when the page has no such form.
 */
export function refill(html: string, action: string, fields: Fields): Refilled | null {
  const names = new Set(fields.map(([name]) => name));
  const forms = [...html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)].filter(([, head = '']) => leadsTo(head, action));
  const held = ([, , body = '']: RegExpExecArray | RegExpMatchArray) => namesIn(body).filter((name) => names.has(name)).length;
  const [form] = forms.sort((a, b) => held(b) - held(a));
  if (!form) return null;
  const [whole, head = '', body = ''] = form;
  const at = form.index;
  const present = new Set(namesIn(body));
  const filled = `<form${head}>${fill(body, fields)}</form>`;
  return {
    html: html.slice(0, at) + filled + html.slice(at + whole.length),
    left: fields.filter(([name, value]) => !present.has(name) && value !== ''),
  };
}

const leadsTo = (head: string, action: string): boolean => attribute(head, 'method') === 'post' && attribute(head, 'action') === action;

const namesIn = (body: string): string[] =>
  [...body.matchAll(/<(?:input|select|textarea)\b([^>]*)>/g)].map(([, head = '']) => attribute(head, 'name'));

function fill(body: string, fields: Fields): string {
  const valuesOf = (name: string) => fields.filter(([one]) => one === name).map(([, value]) => value);
  return body
    .replace(/<input\b([^>]*)>/g, (whole, head: string) => input(whole, head, valuesOf(attribute(head, 'name'))))
    .replace(/<textarea\b([^>]*)>[\s\S]*?<\/textarea>/g, (whole, head: string) => {
      const [value] = valuesOf(attribute(head, 'name'));
      return value === undefined ? whole : `<textarea${head}>\n${escapeHtml(value)}</textarea>`;
    })
    .replace(/<select\b([^>]*)>([\s\S]*?)<\/select>/g, (whole, head: string, options: string) => {
      const values = valuesOf(attribute(head, 'name'));
      return values.length === 0 ? whole : `<select${head}>${chosen(options, values)}</select>`;
    });
}

function input(whole: string, head: string, values: readonly string[]): string {
  const type = attribute(head, 'type');
  const name = attribute(head, 'name');
  if (type === 'password' || type === 'file' || (type === 'hidden' && !SEEN.has(name))) return whole;
  if (type === 'checkbox' || type === 'radio') {
    const bare = head.replace(/\schecked(?:="")?(?=\s|$)/, '');
    return `<input${bare}${values.includes(attribute(head, 'value') || 'on') ? ' checked' : ''}>`;
  }
  const [value] = values;
  return value === undefined ? whole : `<input${head.replace(/\svalue="[^"]*"/, '')} value="${escapeHtml(value)}">`;
}

const chosen = (options: string, values: readonly string[]): string =>
  options.replace(/<option\b([^>]*)>/g, (_whole, head: string) => {
    const bare = head.replace(/\sselected(?:="")?(?=\s|$)/, '');
    return `<option${bare}${values.includes(attribute(head, 'value')) ? ' selected' : ''}>`;
  });

const entities: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&#34;': '"', '&quot;': '"', '&#39;': "'" };

/** An attribute's value as text; '' when it has none. */
function attribute(head: string, name: string): string {
  const found = new RegExp(`\\s${name}="([^"]*)"`).exec(head)?.[1] ?? '';
  return found.replace(/&(?:amp|lt|gt|#34|quot|#39);/g, (entity) => entities[entity] ?? entity);
}
