-- CreateTable
CREATE TABLE "webhook_receipt" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT,
    "type" TEXT NOT NULL,
    "providerBatchId" TEXT NOT NULL,
    "receivedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "webhook_receipt_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "webhook_receipt_receivedAt_idx" ON "webhook_receipt"("receivedAt");

-- CreateIndex
CREATE INDEX "batch_providerBatchId_idx" ON "batch"("providerBatchId");
