/** One topic of the guide: what a person wants to do, and how. Plain Russian text; `steps` are numbered. */
export interface Topic {
  readonly slug: string;
  readonly title: string;
  readonly about: string;
  readonly sections: readonly Section[];
}

interface Section {
  readonly heading: string;
  readonly text?: readonly string[];
  readonly steps?: readonly string[];
}
