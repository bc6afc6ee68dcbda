-- CreateTable
CREATE TABLE "run_check" (
    "runId" TEXT NOT NULL,
    "checkedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "difference" TEXT,

    CONSTRAINT "run_check_pkey" PRIMARY KEY ("runId")
);

-- CreateTable
CREATE TABLE "metric_counter" (
    "name" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "value" BIGINT NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "metric_counter_pkey" PRIMARY KEY ("name","label")
);

-- AddForeignKey
ALTER TABLE "run_check" ADD CONSTRAINT "run_check_runId_fkey" FOREIGN KEY ("runId") REFERENCES "run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- From here on by hand: what the schema language cannot say.

-- Every run has a counter of every status from its first item on, so that whoever changes items locks the same six rows in
-- the same order: with fewer, one could hold a counter that another one is just making, and each wait for the other.
CREATE OR REPLACE FUNCTION "count_items"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO "run_counter" AS c ("runId", "status", "count")
    SELECT r."runId", s.status, count(a."runId")
    FROM (SELECT DISTINCT "runId" FROM added) r
    CROSS JOIN unnest(enum_range(NULL::"ItemStatus")) AS s(status)
    LEFT JOIN added a ON a."runId" = r."runId" AND a."status" = s.status
    GROUP BY 1, 2 ORDER BY 1, 2
    ON CONFLICT ("runId", "status") DO UPDATE SET "count" = c."count" + excluded."count";
  ELSIF TG_OP = 'DELETE' THEN
    PERFORM 1 FROM "run_counter" WHERE "runId" IN (SELECT DISTINCT "runId" FROM removed) ORDER BY "runId", "status" FOR UPDATE;
    UPDATE "run_counter" c SET "count" = c."count" - r.n
    FROM (SELECT "runId", "status", count(*) AS n FROM removed GROUP BY 1, 2) r
    WHERE c."runId" = r."runId" AND c."status" = r."status";
  ELSE
    PERFORM 1 FROM "run_counter" WHERE "runId" IN (SELECT DISTINCT "runId" FROM added) ORDER BY "runId", "status" FOR UPDATE;
    UPDATE "run_counter" c SET "count" = c."count" + d.n
    FROM (
      SELECT "runId", "status", sum(n)::int AS n FROM (
        SELECT "runId", "status", count(*) AS n FROM added GROUP BY 1, 2
        UNION ALL
        SELECT "runId", "status", -count(*) FROM removed GROUP BY 1, 2
      ) moves GROUP BY 1, 2 HAVING sum(n) <> 0
    ) d
    WHERE c."runId" = d."runId" AND c."status" = d."status";
  END IF;
  RETURN NULL;
END $$;
INSERT INTO "run_counter" ("runId", "status", "count")
SELECT DISTINCT c."runId", s.status, 0 FROM "run_counter" c CROSS JOIN unnest(enum_range(NULL::"ItemStatus")) AS s(status)
ON CONFLICT ("runId", "status") DO NOTHING;

-- No row is lost: once a run's items exist, every transaction that leaves the counters with another sum than the run has rows
-- is refused when it commits. A look at six counters, not at the items: they cannot change without their counters. Whoever
-- changes items holds all six, so two transactions never check half of each other's work.
CREATE FUNCTION "check_rows_add_up"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  checked text;
  account record;
BEGIN
  IF TG_TABLE_NAME = 'run' THEN checked := NEW."id";
  ELSIF TG_OP = 'INSERT' THEN checked := NEW."runId";
  ELSE checked := OLD."runId";
  END IF;
  SELECT r."rowCount" AS rows, coalesce(sum(c."count"), 0) AS counted,
    string_agg(c."count" || ' ' || c."status", ', ' ORDER BY c."status") AS detail
  INTO account
  FROM "run" r LEFT JOIN "run_counter" c ON c."runId" = r."id"
  WHERE r."id" = checked AND r."plannedAt" IS NOT NULL
  GROUP BY r."id";
  IF FOUND AND account.rows <> account.counted THEN
    RAISE EXCEPTION 'Run % has % rows, but % would be accounted for (%). Nothing was changed.',
      checked, account.rows, account.counted, coalesce(account.detail, 'none')
      USING ERRCODE = 'check_violation', TABLE = 'run_counter', CONSTRAINT = 'run_rows_add_up';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER "run_rows_add_up" AFTER INSERT OR DELETE OR UPDATE OF "runId", "count" ON "run_counter"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "check_rows_add_up"();
CREATE CONSTRAINT TRIGGER "run_rows_add_up" AFTER INSERT OR UPDATE OF "rowCount", "plannedAt" ON "run"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW."plannedAt" IS NOT NULL) EXECUTE FUNCTION "check_rows_add_up"();

-- Alarms are few and counted often.
CREATE INDEX "run_event_alarm_idx" ON "run_event" ("at") WHERE "kind" = 'alarm';
