-- Calls to Shopify that have taken points and are not settled yet. With a row for each the shop's level is exact: what is
-- still on its way is known, and what a process took that died is given back.
CREATE TABLE "admin_calls" (
    "shop_id" BIGINT NOT NULL,
    "ticket" BIGINT NOT NULL,
    "points" DOUBLE PRECISION NOT NULL,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,
    "sent_at" TIMESTAMPTZ(6),
    "spent_before" DOUBLE PRECISION,
    CONSTRAINT "admin_calls_pkey" PRIMARY KEY ("shop_id", "ticket")
);
ALTER TABLE "admin_cost_buckets" DROP COLUMN "reserved_total", DROP COLUMN "outstanding",
    ADD COLUMN "last_ticket" BIGINT NOT NULL DEFAULT 0,
    ADD COLUMN "spent_total" DOUBLE PRECISION NOT NULL DEFAULT 0;
SELECT app.guard_shop_table('admin_calls');
