-- AlterTable
ALTER TABLE "run" ADD COLUMN     "labelKeys" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "labels" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- CreateIndex
CREATE INDEX "run_labelKeys_idx" ON "run" USING GIN ("labelKeys");

-- Ten at most, and each with the form it is compared by.
ALTER TABLE "run" ADD CONSTRAINT "run_labels_check"
  CHECK (cardinality("labels") <= 10 AND cardinality("labels") = cardinality("labelKeys"));
