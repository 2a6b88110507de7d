-- CreateTable
CREATE TABLE "task_runs" (
    "task" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),
    "started_by" TEXT NOT NULL,
    "error" TEXT,
    "runs" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "task_runs_pkey" PRIMARY KEY ("task")
);
