-- AlterTable
ALTER TABLE "batch" ADD COLUMN     "estimatedTokens" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "missingLooks" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "nextTryAt" TIMESTAMPTZ(3),
ADD COLUMN     "notBefore" TIMESTAMPTZ(3),
ADD COLUMN     "overdueSince" TIMESTAMPTZ(3),
ADD COLUMN     "refusals" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "retryAt" TIMESTAMPTZ(3),
ADD COLUMN     "waitsSince" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "connection_capacity" (
    "connectionId" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "learnedTokens" BIGINT,
    "learnedAt" TIMESTAMPTZ(3),
    "isStated" BOOLEAN NOT NULL DEFAULT false,
    "source" TEXT,
    "enteredTokens" BIGINT,

    CONSTRAINT "connection_capacity_pkey" PRIMARY KEY ("connectionId","model")
);

-- CreateTable
CREATE TABLE "input_file" (
    "id" BIGSERIAL NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "connectionId" TEXT NOT NULL,
    "batchId" TEXT NOT NULL,
    "submissionId" TEXT NOT NULL,
    "fileId" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "sweptAt" TIMESTAMPTZ(3),

    CONSTRAINT "input_file_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "input_file_batchId_idx" ON "input_file"("batchId");

-- CreateIndex
CREATE INDEX "batch_connectionId_submittingAt_idx" ON "batch"("connectionId", "submittingAt");

-- AddForeignKey
ALTER TABLE "connection_capacity" ADD CONSTRAINT "connection_capacity_connectionId_fkey" FOREIGN KEY ("connectionId") REFERENCES "connection"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- From here on by hand: what the schema language cannot say.

ALTER TABLE "connection_capacity" ADD CONSTRAINT "connection_capacity_is_positive" CHECK ("learnedTokens" > 0 AND "enteredTokens" > 0);
-- Files still at the provider are few among all that ever were.
CREATE INDEX "input_file_open_idx" ON "input_file" ("createdAt") WHERE "sweptAt" IS NULL;
