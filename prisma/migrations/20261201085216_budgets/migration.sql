-- CreateEnum
CREATE TYPE "BudgetScope" AS ENUM ('workspace', 'member', 'label');

-- CreateTable
CREATE TABLE "budget" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "scope" "BudgetScope" NOT NULL,
    "memberId" TEXT,
    "label" TEXT,
    "labelKey" TEXT,
    "amountPicoUsd" BIGINT NOT NULL,
    "thresholds" INTEGER[] DEFAULT ARRAY[]::INTEGER[],
    "pausesLaunches" BOOLEAN NOT NULL DEFAULT false,
    "createdById" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "budget_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "budget_alert" (
    "budgetId" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "month" TEXT NOT NULL,
    "threshold" INTEGER NOT NULL,
    "spentPicoUsd" BIGINT NOT NULL,
    "amountPicoUsd" BIGINT NOT NULL,
    "dismissedBy" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "budget_alert_pkey" PRIMARY KEY ("budgetId","month","threshold")
);

-- CreateIndex
CREATE INDEX "budget_workspaceId_idx" ON "budget"("workspaceId");

-- CreateIndex
CREATE INDEX "budget_alert_workspaceId_month_idx" ON "budget_alert"("workspaceId", "month");

-- AddForeignKey
ALTER TABLE "budget" ADD CONSTRAINT "budget_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "budget_alert" ADD CONSTRAINT "budget_alert_budgetId_fkey" FOREIGN KEY ("budgetId") REFERENCES "budget"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- More than nothing, and named by what it is for.
ALTER TABLE "budget" ADD CONSTRAINT "budget_amount_check" CHECK ("amountPicoUsd" > 0);
ALTER TABLE "budget" ADD CONSTRAINT "budget_scope_check" CHECK (
  ("scope" = 'member') = ("memberId" IS NOT NULL)
  AND ("scope" = 'label') = ("labelKey" IS NOT NULL)
  AND ("label" IS NULL) = ("labelKey" IS NULL)
);
