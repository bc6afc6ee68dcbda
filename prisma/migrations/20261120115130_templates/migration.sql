-- AlterTable
ALTER TABLE "run" ADD COLUMN     "templateVersionId" TEXT;

-- CreateTable
CREATE TABLE "template" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "createdById" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "archivedAt" TIMESTAMPTZ(3),

    CONSTRAINT "template_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "template_version" (
    "id" TEXT NOT NULL,
    "workspaceId" TEXT NOT NULL,
    "templateId" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "prompt" JSONB NOT NULL,
    "output" JSONB NOT NULL,
    "parameters" JSONB NOT NULL,
    "columns" TEXT[],
    "createdById" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "template_version_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "template_workspaceId_createdAt_idx" ON "template"("workspaceId", "createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "template_version_templateId_number_key" ON "template_version"("templateId", "number");

-- CreateIndex
CREATE INDEX "run_templateVersionId_idx" ON "run"("templateVersionId");

-- AddForeignKey
ALTER TABLE "template" ADD CONSTRAINT "template_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "template_version" ADD CONSTRAINT "template_version_templateId_fkey" FOREIGN KEY ("templateId") REFERENCES "template"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run" ADD CONSTRAINT "run_templateVersionId_fkey" FOREIGN KEY ("templateVersionId") REFERENCES "template_version"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- A version is never changed: runs say what they asked by pointing at it.
CREATE FUNCTION "refuse_version_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'Version % of template % is never changed; save a new version.', OLD."number", OLD."templateId"
    USING ERRCODE = 'check_violation', TABLE = 'template_version', CONSTRAINT = 'template_version_never_changes';
END $$;
CREATE TRIGGER "template_version_never_changes" BEFORE UPDATE ON "template_version"
  FOR EACH ROW EXECUTE FUNCTION "refuse_version_change"();
ALTER TABLE "template_version" ADD CONSTRAINT "template_version_number_check" CHECK ("number" >= 1);
