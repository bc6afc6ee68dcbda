-- AlterTable
ALTER TABLE "batch" ADD COLUMN     "ceilingPicoUsd" BIGINT,
ADD COLUMN     "rowCeilingPicoUsd" BIGINT,
ADD COLUMN     "unsureAnswers" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "duplicate_batch" ADD COLUMN     "ceilingPicoUsd" BIGINT;
