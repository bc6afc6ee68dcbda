-- AlterTable
ALTER TABLE "batch" ADD COLUMN     "unsentPicoUsd" BIGINT,
ADD COLUMN     "unsentRows" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "item" ADD COLUMN     "sameAs" INTEGER;

-- AlterTable
ALTER TABLE "run" ADD COLUMN     "sameRows" INTEGER NOT NULL DEFAULT 0;

-- From here on by hand: what the schema language cannot say.

-- The first row of a group is the one that is sent. Nothing here changes after a row is written, so an answer still updates its
-- item within its page, and a run in which every row asks something else has nothing in this index.
ALTER TABLE "item" ADD CONSTRAINT "item_same_as_an_earlier_one" CHECK ("sameAs" < "rowIndex");
CREATE INDEX "item_same_as_idx" ON "item" ("runId", "sameAs") WHERE "sameAs" IS NOT NULL;
