-- Why the tracking service does not follow a parcel; null: it does, or was not asked yet.
ALTER TABLE shipments ADD COLUMN watch_refusal text;
-- The last intent that was to give Shopify a corrected number, and how many there were for that number.
ALTER TABLE shipments ADD COLUMN correction_intent_id bigint;
ALTER TABLE shipments ADD COLUMN correction_attempts int NOT NULL DEFAULT 0;
