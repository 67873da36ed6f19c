-- AlterTable
ALTER TABLE "admin_cost_buckets" ADD COLUMN "reserved_total" DOUBLE PRECISION NOT NULL DEFAULT 0;
