/** A customer as a form gives it: checked and cleaned. */
export interface CustomerInput {
  readonly name: string;
  readonly inn: string;
  /** Of a company; null for an entrepreneur. */
  readonly kpp: string | null;
  readonly contactName: string;
  readonly email: string;
  /** E.164, with `;ext=12` for an extension. */
  readonly phone: string;
  /** Two-digit code of the subject of the Federation. */
  readonly regionCode: string;
}

export interface NewCustomer extends CustomerInput {
  /** Lower case, unique on the whole portal; can't change later (product rule §6). */
  readonly domainPrefix: string;
  /** Make it although the partner has a customer with this ИНН, e.g. a branch with another КПП. */
  readonly isDuplicateMeant: boolean;
}

/** What an order needs of a customer. */
export interface OrderingCustomer {
  readonly id: number;
  readonly name: string;
  readonly inn: string;
  readonly regionCode: string;
  readonly domainPrefix: string;
}

/** The partner's customer that has the same ИНН already. */
export interface ExistingCustomer {
  readonly id: number;
  readonly name: string;
  readonly kpp: string | null;
}
