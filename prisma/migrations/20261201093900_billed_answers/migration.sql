-- AlterTable
ALTER TABLE "batch" ADD COLUMN     "billedAnswers" INTEGER;
