-- CreateTable
CREATE TABLE "statements" (
    "id" SERIAL NOT NULL,
    "file_name" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "accounts" TEXT[],
    "from_on" DATE,
    "to_on" DATE,
    "turnover" JSONB NOT NULL,
    "warnings" TEXT[],
    "added" INTEGER NOT NULL,
    "known" INTEGER NOT NULL,
    "agreed" INTEGER NOT NULL DEFAULT 0,
    "uploaded_by_id" INTEGER NOT NULL,
    "uploaded_by" TEXT NOT NULL,
    "uploaded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "statements_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "bank_payments" (
    "id" SERIAL NOT NULL,
    "statement_id" INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "payer_account" TEXT NOT NULL,
    "payer_name" TEXT NOT NULL,
    "payer_inn" TEXT,
    "payer_kpp" TEXT,
    "doc_number" TEXT,
    "received_on" DATE NOT NULL,
    "amount" BIGINT NOT NULL,
    "purpose" TEXT NOT NULL,
    "partner_id" INTEGER,
    "attempt" INTEGER NOT NULL DEFAULT 0,
    "foreign_at" TIMESTAMPTZ(3),
    "foreign_by" TEXT,
    "agreed_for" INTEGER,
    "agreed_from" INTEGER[],
    "agreed_by" TEXT,

    CONSTRAINT "bank_payments_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payer_accounts" (
    "partner_id" INTEGER NOT NULL,
    "id" BIGSERIAL NOT NULL,
    "account" TEXT NOT NULL,
    "payer_name" TEXT NOT NULL,
    "confirmed_by" TEXT NOT NULL,
    "confirmed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "payer_accounts_pkey" PRIMARY KEY ("partner_id","id")
);

-- CreateTable
CREATE TABLE "own_accounts" (
    "account" TEXT NOT NULL,
    "added_by" TEXT NOT NULL,
    "added_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "own_accounts_pkey" PRIMARY KEY ("account")
);

-- CreateIndex
CREATE UNIQUE INDEX "bank_payments_key_key" ON "bank_payments"("key");

-- CreateIndex
CREATE INDEX "bank_payments_statement_id_id_idx" ON "bank_payments"("statement_id", "id");

-- CreateIndex
CREATE INDEX "payer_accounts_account_idx" ON "payer_accounts"("account");

-- CreateIndex
CREATE UNIQUE INDEX "payer_accounts_partner_id_account_key" ON "payer_accounts"("partner_id", "account");

-- AddForeignKey
ALTER TABLE "bank_payments" ADD CONSTRAINT "bank_payments_statement_id_fkey" FOREIGN KEY ("statement_id") REFERENCES "statements"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payer_accounts" ADD CONSTRAINT "payer_accounts_partner_id_fkey" FOREIGN KEY ("partner_id") REFERENCES "partners"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
