-- How suppliers are weighed, and what their past lines say, counted.

CREATE TABLE scorecard_settings (
  shop_id bigint NOT NULL PRIMARY KEY,
  weights jsonb NOT NULL,
  saved_at timestamptz(3) NOT NULL,
  saved_by text NOT NULL
);

-- Renewed as a whole. Supplier 0 = the whole shop, '' = any variant, any country.
CREATE TABLE supplier_figures (
  shop_id bigint NOT NULL,
  supplier_id bigint NOT NULL,
  variant_gid text NOT NULL,
  country text NOT NULL,
  -- lines whose shipping was due, and those of them that were late
  lines integer NOT NULL CHECK (lines >= 0),
  late_lines integer NOT NULL CHECK (late_lines BETWEEN 0 AND lines),
  units integer NOT NULL CHECK (units >= 0),
  defect_units integer NOT NULL CHECK (defect_units BETWEEN 0 AND units),
  -- days from order to first scan: half were faster, nine in ten were
  median_days numeric(7, 2),
  slow_days numeric(7, 2),
  shipped_lines integer NOT NULL CHECK (shipped_lines >= 0),
  -- every measure's sums, for a supplier as a whole and for the shop; null for narrower groups
  sums jsonb,
  counted_at timestamptz(3) NOT NULL,
  PRIMARY KEY (shop_id, supplier_id, variant_gid, country)
);
SELECT app.guard_shop_table('scorecard_settings');
SELECT app.guard_shop_table('supplier_figures');
