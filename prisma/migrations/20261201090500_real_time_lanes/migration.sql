-- CreateEnum
CREATE TYPE "Lane" AS ENUM ('batch', 'flex', 'standard');

-- CreateEnum
CREATE TYPE "RunPurpose" AS ENUM ('full', 'try');

-- AlterEnum
ALTER TYPE "BatchStatus" ADD VALUE 'answering';

-- AlterTable
ALTER TABLE "batch" ADD COLUMN     "heldUntil" TIMESTAMPTZ(3),
ADD COLUMN     "holder" TEXT,
ADD COLUMN     "lane" "Lane" NOT NULL DEFAULT 'batch',
ADD COLUMN     "nowPicoUsd" BIGINT NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "run" ADD COLUMN     "deadlineAt" TIMESTAMPTZ(3),
ADD COLUMN     "deadlineNote" TEXT,
ADD COLUMN     "lane" "Lane" NOT NULL DEFAULT 'batch',
ADD COLUMN     "pickedRows" INTEGER[] DEFAULT ARRAY[]::INTEGER[],
ADD COLUMN     "purpose" "RunPurpose" NOT NULL DEFAULT 'full',
ADD COLUMN     "triedDraftId" TEXT;

-- CreateTable
CREATE TABLE "sent_request" (
    "batchId" TEXT NOT NULL,
    "rowIndex" INTEGER NOT NULL,
    "holder" TEXT NOT NULL,
    "sentAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sent_request_pkey" PRIMARY KEY ("batchId","rowIndex")
);

-- CreateIndex
CREATE INDEX "run_triedDraftId_idx" ON "run"("triedDraftId");

-- AddForeignKey
ALTER TABLE "run" ADD CONSTRAINT "run_triedDraftId_fkey" FOREIGN KEY ("triedDraftId") REFERENCES "run_draft"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sent_request" ADD CONSTRAINT "sent_request_batchId_fkey" FOREIGN KEY ("batchId") REFERENCES "batch"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Requests that are answered at once are in no file and no batch of the provider's.
ALTER TABLE "batch" DROP CONSTRAINT "batch_at_provider_has_its_id";
ALTER TABLE "batch" ADD CONSTRAINT "batch_at_provider_has_its_id" CHECK (
  "lane" <> 'batch' OR "status" NOT IN ('submitted', 'canceling', 'completed', 'expired') OR ("providerBatchId" IS NOT NULL AND "submittedAt" IS NOT NULL)
);
ALTER TABLE "batch" ADD CONSTRAINT "batch_now_is_part_of_its_cost" CHECK ("nowPicoUsd" >= 0 AND ("nowPicoUsd" = 0 OR "nowPicoUsd" <= "costPicoUsd"));
ALTER TABLE "run" ADD CONSTRAINT "run_try_picks_its_rows" CHECK ("purpose" <> 'try' OR cardinality("pickedRows") = "rowCount");
