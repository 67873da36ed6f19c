-- Download links that were used: a link is good for one download. Rows are worth keeping until the link has expired.
CREATE TABLE "used_downloads" (
  "shop_id" BIGINT NOT NULL,
  "link_id" TEXT NOT NULL,
  "staff_user_id" TEXT NOT NULL,
  "expires_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "used_downloads_pkey" PRIMARY KEY ("shop_id", "link_id")
);
SELECT app.guard_shop_table('used_downloads');
