-- CreateEnum
CREATE TYPE "ApprovalStatus" AS ENUM ('requested', 'approved', 'declined', 'withdrawn');

-- AlterTable
ALTER TABLE "workspace" ADD COLUMN     "approvalOverPicoUsd" BIGINT;

-- CreateTable
CREATE TABLE "run_approval" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "runId" TEXT NOT NULL,
    "status" "ApprovalStatus" NOT NULL DEFAULT 'requested',
    "receipt" JSONB NOT NULL,
    "estimate" JSONB NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "requestedById" TEXT,
    "requestedByName" TEXT NOT NULL,
    "requestedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "decidedById" TEXT,
    "decidedByName" TEXT,
    "decidedAt" TIMESTAMPTZ(3),
    "note" TEXT,

    CONSTRAINT "run_approval_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "run_approval_runId_requestedAt_idx" ON "run_approval"("runId", "requestedAt");

-- CreateIndex
CREATE INDEX "run_approval_workspaceId_status_idx" ON "run_approval"("workspaceId", "status");

-- AddForeignKey
ALTER TABLE "run_approval" ADD CONSTRAINT "run_approval_runId_fkey" FOREIGN KEY ("runId") REFERENCES "run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- From here on by hand: what the schema language cannot say.

ALTER TABLE "workspace" ADD CONSTRAINT "workspace_approval_over" CHECK ("approvalOverPicoUsd" >= 0);
ALTER TABLE "run_approval" ADD CONSTRAINT "run_approval_decided" CHECK (("status" = 'requested') = ("decidedAt" IS NULL));
ALTER TABLE "run_approval" ADD CONSTRAINT "run_approval_declined_says_why" CHECK ("status" <> 'declined' OR "note" <> '');

-- Of two requests for one run at once, one is made.
CREATE UNIQUE INDEX "run_approval_one_open" ON "run_approval" ("runId") WHERE "status" = 'requested';
