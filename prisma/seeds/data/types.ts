/** Calendar day of Moscow, `YYYY-MM-DD`. */
export type SeedDay = string;

export interface VendorSeed {
  readonly slug: string;
  readonly name: string;
  /** Words people type instead of the name, in both alphabets. */
  readonly aliases: readonly string[];
  readonly about: string;
  /** Whether a customer's prefix is shown as `prefix.onmicrosoft.com`. */
  readonly usesDomainPrefix: boolean;
  /** Two letters drawn where a logo would stand. */
  readonly initials: string;
}

export interface CategorySeed {
  readonly slug: string;
  readonly name: string;
}

export type OfferUnit = 'user' | 'device' | 'server' | 'licence';
export type BillingRule = 'prorated' | 'full_month';

export interface PriceSeed {
  readonly validFrom: SeedDay;
  /** Kopecks per seat and month, VAT included. */
  readonly gross: bigint;
}

/** An offer is product × billing rule × unit: no product has two of the same pair. */
export interface OfferSeed {
  readonly sku: string;
  readonly name: string;
  readonly unit: OfferUnit;
  readonly billingRule: BillingRule;
  readonly minSeats: number;
  readonly maxSeats: number;
  readonly prices: readonly PriceSeed[];
  /** From this day the offer can't be ordered any more. */
  readonly discontinuedOn?: SeedDay;
}

/** Entry of a program in the register of Russian software (demo values). */
export interface RegistryEntry {
  readonly number: string;
  readonly enteredOn: SeedDay;
}

export interface ProductSeed {
  readonly slug: string;
  readonly vendor: string;
  readonly category: string;
  readonly name: string;
  readonly description: string;
  readonly requirements: string;
  readonly vatClass: 'standard' | 'registry';
  /** Present exactly when `vatClass` is `registry`. */
  readonly registryNumber?: string;
  readonly registryOn?: SeedDay;
  readonly offers: readonly OfferSeed[];
}

export interface BankSeed {
  readonly name: string;
  readonly bic: string;
  readonly correspondentAccount: string;
  readonly account: string;
}

export interface StaffSeed {
  readonly login: string;
  readonly role: 'manager' | 'admin';
  readonly name: string;
  readonly email: string;
  /** E.164. */
  readonly phone: string;
}

export interface PartnerUserSeed {
  readonly login: string;
  readonly role: 'partner_owner' | 'partner_manager' | 'partner_accountant';
  readonly name: string;
  readonly email: string;
  /** E.164. */
  readonly phone: string;
}

export interface ContractSeed {
  readonly number: string;
  readonly signedOn: SeedDay;
  readonly docMode: 'upd' | 'act_sf';
  readonly supplements: readonly { readonly number: string; readonly signedOn: SeedDay }[];
}

/** What the demo world shows with this partner. */
export type PartnerStory = 'healthy' | 'limit_nearly_used' | 'overdue';

export interface PartnerSeed {
  /** Storefront code and the owner's login. */
  readonly code: string;
  readonly name: string;
  readonly inn: string;
  readonly kpp: string;
  readonly ogrn: string;
  readonly regionCode: string;
  readonly address: string;
  /** E.164. */
  readonly phone: string;
  readonly email: string;
  readonly mpnId: string | null;
  readonly axDebtorCode: string;
  readonly axPayerCode: string;
  readonly contracts: readonly ContractSeed[];
  /** Kopecks. */
  readonly creditLimit: bigint;
  /** Calendar days after the date of the invoice. */
  readonly paymentTermDays: number;
  /** Login of the responsible manager. */
  readonly manager: string;
  /** Where its payments come from. */
  readonly bank: BankSeed;
  /** The owner first. */
  readonly users: readonly PartnerUserSeed[];
  readonly story: PartnerStory;
  readonly storefrontText: string;
}

export interface CustomerSeed {
  /** Code of the partner. */
  readonly partner: string;
  readonly name: string;
  readonly inn: string;
  /** Null for a sole proprietor (ИП). */
  readonly kpp: string | null;
  readonly contactName: string;
  readonly email: string;
  /** E.164. */
  readonly phone: string;
  readonly domainPrefix: string;
  readonly regionCode: string;
  readonly login: string;
  /** How many people work there: the upper bound of believable seats. */
  readonly employees: number;
}

export interface TermsSeed {
  readonly version: string;
  readonly title: string;
  readonly validFrom: SeedDay;
  readonly paragraphs: readonly { readonly heading: string; readonly text: string }[];
}
