-- ANALYZE keeps samples of columns, and keeps the old ones when a table has become empty: what was deleted of a person
-- would still be read there. Columns of such tables that can name somebody are not sampled; no query filters by them.
ALTER TABLE "bulk_import_rows" ALTER COLUMN "body" SET STATISTICS 0;
ALTER TABLE "compliance_files" ALTER COLUMN "content" SET STATISTICS 0;
ALTER TABLE "parked_jobs" ALTER COLUMN "payload" SET STATISTICS 0, ALTER COLUMN "last_error" SET STATISTICS 0;
ALTER TABLE graphile_worker._private_jobs ALTER COLUMN "payload" SET STATISTICS 0, ALTER COLUMN "last_error" SET STATISTICS 0;
