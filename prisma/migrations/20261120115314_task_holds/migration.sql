-- CreateTable
CREATE TABLE "task_hold" (
    "task" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "holder" TEXT,
    "losses" INTEGER NOT NULL DEFAULT 0,
    "crashes" INTEGER NOT NULL DEFAULT 0,
    "heldAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "parkedAt" TIMESTAMPTZ(3),

    CONSTRAINT "task_hold_pkey" PRIMARY KEY ("task","key")
);
