-- How the shop's products and its suppliers' price lists are read.

-- Where reading the shop's variants stands.
CREATE TABLE variant_readings (
  shop_id bigint NOT NULL PRIMARY KEY,
  -- everything changed before this has been read
  read_to timestamptz(3) NOT NULL,
  -- the last time every variant was read, and those that are gone were found
  whole_at timestamptz(3)
);

-- How one supplier's feed is read, and where it is fetched from.
CREATE TABLE supplier_feeds (
  shop_id bigint NOT NULL,
  supplier_id bigint NOT NULL,
  -- which column means what, by the headers' own words; see app/dropship/suppliers/feeds/feed-mapping.ts
  mapping jsonb,
  -- what becomes of offers that a feed no longer names
  vanished text NOT NULL DEFAULT 'no_stock' CHECK (vanished IN ('keep', 'no_stock', 'inactive')),
  -- a fetched file is applied without being looked at, unless it looks wrong
  is_automatic boolean NOT NULL DEFAULT false,
  -- null = by hand; see app/dropship/suppliers/feeds/feed-pull.ts
  pull jsonb,
  pull_secret bytea,
  every_minutes integer CHECK (every_minutes BETWEEN 15 AND 10080),
  next_pull_at timestamptz(3),
  updated_at timestamptz(3) NOT NULL,
  PRIMARY KEY (shop_id, supplier_id),
  FOREIGN KEY (shop_id, supplier_id) REFERENCES suppliers (shop_id, id) ON DELETE CASCADE
);

-- One file, from its arrival until it was applied or dropped.
CREATE TABLE feed_runs (
  shop_id bigint NOT NULL,
  id bigserial NOT NULL,
  supplier_id bigint NOT NULL,
  source text NOT NULL CHECK (source IN ('upload', 'sftp', 'https')),
  file_name text NOT NULL,
  state text NOT NULL CHECK (state IN ('arriving', 'reading', 'unclear', 'ready', 'applying', 'applied', 'failed', 'dropped')),
  bytes bigint NOT NULL DEFAULT 0,
  -- of the bytes, read so far
  bytes_read bigint NOT NULL DEFAULT 0,
  rows_read integer NOT NULL DEFAULT 0,
  -- encoding, delimiter, headers and the first rows, as they were found
  layout jsonb,
  -- new, changed, same, refused, vanished
  counts jsonb,
  -- code and sentence: why it stopped, or why a person has to look
  problem jsonb,
  created_by text NOT NULL,
  created_at timestamptz(3) NOT NULL,
  finished_at timestamptz(3),
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, supplier_id) REFERENCES suppliers (shop_id, id) ON DELETE CASCADE
);
CREATE INDEX feed_runs_supplier ON feed_runs (shop_id, supplier_id, id DESC);

-- The file itself, in pieces, until the run has ended.
CREATE TABLE feed_parts (
  shop_id bigint NOT NULL,
  run_id bigint NOT NULL,
  position integer NOT NULL CHECK (position BETWEEN 0 AND 10000),
  bytes bytea NOT NULL,
  PRIMARY KEY (shop_id, run_id, position),
  FOREIGN KEY (shop_id, run_id) REFERENCES feed_runs (shop_id, id) ON DELETE CASCADE
);

-- What the file says, row by row, and what would become of it. Deleted once the run has ended, but for the refused.
CREATE TABLE feed_rows (
  shop_id bigint NOT NULL,
  run_id bigint NOT NULL,
  -- of the file, from 1
  line integer NOT NULL,
  sku text,
  supplier_sku text,
  variant_gid text,
  cost_minor bigint,
  stock_units integer,
  stock_as_of timestamptz(3),
  lead_time_days integer,
  minimum_units integer,
  minimum_advertised_minor bigint,
  verdict text NOT NULL CHECK (verdict IN ('read', 'new', 'changed', 'same', 'refused')),
  refused_column text,
  reason text,
  -- of a refused row, as it stood there
  raw text,
  PRIMARY KEY (shop_id, run_id, line),
  FOREIGN KEY (shop_id, run_id) REFERENCES feed_runs (shop_id, id) ON DELETE CASCADE
);

-- Keys with which a program may send offers. What is kept does not open anything.
CREATE TABLE offer_tokens (
  shop_id bigint NOT NULL,
  id bigserial NOT NULL,
  token_hash bytea NOT NULL,
  -- its last four characters, to tell one from another
  ending text NOT NULL,
  created_by text NOT NULL,
  created_at timestamptz(3) NOT NULL,
  last_used_at timestamptz(3),
  revoked_at timestamptz(3),
  PRIMARY KEY (shop_id, id),
  UNIQUE (shop_id, token_hash)
);

-- Answers to requests that named an idempotency key, so that a repeat gets the same one.
CREATE TABLE offer_calls (
  shop_id bigint NOT NULL,
  key text NOT NULL CHECK (length(key) BETWEEN 1 AND 200),
  body_hash bytea NOT NULL,
  answer jsonb NOT NULL,
  answered_at timestamptz(3) NOT NULL,
  PRIMARY KEY (shop_id, key)
);

SELECT app.guard_shop_table(name::regclass) FROM unnest(ARRAY[
  'variant_readings', 'supplier_feeds', 'feed_runs', 'feed_parts', 'feed_rows', 'offer_tokens', 'offer_calls'
]) AS name;

-- A price list changes a hundred thousand offers in one statement: history is written once for all of them.
DROP TRIGGER offers_remembered_new ON offers;
DROP TRIGGER offers_remembered ON offers;
DROP FUNCTION app.remember_offer();
CREATE FUNCTION app.remember_offers() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  INSERT INTO public.offer_history (shop_id, supplier_id, variant_gid, seen_at, cost_minor, stock_units, lead_time_days, is_active)
  SELECT n.shop_id, n.supplier_id, n.variant_gid, n.updated_at, n.cost_minor, n.stock_units, n.lead_time_days, n.is_active
  FROM new_offers n
  ON CONFLICT (shop_id, supplier_id, variant_gid, seen_at) DO UPDATE
  SET cost_minor = excluded.cost_minor, stock_units = excluded.stock_units,
    lead_time_days = excluded.lead_time_days, is_active = excluded.is_active;
  RETURN NULL;
END $$;
CREATE FUNCTION app.remember_changed_offers() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  INSERT INTO public.offer_history (shop_id, supplier_id, variant_gid, seen_at, cost_minor, stock_units, lead_time_days, is_active)
  SELECT n.shop_id, n.supplier_id, n.variant_gid, n.updated_at, n.cost_minor, n.stock_units, n.lead_time_days, n.is_active
  FROM new_offers n JOIN old_offers o USING (shop_id, supplier_id, variant_gid)
  WHERE (o.cost_minor, o.stock_units, o.lead_time_days, o.is_active)
    IS DISTINCT FROM (n.cost_minor, n.stock_units, n.lead_time_days, n.is_active)
  ON CONFLICT (shop_id, supplier_id, variant_gid, seen_at) DO UPDATE
  SET cost_minor = excluded.cost_minor, stock_units = excluded.stock_units,
    lead_time_days = excluded.lead_time_days, is_active = excluded.is_active;
  RETURN NULL;
END $$;
CREATE TRIGGER offers_remembered_new AFTER INSERT ON offers
  REFERENCING NEW TABLE AS new_offers FOR EACH STATEMENT EXECUTE FUNCTION app.remember_offers();
CREATE TRIGGER offers_remembered AFTER UPDATE ON offers
  REFERENCING OLD TABLE AS old_offers NEW TABLE AS new_offers FOR EACH STATEMENT EXECUTE FUNCTION app.remember_changed_offers();
