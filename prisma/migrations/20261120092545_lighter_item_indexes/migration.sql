-- DropIndex
DROP INDEX "item_runId_status_rowIndex_idx";

-- CreateIndex
CREATE INDEX "item_batchId_idx" ON "item"("batchId");

-- From here on by hand: what the schema language cannot say.

-- No index holds the status: an item that is answered changes nothing that is indexed, so PostgreSQL updates it within its
-- page. Rows that wait, failed or were canceled are few and looked for by name; this finds them without reading the others.
ALTER TABLE "item" ADD CONSTRAINT "item_open_is_found" CHECK (
  "status" NOT IN ('waiting', 'failed', 'canceled') OR "cause" IS NOT NULL OR "batchId" IS NULL
);
CREATE INDEX "item_open_idx" ON "item" ("runId", "rowIndex") WHERE "cause" IS NOT NULL OR "batchId" IS NULL;
