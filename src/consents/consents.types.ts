/** Documents that forms ask consent to. */
export type ConsentDocument = 'personal-data' | 'storefront-request';

/** Who processes personal data: MONT, or the partner of a storefront. */
export interface Operator {
  readonly name: string;
  readonly inn: string | null;
  readonly address: string | null;
  /** Where a consent is taken back. */
  readonly email: string | null;
}

/** A document of consent as a page shows it and as it is kept: the words with operator and term in them. */
export interface ConsentText {
  readonly document: ConsentDocument;
  readonly version: number;
  readonly title: string;
  /** Paragraphs, parted by an empty line. */
  readonly text: string;
  /** SHA-256 of `text` in UTF-8, hex: names these words and no others. */
  readonly hash: string;
  /** Months after the end of the matter that the words promise: the data are erased then. */
  readonly months: number;
  /** The operator; null is MONT. */
  readonly partnerId: number | null;
}
