-- CreateTable
CREATE TABLE "ax_messages" (
    "id" BIGSERIAL NOT NULL,
    "message_id" TEXT,
    "door" TEXT NOT NULL,
    "type" TEXT,
    "seq" BIGINT,
    "mode" TEXT NOT NULL DEFAULT 'delta',
    "page" INTEGER NOT NULL DEFAULT 1,
    "pages" INTEGER NOT NULL DEFAULT 1,
    "batch_id" TEXT,
    "created_at" TIMESTAMPTZ(3),
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "body_hash" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "done" INTEGER NOT NULL DEFAULT 0,
    "items" INTEGER NOT NULL DEFAULT 0,
    "applied" INTEGER NOT NULL DEFAULT 0,
    "stale" INTEGER NOT NULL DEFAULT 0,
    "item_errors" JSONB NOT NULL DEFAULT '[]',
    "reason" TEXT,
    "answer" JSONB,
    "settled_at" TIMESTAMPTZ(3),
    "settled_by" TEXT,

    CONSTRAINT "ax_messages_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ax_gaps" (
    "id" BIGSERIAL NOT NULL,
    "type" TEXT NOT NULL,
    "from_seq" BIGINT NOT NULL,
    "to_seq" BIGINT NOT NULL,
    "found_at" TIMESTAMPTZ(3) NOT NULL,
    "asked_at" TIMESTAMPTZ(3),
    "asked_by" TEXT,

    CONSTRAINT "ax_gaps_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ax_streams" (
    "type" TEXT NOT NULL,
    "last_seq" BIGINT,
    "last_at" TIMESTAMPTZ(3),
    "whole_as_of" TIMESTAMPTZ(3),
    "full_at" TIMESTAMPTZ(3),

    CONSTRAINT "ax_streams_pkey" PRIMARY KEY ("type")
);

-- CreateTable
CREATE TABLE "ax_debtors" (
    "cust_account" TEXT NOT NULL,
    "invoice_account" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "inn" TEXT,
    "kpp" TEXT,
    "blocked" TEXT NOT NULL,
    "block_reason" TEXT,
    "blocked_since" TIMESTAMPTZ(3),
    "credit_max" BIGINT,
    "mandatory_credit_limit" BOOLEAN NOT NULL,
    "balance" BIGINT NOT NULL,
    "overdue" BIGINT NOT NULL,
    "oldest_due_on" DATE,
    "pay_days" INTEGER,
    "agreements" JSONB NOT NULL DEFAULT '[]',
    "as_of" TIMESTAMPTZ(3) NOT NULL,
    "version" TEXT NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,
    "message_id" BIGINT NOT NULL,

    CONSTRAINT "ax_debtors_pkey" PRIMARY KEY ("cust_account")
);

-- CreateTable
CREATE TABLE "ax_credits" (
    "partner_id" INTEGER NOT NULL,
    "balance" BIGINT NOT NULL,
    "as_of" TIMESTAMPTZ(3) NOT NULL,
    "is_very_old" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "ax_credits_pkey" PRIMARY KEY ("partner_id")
);

-- CreateTable
CREATE TABLE "ax_limits" (
    "partner_id" INTEGER NOT NULL,
    "credit_max" BIGINT,

    CONSTRAINT "ax_limits_pkey" PRIMARY KEY ("partner_id")
);

-- CreateTable
CREATE TABLE "ax_payments" (
    "trans_id" TEXT NOT NULL,
    "invoice_account" TEXT NOT NULL,
    "paid_on" DATE NOT NULL,
    "amount" BIGINT NOT NULL,
    "is_canceled" BOOLEAN NOT NULL,
    "doc_number" TEXT,
    "doc_on" DATE,
    "payer_inn" TEXT,
    "purpose" TEXT NOT NULL,
    "voucher" TEXT,
    "settlements" JSONB NOT NULL DEFAULT '[]',
    "version" TEXT NOT NULL,
    "partner_id" INTEGER,
    "payment_id" INTEGER,
    "state" TEXT NOT NULL,
    "question" TEXT,
    "message_id" BIGINT NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ax_payments_pkey" PRIMARY KEY ("trans_id")
);

-- CreateTable
CREATE TABLE "ax_invoices" (
    "partner_id" INTEGER NOT NULL,
    "invoice_id" INTEGER NOT NULL,
    "portal_doc_id" TEXT NOT NULL,
    "gross" BIGINT NOT NULL,
    "status" TEXT NOT NULL,
    "is_told" BOOLEAN NOT NULL DEFAULT false,
    "is_cancelled" BOOLEAN NOT NULL DEFAULT false,
    "ax_invoice_id" TEXT,
    "facture_number" TEXT,
    "facture_on" DATE,
    "posted_at" TIMESTAMPTZ(3),
    "open_amount" BIGINT,
    "due_on" DATE,
    "errors" JSONB NOT NULL DEFAULT '[]',
    "advance_invoices" JSONB NOT NULL DEFAULT '[]',
    "version" TEXT,
    "message_id" BIGINT,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ax_invoices_pkey" PRIMARY KEY ("partner_id","invoice_id")
);

-- CreateTable
CREATE TABLE "ax_balances" (
    "invoice_account" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "balance" BIGINT NOT NULL,
    "overdue" BIGINT,
    "as_of" TIMESTAMPTZ(3) NOT NULL,
    "version" TEXT NOT NULL,

    CONSTRAINT "ax_balances_pkey" PRIMARY KEY ("invoice_account","day")
);

-- CreateTable
CREATE TABLE "ax_outgoing" (
    "id" BIGSERIAL NOT NULL,
    "message_id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "payload" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "position" BIGINT,
    "seq" BIGINT,
    "served_at" TIMESTAMPTZ(3),
    "served" INTEGER NOT NULL DEFAULT 0,
    "result" TEXT,
    "item_errors" JSONB NOT NULL DEFAULT '[]',
    "acked_at" TIMESTAMPTZ(3),

    CONSTRAINT "ax_outgoing_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "ax_messages_message_id_key" ON "ax_messages"("message_id");

-- CreateIndex
CREATE INDEX "ax_messages_type_seq_idx" ON "ax_messages"("type", "seq");

-- CreateIndex
CREATE INDEX "ax_messages_batch_id_idx" ON "ax_messages"("batch_id");

-- CreateIndex
CREATE INDEX "ax_messages_received_at_idx" ON "ax_messages"("received_at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "ax_gaps_type_from_seq_key" ON "ax_gaps"("type", "from_seq");

-- CreateIndex
CREATE INDEX "ax_debtors_invoice_account_idx" ON "ax_debtors"("invoice_account");

-- CreateIndex
CREATE INDEX "ax_payments_partner_id_idx" ON "ax_payments"("partner_id");

-- CreateIndex
CREATE INDEX "ax_payments_state_idx" ON "ax_payments"("state");

-- CreateIndex
CREATE UNIQUE INDEX "ax_invoices_portal_doc_id_key" ON "ax_invoices"("portal_doc_id");

-- CreateIndex
CREATE INDEX "ax_invoices_status_idx" ON "ax_invoices"("status");

-- CreateIndex
CREATE UNIQUE INDEX "ax_outgoing_message_id_key" ON "ax_outgoing"("message_id");

-- CreateIndex
CREATE UNIQUE INDEX "ax_outgoing_position_key" ON "ax_outgoing"("position");

-- CreateIndex
CREATE UNIQUE INDEX "ax_outgoing_type_key_key" ON "ax_outgoing"("type", "key");

-- CreateIndex
CREATE UNIQUE INDEX "ax_outgoing_type_seq_key" ON "ax_outgoing"("type", "seq");

-- Messages and outgoing ones that wait are few among very many.
create index ax_messages_waiting on ax_messages (id) where state in ('waiting', 'collecting', 'partial', 'refused') and settled_at is null;
create index ax_outgoing_unnumbered on ax_outgoing (id) where position is null;
create index ax_outgoing_unacked on ax_outgoing (position) where acked_at is null;
create index ax_invoices_not_posted on ax_invoices (partner_id) where is_told and (status in ('told', 'accepted', 'rejected') or is_cancelled);

-- What Axapta says of a partner: its own row, that of whom it is invoiced to, and since when it is known. The debt is that of the account it is
-- invoiced to, from whichever row is younger. Codes of Axapta are kept in upper case.
create view ax_partners as
select p.id as partner_id, d.cust_account, coalesce(d.invoice_account, y.cust_account) as invoice_account,
  case when d.credit_max = 0 and not d.mandatory_credit_limit then null else d.credit_max end as credit_max,
  case when y.as_of > d.as_of or d.as_of is null then y.balance else d.balance end as balance,
  case when y.as_of > d.as_of or d.as_of is null then y.overdue else d.overdue end as overdue,
  coalesce(greatest(d.as_of, y.as_of), d.as_of, y.as_of) as as_of,
  coalesce(greatest(d.seen_at, y.seen_at), d.seen_at, y.seen_at) as seen_at,
  coalesce(d.blocked in ('Invoice', 'All'), false) or coalesce(y.blocked in ('Invoice', 'All'), false) as is_blocked,
  case when d.blocked in ('Invoice', 'All') then d.block_reason when y.blocked in ('Invoice', 'All') then y.block_reason end as block_reason,
  least(case when d.blocked in ('Invoice', 'All') then d.blocked_since end, case when y.blocked in ('Invoice', 'All') then y.blocked_since end) as blocked_since,
  coalesce(d.blocked, 'No') not in ('Invoice', 'All') as is_by_payer
from partners p
  left join ax_debtors d on d.cust_account = upper(btrim(p.ax_debtor_code))
  left join ax_debtors y on y.cust_account = coalesce(d.invoice_account, upper(btrim(p.ax_payer_code))) and y.cust_account is distinct from d.cust_account
where d.cust_account is not null or y.cust_account is not null;
