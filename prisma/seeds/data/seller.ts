import type { Seller } from '#src/billing/close/close.types.ts';

/** Requisites that pass every check and belong to nobody. */
export const seller: Seller = {
  name: 'ООО «МОНТ»',
  fullName: 'Общество с ограниченной ответственностью «МОНТ»',
  inn: '7700000016',
  kpp: '773601001',
  ogrn: '1027700000019',
  regionCode: '77',
  address: '117000, г. Москва, ул. Демонстрационная, д. 1, стр. 2',
  phone: '+74955550100',
  email: 'docs@mont.example',
  bank: {
    name: 'ПАО СБЕРБАНК',
    bic: '044525225',
    correspondentAccount: '30101810400000000225',
    account: '40702810138250123017',
  },
  director: 'Воронцов Сергей Андреевич',
  accountant: 'Громова Людмила Викторовна',
  invoiceSeries: 'МС',
};
