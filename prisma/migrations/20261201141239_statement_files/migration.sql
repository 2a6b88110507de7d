-- CreateTable
CREATE TABLE "statement_files" (
    "id" SERIAL NOT NULL,
    "file_name" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'reading',
    "stage" TEXT NOT NULL DEFAULT 'waiting',
    "found" INTEGER,
    "reason" TEXT,
    "statement_id" INTEGER,
    "added" INTEGER,
    "known" INTEGER,
    "uploaded_by_id" INTEGER NOT NULL,
    "uploaded_by" TEXT NOT NULL,
    "uploaded_at" TIMESTAMPTZ(3) NOT NULL,
    "dismissed_at" TIMESTAMPTZ(3),

    CONSTRAINT "statement_files_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "statement_file_parts" (
    "file_id" INTEGER NOT NULL,
    "n" INTEGER NOT NULL,
    "bytes" BYTEA NOT NULL,

    CONSTRAINT "statement_file_parts_pkey" PRIMARY KEY ("file_id","n")
);

-- CreateIndex
CREATE INDEX "statement_files_state_idx" ON "statement_files"("state");

-- AddForeignKey
ALTER TABLE "statement_files" ADD CONSTRAINT "statement_files_statement_id_fkey" FOREIGN KEY ("statement_id") REFERENCES "statements"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "statement_file_parts" ADD CONSTRAINT "statement_file_parts_file_id_fkey" FOREIGN KEY ("file_id") REFERENCES "statement_files"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Packing would take longer than the disk does.
alter table statement_file_parts alter column bytes set storage external;
alter table statement_files add constraint statement_files_state check (state in ('reading', 'read', 'refused')
  and stage in ('waiting', 'reading', 'keeping') and (state = 'refused') = (reason is not null));
