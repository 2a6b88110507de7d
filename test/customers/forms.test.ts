import { describe, expect, it } from 'vitest';
import { newCustomer } from '#src/customers/customer-fields.parts.ts';
import { makeInn10, makeInn12, makeKpp } from '#src/lib/sample-requisites.ts';
import { BadRequest } from '#src/platform/errors.ts';
import { checkForm } from '#src/platform/http/forms.ts';

const inn = makeInn10(5190, '51');
const good = {
  name: '  ООО   «Полярные технологии» ',
  inn: ` ${inn.slice(0, 4)} ${inn.slice(4)} `,
  kpp: makeKpp(inn),
  contactName: 'Егор Лапшин',
  email: ' Lapshin@PolarTech.example ',
  phone: '8 (815) 240-15-20 доб. 12',
  regionCode: '51',
  domainPrefix: 'PolarTech.onmicrosoft.com',
};

function errorsOf(change: Partial<Record<keyof typeof good, string>>) {
  const form = checkForm({ ...good, ...change }, newCustomer);
  return form.ok ? {} : form.errors;
}

describe('a new customer', () => {
  it('is cleaned', () => {
    const form = checkForm(good, newCustomer);
    expect(form.ok && form.value).toEqual({
      name: 'ООО «Полярные технологии»',
      inn,
      kpp: makeKpp(inn),
      contactName: 'Егор Лапшин',
      email: 'lapshin@polartech.example',
      phone: '+78152401520;ext=12',
      regionCode: '51',
      domainPrefix: 'polartech',
      isDuplicateMeant: false,
    });
  });

  it('says all that is wrong at once, each at its field', () => {
    const form = checkForm({}, newCustomer);
    expect(form.ok ? [] : Object.keys(form.errors)).toEqual(['name', 'inn', 'contactName', 'email', 'phone', 'regionCode', 'domainPrefix']);
  });

  it.each([
    [{ name: ' ' }, 'name', 'Укажите название'],
    [{ name: 'щ'.repeat(201) }, 'name', '200'],
    [{ inn: '5190123456' }, 'inn', 'Контрольная цифра'],
    [{ inn: '123' }, 'inn', '10 или 12'],
    [{ kpp: '' }, 'kpp', 'Укажите КПП'],
    [{ kpp: '12345' }, 'kpp', '9 знаков'],
    [{ contactName: '' }, 'contactName', 'с кем связываться'],
    [{ email: 'a@b' }, 'email', 'name@company.ru'],
    [{ email: 'a@b.ru, c@d.ru' }, 'email', 'один адрес'],
    [{ phone: '12' }, 'phone', 'Проверьте номер'],
    [{ phone: '' }, 'phone', 'Укажите телефон'],
    [{ regionCode: '00' }, 'regionCode', 'Выберите регион'],
    [{ domainPrefix: 'polar-tech' }, 'domainPrefix', 'polar-tech → polartech'],
    [{ domainPrefix: 'a'.repeat(28) }, 'domainPrefix', '27'],
    [{ domainPrefix: 'поляр' }, 'domainPrefix', 'латинскими'],
  ])('%j is told at %s', (change, field, words) => {
    const errors = errorsOf(change);
    expect(Object.keys(errors)).toEqual([field]);
    expect(errors[field]).toContain(words);
  });

  it('has no КПП as an entrepreneur', () => {
    const person = makeInn12(77, '51');
    expect(errorsOf({ inn: person })).toEqual({ kpp: 'У предпринимателя (ИНН из 12 цифр) нет КПП: оставьте поле пустым' });
    expect(errorsOf({ inn: person, kpp: '' })).toEqual({});
  });

  it('has no unknown fields', () => {
    expect(() => checkForm({ ...good, version: '1' }, newCustomer)).toThrow(BadRequest);
  });
});
