-- AlterTable
ALTER TABLE "batch" ADD COLUMN     "lostSubmissions" INTEGER NOT NULL DEFAULT 0;
