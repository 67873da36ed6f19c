-- AlterTable
ALTER TABLE "shops" ADD COLUMN "confirmed_at" TIMESTAMPTZ(3),
ADD COLUMN "token_lease_holder" UUID,
ADD COLUMN "token_lease_until" TIMESTAMPTZ(3),
ADD COLUMN "token_generation" INTEGER NOT NULL DEFAULT 0;
-- CreateTable
CREATE TABLE "admin_cost_buckets" (
    "shop_id" BIGINT NOT NULL,
    "maximum_available" DOUBLE PRECISION NOT NULL,
    "restore_rate" DOUBLE PRECISION NOT NULL,
    "available" DOUBLE PRECISION NOT NULL,
    "as_of" TIMESTAMPTZ(6) NOT NULL,
    "paused_until" TIMESTAMPTZ(6),
    CONSTRAINT "admin_cost_buckets_pkey" PRIMARY KEY ("shop_id")
);
-- CreateTable
CREATE TABLE "admin_document_costs" (
    "document" TEXT NOT NULL,
    "requested_cost" DOUBLE PRECISION NOT NULL,
    CONSTRAINT "admin_document_costs_pkey" PRIMARY KEY ("document")
);

-- A rate of zero would make every wait infinite.
ALTER TABLE "admin_cost_buckets" ADD CONSTRAINT "admin_cost_buckets_restores" CHECK ("restore_rate" > 0 AND "maximum_available" > 0);
ALTER TABLE "shops" ADD CONSTRAINT "shops_working_days_known" CHECK ("working_days" <@ ARRAY[1, 2, 3, 4, 5, 6, 7]);
