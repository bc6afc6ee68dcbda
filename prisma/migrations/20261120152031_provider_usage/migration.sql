-- AlterTable
ALTER TABLE "batch" ADD COLUMN     "reportedCachedInputTokens" BIGINT,
ADD COLUMN     "reportedInputTokens" BIGINT,
ADD COLUMN     "reportedOutputTokens" BIGINT;
