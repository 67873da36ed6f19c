-- AlterTable
ALTER TABLE "shops" ADD COLUMN "shopify_timezone" TEXT,
ADD COLUMN "is_timezone_own" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN "profile_updated_at" TIMESTAMPTZ(3),
ADD COLUMN "scopes_updated_at" TIMESTAMPTZ(3);
