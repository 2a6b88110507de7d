/** Who a partner is for the law, the mail and the accounting system. */
export interface PartnerRequisites {
  readonly name: string;
  readonly inn: string;
  readonly kpp: string | null;
  readonly ogrn: string | null;
  readonly address: string | null;
  readonly email: string;
  /** E.164, with «;ext=» for an extension. */
  readonly phone: string | null;
  readonly mpnId: string | null;
  readonly axDebtorCode: string;
  readonly axPayerCode: string;
  /** Calendar days after the date of the invoice. */
  readonly paymentTermDays: number;
}

/** The columns of `PartnerRequisites`; the row is `p`. */
export const REQUISITES_COLUMNS = `p.name, p.inn, p.kpp, p.ogrn, p.address, p.email, p.phone, p.mpn_id as "mpnId", p.ax_debtor_code as "axDebtorCode",
  p.ax_payer_code as "axPayerCode", p.payment_term_days as "paymentTermDays"`;
