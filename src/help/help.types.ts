import type { PictureName } from './pictures.ts';

/** One topic of the guide: what a person wants to do, and how. Plain Russian text; `steps` are numbered; pictures come last. */
export interface Topic {
  readonly slug: string;
  readonly title: string;
  readonly about: string;
  readonly sections: readonly Section[];
}

export interface Section {
  readonly heading: string;
  readonly text?: readonly string[];
  readonly steps?: readonly string[];
  readonly pictures?: readonly { readonly name: PictureName; readonly caption: string }[];
}
