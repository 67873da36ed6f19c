-- AlterTable
ALTER TABLE "admin_cost_buckets" ADD COLUMN "outstanding" DOUBLE PRECISION NOT NULL DEFAULT 0;
