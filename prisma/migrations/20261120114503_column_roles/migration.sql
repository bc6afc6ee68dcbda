-- AlterTable
ALTER TABLE "run" ADD COLUMN     "idColumn" TEXT,
ADD COLUMN     "neverSend" TEXT[] DEFAULT ARRAY[]::TEXT[];
