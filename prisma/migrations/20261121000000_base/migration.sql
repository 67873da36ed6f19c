-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";
-- CreateTable
CREATE TABLE "deliveries" (
    "shop_id" BIGINT NOT NULL,
    "webhook_id" TEXT NOT NULL,
    "event_id" TEXT,
    "topic" TEXT NOT NULL,
    "shop_domain" TEXT NOT NULL,
    "api_version" TEXT,
    "triggered_at" TIMESTAMPTZ(3),
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "state" TEXT NOT NULL DEFAULT 'received',
    "reason" TEXT,
    "settled_at" TIMESTAMPTZ(3),
    "body" BYTEA,
    "body_hash" BYTEA NOT NULL,
    CONSTRAINT "deliveries_pkey" PRIMARY KEY ("shop_id","webhook_id")
);
-- CreateTable
CREATE TABLE "workers" (
    "pool_id" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "workers_pkey" PRIMARY KEY ("pool_id")
);
-- CreateTable
CREATE TABLE "parked_jobs" (
    "id" BIGSERIAL NOT NULL,
    "shop_id" BIGINT NOT NULL,
    "task" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "queue_name" TEXT,
    "job_key" TEXT,
    "attempts" INTEGER NOT NULL,
    "last_error" TEXT,
    "parked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "resolved_at" TIMESTAMPTZ(3),
    "resolution" TEXT,
    CONSTRAINT "parked_jobs_pkey" PRIMARY KEY ("id")
);
-- CreateTable
CREATE TABLE "shops" (
    "id" BIGSERIAL NOT NULL,
    "domain" TEXT NOT NULL,
    "name" TEXT,
    "currency" TEXT,
    "iana_timezone" TEXT NOT NULL DEFAULT 'UTC',
    "plan_name" TEXT,
    "scopes" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "install_epoch" INTEGER NOT NULL DEFAULT 1,
    "installed_at" TIMESTAMPTZ(3) NOT NULL,
    "uninstalled_at" TIMESTAMPTZ(3),
    "token_refused_at" TIMESTAMPTZ(3),
    "working_days" INTEGER[] DEFAULT ARRAY[1, 2, 3, 4, 5]::INTEGER[],
    "holidays" DATE[] DEFAULT ARRAY[]::DATE[],
    "thresholds" JSONB,
    "guide_dismissed_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "shops_pkey" PRIMARY KEY ("id")
);
-- CreateTable
CREATE TABLE "shop_tokens" (
    "shop_id" BIGINT NOT NULL,
    "access_token" BYTEA NOT NULL,
    "refresh_token" BYTEA,
    "expires_at" TIMESTAMPTZ(3),
    "refresh_expires_at" TIMESTAMPTZ(3),
    "scope" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "shop_tokens_pkey" PRIMARY KEY ("shop_id")
);
-- CreateIndex
CREATE INDEX "parked_jobs_shop_id_resolved_at_parked_at_idx" ON "parked_jobs"("shop_id", "resolved_at", "parked_at");
-- CreateIndex
CREATE UNIQUE INDEX "shops_domain_key" ON "shops"("domain");
-- AddForeignKey
ALTER TABLE "shop_tokens" ADD CONSTRAINT "shop_tokens_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shops"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Domains are compared as text everywhere: one spelling only.
ALTER TABLE "shops" ADD CONSTRAINT "shops_domain_is_lower_case" CHECK ("domain" = lower("domain"));
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_state_known" CHECK ("state" IN ('received', 'applied', 'ignored', 'parked'));
-- The sweeper and Home look for what is not settled; settled rows are the many.
CREATE INDEX "deliveries_unsettled" ON "deliveries" ("shop_id", "received_at") WHERE "state" IN ('received', 'parked');
CREATE INDEX "deliveries_settled_at" ON "deliveries" ("settled_at") WHERE "settled_at" IS NOT NULL;
CREATE INDEX "shops_installed" ON "shops" ("id") WHERE "uninstalled_at" IS NULL;

-- Jobs are enqueued in the transaction that causes them. graphile-worker's tables carry row-level security
-- without policies, so application roles reach them through this function alone.
CREATE SCHEMA IF NOT EXISTS app;
CREATE FUNCTION app.enqueue(
  task text, payload json, queue_name text, job_key text, run_at timestamptz, max_attempts int, priority int
) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE job_id bigint;
BEGIN
  SELECT (graphile_worker.add_job(
    identifier => task, payload => payload, queue_name => queue_name, run_at => run_at,
    max_attempts => max_attempts, job_key => job_key, priority => priority
  )).id INTO job_id;
  RETURN job_id;
END $$;
