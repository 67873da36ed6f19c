-- Parcels: what Shopify was told of them, when the carrier was asked, and where a supplier's deadlines were missed.

ALTER TABLE shipments
  -- the number that Shopify has; null = none yet
  ADD COLUMN reported_number text,
  -- decisions to make a fulfillment of it: one that Shopify proved wrong may be taken again
  ADD COLUMN report_attempts integer NOT NULL DEFAULT 0,
  -- code and sentence: why Shopify has not been told; null = it has, or will be
  ADD COLUMN trouble jsonb,
  -- when the tracking service was first told of it, and last asked
  ADD COLUMN watched_at timestamptz(3),
  ADD COLUMN checked_at timestamptz(3),
  ADD COLUMN estimated_delivery_at timestamptz(3);
CREATE INDEX shipments_on_the_way ON shipments (shop_id, checked_at) WHERE delivered_at IS NULL;
CREATE INDEX shipments_fulfillment ON shipments (shop_id, fulfillment_gid) WHERE fulfillment_gid IS NOT NULL;

-- A deadline that a supplier missed: once per purchase order and deadline.
CREATE TABLE supplier_breaches (
  shop_id bigint NOT NULL,
  purchase_order_id bigint NOT NULL,
  -- see app/dropship/timers/next-timer-step.ts
  kind text NOT NULL CHECK (kind IN ('acknowledge', 'ship', 'tracking', 'scan')),
  supplier_id bigint NOT NULL,
  due_at timestamptz(3) NOT NULL,
  found_at timestamptz(3) NOT NULL,
  nudged_at timestamptz(3),
  escalated_at timestamptz(3),
  outcome text CHECK (outcome IN ('fail_over', 'person', 'settled')),
  PRIMARY KEY (shop_id, purchase_order_id, kind),
  FOREIGN KEY (shop_id, purchase_order_id) REFERENCES purchase_orders (shop_id, id) ON DELETE CASCADE
);
CREATE INDEX supplier_breaches_supplier ON supplier_breaches (shop_id, supplier_id, found_at);
SELECT app.guard_shop_table('supplier_breaches');
