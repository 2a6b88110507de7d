import { lockCredit } from '#src/credit/credit.service.ts';
import { queueLetters } from '#src/letters/letters.service.ts';
import { nextWorkingDay } from '#src/lib/calendar.ts';
import { addDays, moscowDay } from '#src/lib/days.ts';
import { partnerPayers } from '#src/partners/recipients.queries.ts';
import { command } from '#src/platform/command.ts';
import { oneByOne } from '#src/platform/one-by-one.ts';
import { type Portal, systemScope, type Tx } from '#src/platform/scope.ts';
import { calendarOf } from '#src/workdays/calendar.queries.ts';
import { knowingDue } from '#src/workdays/due-day.rules.ts';
import { holdFor, liftPaidHolds, type OverdueInvoice } from './overdue-holds.service.ts';
import { invoiceDue, invoiceOverdue } from './payments.letters.ts';

/** Reminders go out this many days before the due day, and on it. */
const REMIND_DAYS = 3;

/**
 * `isHeld`: a hold for it is open, one was lifted until a day that has not passed (a promised payment), or a person has lifted one: the
 * robot does not overrule that the next night. What a person has let
 * go stays let go when the invoice is corrected, but not when a payment for it is taken back afterwards: that debt is a new one.
 */
type DueInvoice = OverdueInvoice & { readonly issuedAt: Date; readonly isHeld: boolean };

/**
 * Daily: reminders 3 days before the due day and on it, but not on the day the invoice came, whose letter says when to pay; the day
 * after, the hold `overdue` and its letter (product rules §9 and §10).
 * What is due is computed from the invoices, letters are unique per cause: a missed or doubled run does no harm.
 * @throws AggregateError when some partners could not be done; the others are
 */
export async function remindAndHold(portal: Portal): Promise<{ partners: number }> {
  const today = portal.clock.today();
  const due = await portal.sql<{ partnerId: number }>(
    'partners_due',
    `select distinct i.partner_id as "partnerId" from invoice_balances i
      where i.status = 'issued' and i.due_on <= $1::date
        and i.open > 0 order by 1`,
    [addDays(today, REMIND_DAYS)],
  );
  const scope = systemScope(portal, 'receivables');
  const partners = await oneByOne(due, 'receivables', async ({ partnerId }) => {
    await command(scope, { action: 'receivables' }, (tx) => ofPartner(tx, partnerId));
    return true;
  });
  return { partners };
}

/** After a correction: the new invoice gets the hold of an overdue one before the hold of the old one is lifted. */
export async function holdAnew(tx: Tx, partnerId: number): Promise<void> {
  await ofPartner(tx, partnerId);
  await liftPaidHolds(tx, partnerId);
}

/** A day that was issued before its year had a calendar, and turned out to be off, ends with the next working day (ст. 193 ГК РФ). */
async function ofPartner(tx: Tx, partnerId: number): Promise<void> {
  await lockCredit(tx, partnerId);
  const calendar = await calendarOf(tx.sql);
  for (const issued of knowingDue(await dueInvoices(tx, partnerId), calendar)) {
    const invoice = { ...issued, dueOn: nextWorkingDay(issued.dueOn, calendar) };
    if (invoice.dueOn < tx.today) {
      if (!invoice.isHeld) await holdFor(tx, invoice);
      await tell(tx, invoice, 'invoice-overdue', 'overdue');
    } else if (moscowDay(invoice.issuedAt) < tx.today) {
      await tell(tx, invoice, 'invoice-due-soon', invoice.dueOn === tx.today ? 'due-today' : 'due-soon');
    }
  }
}

function dueInvoices(tx: Tx, partnerId: number): Promise<Omit<DueInvoice, 'isProvisional'>[]> {
  return tx.sql<Omit<DueInvoice, 'isProvisional'>>(
    'due_invoices',
    `select i.id, i.partner_id as "partnerId", i.contract_id as "contractId", i.number, i.issued_on::text as "issuedOn", i.issued_at as "issuedAt",
       i.due_on::text as "dueOn", i.open,
       exists (select 1 from holds h where h.invoice_id = i.id and h.reason = 'overdue' and h.lifted_at is null)
         or exists (
           with recursive same (id, replaces_id) as (
             select i.id, i.replaces_id union all select o.id, o.replaces_id from invoices o join same on o.id = same.replaces_id)
           select 1 from same join holds h on h.partner_id = $1 and h.invoice_id = same.id
            where h.reason = 'overdue' and (h.lifted_until >= $3::date or (h.lifted_by_id is not null and not exists (
              select 1 from payments back join settlements s on s.partner_id = back.partner_id and s.payment_id = back.reverses_id join same paid on paid.id = s.invoice_id
               where back.registered_at > h.lifted_at and s.amount > 0)))) as "isHeld"
     from invoice_balances i where i.partner_id = $1 and i.status = 'issued' and i.due_on <= $2::date
       and i.open > 0 order by i.due_on, i.id`,
    [partnerId, addDays(tx.today, REMIND_DAYS), tx.today],
  );
}

async function tell(tx: Tx, invoice: DueInvoice, template: 'invoice-due-soon' | 'invoice-overdue', what: string): Promise<void> {
  const people = await partnerPayers(tx.sql, invoice.partnerId);
  const content = template === 'invoice-overdue' ? invoiceOverdue(invoice) : invoiceDue(invoice, tx.today);
  const letter = { template, cause: `invoice:${invoice.id}:${what}`, partnerId: invoice.partnerId, content };
  await queueLetters(
    tx,
    people.map(({ userId, name, address }) => ({ ...letter, userId, to: { name, address } })),
  );
}
