import { z } from 'zod';
import type { Part } from '#src/lib/table.ts';
import type { ButtonProps, Chip, FieldProps, FiltersProps, PagerProps, SortHeadProps } from './components.ts';
import type { ListField } from './list-fields.ts';
import { addressOf, pagerOf, sortHead } from './lists.ts';

/** Rows on a page of a list, where nothing else is said. */
export const PAGE_SIZE = 50;

type Fields = Readonly<Record<string, ListField>>;
type ShapeOf<F extends Fields> = { [K in keyof F]: F[K]['parse'] };
/** What a list's address says, as read. */
export type FilterOf<F extends Fields> = { readonly [K in keyof F]: z.output<F[K]['parse']> };

const page = z
  .string()
  .transform((typed) => (/^[1-9]\d{0,4}$/.test(typed) ? Number(typed) : 1))
  .default(1);

export interface List<F extends Fields> {
  readonly fields: F;
  /** Of its page. */
  readonly query: z.ZodObject<ShapeOf<F> & { page: typeof page }, z.core.$strict>;
  /** Of its files, which have no pages. */
  readonly exportQuery: z.ZodObject<ShapeOf<F>, z.core.$strict>;
}

/** A list by the fields of its address. */
export function listOf<F extends Fields>(fields: F): List<F> {
  // the entries are those of `fields`, each with its own schema
  const shape = Object.fromEntries(Object.entries(fields).map(([name, { parse }]) => [name, parse])) as ShapeOf<F>;
  return { fields, query: z.strictObject({ ...shape, page }), exportQuery: z.strictObject(shape) };
}

/** What is known of fields only when the list is shown: what can be chosen, what a value is called. */
export type Known<F extends Fields> = { readonly [K in keyof F]?: Pick<ListField<z.output<F[K]['parse']>>, 'options' | 'chip'> };

/** The rows of a page. */
export const partOf = ({ page }: { page: number }, size = PAGE_SIZE): Part => ({ limit: size, offset: (page - 1) * size });

/** A list under a filter: everything of its page that is made of its fields. */
export class ShownList<F extends Fields> {
  readonly #path: string;
  readonly #values: Readonly<Record<string, unknown>>;
  readonly #fields: readonly NamedField[];

  constructor({ fields }: List<F>, path: string, filter: FilterOf<F> & { readonly page: number }, known: Known<F> = {}) {
    this.#path = path;
    this.#values = { ...filter };
    this.#fields = Object.entries(fields).map(([name, field]) => ({ name, ...field, ...known[name] }));
  }

  /** The first page of the list with something changed. */
  href(change: Partial<FilterOf<F>> = {}): string {
    return this.#address(change);
  }

  /** The list as it is shown, page and all. */
  here(): string {
    return this.#address({ page: this.#values['page'] });
  }

  /** A file of it, `.csv` or `.xlsx`. */
  file(ending: 'csv' | 'xlsx'): string {
    return this.#address({}, `.${ending}`);
  }

  /** Both files as buttons. */
  files(): ButtonProps[] {
    return [
      { label: 'CSV', icon: 'download', href: this.file('csv') },
      { label: 'Excel', icon: 'download', href: this.file('xlsx') },
    ];
  }

  /** @throws PastEnd */
  pager(total: number, size = PAGE_SIZE): PagerProps {
    return pagerOf({ page: Number(this.#values['page']), size, total, href: (page) => this.#address({ page }) });
  }

  /** Head of a column that sorts. */
  head(name: string, label: string, isNumber = false): SortHeadProps {
    return sortHead({ name, label, isNumber }, this.#text('sort'), (sort) => this.#address({ sort }));
  }

  /** A count that narrows the list by `value`, and widens it again. */
  toggle<K extends keyof F & string>(name: K, value: FilterOf<F>[K]): { href: string; isOn: boolean } {
    const isOn = this.#values[name] === value;
    return { isOn, href: this.#address({ [name]: isOn ? null : value }) };
  }

  /** What narrows it, each with the way to widen it again. */
  chips(): Chip[] {
    return this.#fields.flatMap((field) => {
      const label = this.#isUsual(field) ? null : chipOf(field, this.#values[field.name]);
      return label === null ? [] : [{ label, href: this.#address({ [field.name]: null }) }];
    });
  }

  /** The form above the list; `live` are ids of the parts replaced while typing, `more` controls that stand apart. */
  filters(label: string, live?: string, more: readonly FieldProps[] = []): FiltersProps {
    const search = this.#fields.find(({ name }) => name === 'q');
    const rest = this.#fields.filter(({ name }) => name !== 'q');
    const apart = new Set(more.map(({ name }) => name));
    const carried = rest.filter((field) => !hasControl(field) && !apart.has(field.name) && !this.#isUsual(field));
    return {
      label,
      action: this.#path,
      ...(live ? { live } : {}),
      ...(search ? { search: { label: search.label, placeholder: search.placeholder ?? '', value: this.#text('q') } } : {}),
      fields: [...rest.filter(hasControl).map((field) => controlOf(field, this.#text(field.name))), ...more],
      hidden: Object.fromEntries(carried.map(({ name }) => [name, this.#text(name)])),
      chips: this.chips(),
      resetHref: this.#path,
    };
  }

  #address(change: object, ending = ''): string {
    const values: Readonly<Record<string, unknown>> = { ...this.#values, page: 1, ...change };
    const kept = this.#fields.map(({ name, usual }): [string, string | null] => {
      const value = values[name] ?? null;
      return [name, value === null || value === usual ? null : String(value)];
    });
    return addressOf(this.#path + ending, { ...Object.fromEntries(kept), page: values['page'] === 1 ? null : Number(values['page']) });
  }

  #isUsual({ name, usual }: NamedField): boolean {
    return this.#values[name] === usual;
  }

  #text(name: string): string {
    return String(this.#values[name] ?? '');
  }
}

type NamedField = ListField & { readonly name: string };

const hasControl = ({ options, placeholder }: NamedField): boolean => options !== undefined || placeholder !== undefined;

function controlOf({ name, label, options, all = 'Все', placeholder }: NamedField, value: string): FieldProps {
  if (!options) return { name, label, value, maxlength: 100, ...(placeholder ? { placeholder } : {}) };
  return { name, label, type: 'select', value, options: [{ value: '', label: all }, ...options] };
}

function chipOf({ chip, options }: ListField, value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return chip?.(value) ?? options?.find((option) => option.value === String(value))?.label ?? null;
}
