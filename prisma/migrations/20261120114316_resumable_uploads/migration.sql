-- CreateTable
CREATE TABLE "upload" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "createdById" TEXT,
    "sizeBytes" BIGINT NOT NULL,
    "receivedBytes" BIGINT NOT NULL DEFAULT 0,
    "datasetId" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "upload_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "upload_chunk" (
    "uploadId" TEXT NOT NULL,
    "fromByte" BIGINT NOT NULL,
    "bytes" BYTEA NOT NULL,

    CONSTRAINT "upload_chunk_pkey" PRIMARY KEY ("uploadId","fromByte")
);

-- CreateIndex
CREATE INDEX "upload_updatedAt_idx" ON "upload"("updatedAt");

-- AddForeignKey
ALTER TABLE "upload" ADD CONSTRAINT "upload_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "upload_chunk" ADD CONSTRAINT "upload_chunk_uploadId_fkey" FOREIGN KEY ("uploadId") REFERENCES "upload"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- From here on by hand: what the schema language cannot say.

-- Never more than was announced, and a file that became a dataset was whole.
ALTER TABLE "upload" ADD CONSTRAINT "upload_bytes" CHECK (
  "sizeBytes" > 0 AND "receivedBytes" BETWEEN 0 AND "sizeBytes" AND ("datasetId" IS NULL OR "receivedBytes" = "sizeBytes")
);

-- Pieces live for minutes and are read once: packing them costs more than it saves.
ALTER TABLE "upload_chunk" ALTER COLUMN "bytes" SET STORAGE EXTERNAL;
