-- CreateTable
CREATE TABLE "price_entry" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "price" JSONB NOT NULL,
    "validFrom" DATE NOT NULL,
    "validTo" DATE,
    "source" TEXT NOT NULL,
    "createdById" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "withdrawnAt" TIMESTAMPTZ(3),

    CONSTRAINT "price_entry_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "price_entry_workspaceId_model_idx" ON "price_entry"("workspaceId", "model");

-- AddForeignKey
ALTER TABLE "price_entry" ADD CONSTRAINT "price_entry_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "price_entry" ADD CONSTRAINT "price_entry_days" CHECK ("validTo" IS NULL OR "validFrom" <= "validTo");
