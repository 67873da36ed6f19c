-- Counts of the order list are answered by the indexes alone: each carries what its filters and flags compare, and leaves
-- deleted orders out. The order of a page (placed, id) stays in front of it.
DROP INDEX orders_country, orders_financial, orders_fulfillment;
CREATE INDEX orders_country ON orders (shop_id, ship_country, placed_at, id, financial_status, fulfillment_status)
  WHERE deleted_at IS NULL;
CREATE INDEX orders_financial ON orders (shop_id, financial_status, placed_at, id, fulfillment_status)
  WHERE deleted_at IS NULL;
CREATE INDEX orders_fulfillment ON orders (shop_id, fulfillment_status, placed_at, id) WHERE deleted_at IS NULL;

DROP INDEX orders_returned, orders_exception, orders_unfulfilled, orders_no_tracking, orders_label_without_scan, orders_undelivered;
CREATE INDEX orders_returned ON orders (shop_id, returned_at, id) WHERE returned_at IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX orders_exception ON orders (shop_id, exception_at, id, returned_at)
  WHERE exception_at IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX orders_unfulfilled ON orders (shop_id, unfulfilled_since, id, returned_at, exception_at)
  WHERE unfulfilled_since IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX orders_no_tracking ON orders (shop_id, no_tracking_since, id, returned_at, exception_at, unfulfilled_since)
  WHERE no_tracking_since IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX orders_label_without_scan ON orders
  (shop_id, label_without_scan_since, id, returned_at, exception_at, unfulfilled_since, no_tracking_since)
  WHERE label_without_scan_since IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX orders_undelivered ON orders
  (shop_id, undelivered_since, id, returned_at, exception_at, unfulfilled_since, no_tracking_since, label_without_scan_since)
  WHERE undelivered_since IS NOT NULL AND deleted_at IS NULL;
