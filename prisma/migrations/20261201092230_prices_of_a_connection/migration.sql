-- AlterTable
ALTER TABLE "price_entry" ADD COLUMN     "connectionId" TEXT,
ADD COLUMN     "withdrawnById" TEXT;

-- AddForeignKey
ALTER TABLE "price_entry" ADD CONSTRAINT "price_entry_connectionId_fkey" FOREIGN KEY ("connectionId") REFERENCES "connection"("id") ON DELETE CASCADE ON UPDATE CASCADE;
