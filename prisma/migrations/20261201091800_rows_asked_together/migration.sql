-- AlterTable
ALTER TABLE "batch" ADD COLUMN     "inventedAnswers" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "lineCount" INTEGER,
ADD COLUMN     "rowsPerRequest" INTEGER NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE "item" ADD COLUMN     "packRow" INTEGER,
ADD COLUMN     "packSize" SMALLINT;

-- AlterTable
ALTER TABLE "run" ADD COLUMN     "rowsPerRequest" INTEGER NOT NULL DEFAULT 1;

-- A request has at least one row, and a row that was asked together with others is in the request of an earlier one or of itself.
ALTER TABLE "run" ADD CONSTRAINT "run_rows_per_request" CHECK ("rowsPerRequest" BETWEEN 1 AND 50);
ALTER TABLE "batch" ADD CONSTRAINT "batch_rows_per_request" CHECK ("rowsPerRequest" BETWEEN 1 AND 50);
ALTER TABLE "item" ADD CONSTRAINT "item_pack_begins_before_it" CHECK ("packRow" <= "rowIndex") NOT VALID;
