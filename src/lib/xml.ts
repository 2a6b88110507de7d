/** An element of a document to be written; attributes keep their order, undefined ones are left out. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string | undefined>>;
  readonly children: readonly (XmlElement | string)[];
}

/** Makes an element; children that are null or undefined are left out. */
export function element(
  name: string,
  attributes: XmlElement['attributes'] = {},
  ...children: readonly (XmlElement | string | null | undefined)[]
): XmlElement {
  return { name, attributes, children: children.filter((child) => child !== null && child !== undefined) };
}

/** The elements of this name directly inside of another. */
export function childrenOf(parent: XmlElement | undefined, name: string): XmlElement[] {
  return (parent?.children ?? []).filter((child): child is XmlElement => typeof child !== 'string' && child.name === name);
}

/** The first element found by going down these names. */
export function found(root: XmlElement | undefined, ...path: readonly string[]): XmlElement | undefined {
  return path.reduce<XmlElement | undefined>((at, name) => childrenOf(at, name)[0], root);
}

/** The element as text, without a prolog and without space between elements. */
export function xmlText({ name, attributes, children }: XmlElement): string {
  const given = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escaped(value ?? '')}"`)
    .join('');
  if (children.length === 0) return `<${name}${given}/>`;
  const inside = children.map((child) => (typeof child === 'string' ? escaped(child) : xmlText(child))).join('');
  return `<${name}${given}>${inside}</${name}>`;
}

const marks: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\n': '&#10;', '\t': '&#9;', '\r': '&#13;' };

function escaped(text: string): string {
  return text.replace(/[&<>"\n\t\r]/g, (mark) => marks[mark] ?? '');
}
