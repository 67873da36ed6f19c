-- Suppliers, what they offer, who routes what to whom, and the purchase orders that follow. Money of a supplier is minor
-- units of the supplier's own currency; what the planner compares is turned into the shop's by exchange_rates.

CREATE TABLE suppliers (
  shop_id bigint NOT NULL,
  id bigserial NOT NULL,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
  state text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'paused', 'archived')),
  archived_at timestamptz(3),
  priority integer NOT NULL DEFAULT 1 CHECK (priority BETWEEN 1 AND 999),
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  time_zone text NOT NULL,
  working_days smallint[] NOT NULL DEFAULT '{1,2,3,4,5}' CHECK (cardinality(working_days) BETWEEN 1 AND 7),
  cut_off_minute integer NOT NULL DEFAULT 720 CHECK (cut_off_minute BETWEEN 0 AND 1439),
  handling_days integer NOT NULL DEFAULT 2 CHECK (handling_days BETWEEN 0 AND 365),
  minimum_order_minor bigint NOT NULL DEFAULT 0 CHECK (minimum_order_minor >= 0),
  drop_fee_minor bigint NOT NULL DEFAULT 0 CHECK (drop_fee_minor >= 0),
  acknowledge_hours integer NOT NULL DEFAULT 24 CHECK (acknowledge_hours BETWEEN 1 AND 720),
  ship_days integer NOT NULL DEFAULT 3 CHECK (ship_days BETWEEN 0 AND 365),
  tracking_hours integer NOT NULL DEFAULT 24 CHECK (tracking_hours BETWEEN 1 AND 720),
  on_breach text NOT NULL DEFAULT 'person' CHECK (on_breach IN ('person', 'fail_over')),
  needs_approval boolean NOT NULL DEFAULT false,
  trial_daily_orders integer CHECK (trial_daily_orders BETWEEN 1 AND 10000),
  channel text NOT NULL DEFAULT 'email' CHECK (channel IN ('email', 'sftp', 'https', 'link')),
  channel_settings jsonb NOT NULL DEFAULT '{}',
  channel_secret bytea,
  send_schedule jsonb NOT NULL DEFAULT '{"kind":"at_once"}',
  return_terms jsonb NOT NULL DEFAULT '{}',
  documents jsonb NOT NULL DEFAULT '[]',
  packing_note text,
  location_gid text,
  location_name text,
  created_at timestamptz(3) NOT NULL,
  updated_at timestamptz(3) NOT NULL,
  PRIMARY KEY (shop_id, id),
  CHECK ((state = 'archived') = (archived_at IS NOT NULL))
);
CREATE UNIQUE INDEX suppliers_name ON suppliers (shop_id, lower(name)) WHERE state <> 'archived';

-- Regions a supplier serves, and what a parcel costs there: '*', 'US' or 'US-CA'. No row: it serves nowhere.
CREATE TABLE supplier_tariffs (
  shop_id bigint NOT NULL,
  supplier_id bigint NOT NULL,
  region text NOT NULL CHECK (region ~ '^(\*|[A-Z]{2}(-[A-Z0-9]{1,5})?)$'),
  parcel_minor bigint NOT NULL CHECK (parcel_minor >= 0),
  kilogram_minor bigint NOT NULL DEFAULT 0 CHECK (kilogram_minor >= 0),
  PRIMARY KEY (shop_id, supplier_id, region),
  FOREIGN KEY (shop_id, supplier_id) REFERENCES suppliers (shop_id, id) ON DELETE CASCADE
);

CREATE TABLE supplier_holidays (
  shop_id bigint NOT NULL,
  supplier_id bigint NOT NULL,
  day date NOT NULL,
  PRIMARY KEY (shop_id, supplier_id, day),
  FOREIGN KEY (shop_id, supplier_id) REFERENCES suppliers (shop_id, id) ON DELETE CASCADE
);

CREATE TABLE supplier_contacts (
  shop_id bigint NOT NULL,
  id bigserial NOT NULL,
  supplier_id bigint NOT NULL,
  name text NOT NULL,
  email text CHECK (email = lower(email)),
  phone text,
  language text NOT NULL DEFAULT 'en' CHECK (language IN ('en', 'zh-Hans', 'es')),
  gets_orders boolean NOT NULL DEFAULT true,
  gets_returns boolean NOT NULL DEFAULT true,
  removed_at timestamptz(3),
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, supplier_id) REFERENCES suppliers (shop_id, id) ON DELETE CASCADE
);
CREATE INDEX supplier_contacts_supplier ON supplier_contacts (shop_id, supplier_id);

-- Which service of the supplier a shipping rate of the shop means. `rate` is the rate's title in lower case; '*' = any.
CREATE TABLE supplier_services (
  shop_id bigint NOT NULL,
  supplier_id bigint NOT NULL,
  rate text NOT NULL CHECK (rate = lower(rate)),
  service text NOT NULL CHECK (length(service) BETWEEN 1 AND 80),
  PRIMARY KEY (shop_id, supplier_id, rate),
  FOREIGN KEY (shop_id, supplier_id) REFERENCES suppliers (shop_id, id) ON DELETE CASCADE
);

-- Vendor names of Shopify products that mean a supplier; assigns its history.
CREATE TABLE supplier_vendors (
  shop_id bigint NOT NULL,
  vendor text NOT NULL,
  supplier_id bigint NOT NULL,
  PRIMARY KEY (shop_id, vendor),
  FOREIGN KEY (shop_id, supplier_id) REFERENCES suppliers (shop_id, id) ON DELETE CASCADE
);

-- One unit of `currency` in units of the shop's currency, both counted in major units.
CREATE TABLE exchange_rates (
  shop_id bigint NOT NULL,
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  rate numeric(20, 10) NOT NULL CHECK (rate > 0),
  set_at timestamptz(3) NOT NULL,
  set_by text NOT NULL,
  PRIMARY KEY (shop_id, currency)
);

-- What we know of the shop's products, as read last from Shopify.
CREATE TABLE variants (
  shop_id bigint NOT NULL,
  gid text NOT NULL,
  product_gid text NOT NULL,
  title text NOT NULL,
  variant_title text,
  sku text,
  vendor text,
  product_type text,
  tags text[] NOT NULL DEFAULT '{}',
  image_url text,
  price_minor bigint,
  weight_grams integer,
  unit_cost_minor bigint,
  unit_cost_currency text,
  inventory_item_gid text,
  hs_code text,
  origin_country text,
  is_gone boolean NOT NULL DEFAULT false,
  as_of timestamptz(3) NOT NULL,
  PRIMARY KEY (shop_id, gid)
);
CREATE INDEX variants_sku ON variants (shop_id, lower(sku));
CREATE INDEX variants_vendor ON variants (shop_id, vendor);

CREATE TABLE offers (
  shop_id bigint NOT NULL,
  supplier_id bigint NOT NULL,
  variant_gid text NOT NULL,
  supplier_sku text,
  cost_minor bigint CHECK (cost_minor >= 0),
  stock_units integer CHECK (stock_units >= 0),
  stock_as_of timestamptz(3),
  lead_time_days integer CHECK (lead_time_days BETWEEN 0 AND 365),
  minimum_units integer NOT NULL DEFAULT 1 CHECK (minimum_units >= 1),
  minimum_advertised_minor bigint CHECK (minimum_advertised_minor >= 0),
  source text NOT NULL CHECK (source IN ('hand', 'feed', 'api', 'shopify')),
  is_active boolean NOT NULL DEFAULT true,
  updated_at timestamptz(3) NOT NULL,
  PRIMARY KEY (shop_id, supplier_id, variant_gid),
  FOREIGN KEY (shop_id, supplier_id) REFERENCES suppliers (shop_id, id) ON DELETE CASCADE
);
CREATE INDEX offers_variant ON offers (shop_id, variant_gid);
CREATE UNIQUE INDEX offers_supplier_sku ON offers (shop_id, supplier_id, supplier_sku) WHERE supplier_sku IS NOT NULL AND is_active;

-- Each state an offer was in, for looking back: from `seen_at` until the next row's.
CREATE TABLE offer_history (
  shop_id bigint NOT NULL,
  supplier_id bigint NOT NULL,
  variant_gid text NOT NULL,
  seen_at timestamptz(3) NOT NULL,
  cost_minor bigint,
  stock_units integer,
  lead_time_days integer,
  is_active boolean NOT NULL,
  PRIMARY KEY (shop_id, supplier_id, variant_gid, seen_at),
  FOREIGN KEY (shop_id, supplier_id) REFERENCES suppliers (shop_id, id) ON DELETE CASCADE
);
CREATE FUNCTION app.remember_offer() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  INSERT INTO public.offer_history (shop_id, supplier_id, variant_gid, seen_at, cost_minor, stock_units, lead_time_days, is_active)
  VALUES (NEW.shop_id, NEW.supplier_id, NEW.variant_gid, NEW.updated_at, NEW.cost_minor, NEW.stock_units, NEW.lead_time_days, NEW.is_active)
  ON CONFLICT (shop_id, supplier_id, variant_gid, seen_at) DO UPDATE
  SET cost_minor = excluded.cost_minor, stock_units = excluded.stock_units,
    lead_time_days = excluded.lead_time_days, is_active = excluded.is_active;
  RETURN NULL;
END $$;
CREATE TRIGGER offers_remembered_new AFTER INSERT ON offers FOR EACH ROW EXECUTE FUNCTION app.remember_offer();
CREATE TRIGGER offers_remembered AFTER UPDATE ON offers FOR EACH ROW
  WHEN ((OLD.cost_minor, OLD.stock_units, OLD.lead_time_days, OLD.is_active) IS DISTINCT FROM
    (NEW.cost_minor, NEW.stock_units, NEW.lead_time_days, NEW.is_active))
  EXECUTE FUNCTION app.remember_offer();

-- Published versions of the shop's routing rule; never changed. Version 0 is the product's own and has no row.
CREATE TABLE routing_rules (
  shop_id bigint NOT NULL,
  version integer NOT NULL CHECK (version > 0),
  body jsonb NOT NULL,
  published_at timestamptz(3) NOT NULL,
  published_by text NOT NULL,
  PRIMARY KEY (shop_id, version)
);
CREATE TABLE routing_rule_drafts (
  shop_id bigint NOT NULL PRIMARY KEY,
  body jsonb NOT NULL,
  saved_at timestamptz(3) NOT NULL,
  saved_by text NOT NULL
);

-- Where routing stands with an order. No row: it has not been looked at.
CREATE TABLE order_routings (
  shop_id bigint NOT NULL,
  order_id bigint NOT NULL,
  order_gid text NOT NULL,
  state text NOT NULL CHECK (state IN ('waiting', 'held', 'partly', 'routed', 'done', 'before_aftercare', 'not_ours')),
  -- codes with their values, see app/dropship/routing/hold-reasons.ts
  reasons jsonb NOT NULL DEFAULT '[]',
  -- counts plans of this order; 0 = none yet
  version integer NOT NULL DEFAULT 0,
  held_units integer NOT NULL DEFAULT 0,
  looked_at timestamptz(3) NOT NULL,
  PRIMARY KEY (shop_id, order_id),
  UNIQUE (shop_id, order_gid),
  FOREIGN KEY (shop_id, order_id) REFERENCES orders (shop_id, id) ON DELETE CASCADE
);
CREATE INDEX order_routings_state ON order_routings (shop_id, state, looked_at);

-- One plan of one order, as it was decided; never changed.
CREATE TABLE routing_plans (
  shop_id bigint NOT NULL,
  id bigserial NOT NULL,
  order_id bigint NOT NULL,
  version integer NOT NULL,
  rule_version integer NOT NULL,
  cause text NOT NULL,
  actor jsonb NOT NULL,
  question jsonb NOT NULL,
  plan jsonb NOT NULL,
  decided_at timestamptz(3) NOT NULL,
  PRIMARY KEY (shop_id, id),
  UNIQUE (shop_id, order_id, version),
  FOREIGN KEY (shop_id, order_id) REFERENCES orders (shop_id, id) ON DELETE CASCADE
);

CREATE TABLE purchase_orders (
  shop_id bigint NOT NULL,
  id bigserial NOT NULL,
  order_id bigint NOT NULL,
  order_gid text NOT NULL,
  supplier_id bigint NOT NULL,
  routing_plan_id bigint NOT NULL,
  -- order name without its prefix, a dash, and a count per order: 1001-1
  number text NOT NULL,
  sequence integer NOT NULL CHECK (sequence > 0),
  revision integer NOT NULL DEFAULT 1 CHECK (revision > 0),
  -- see app/dropship/purchase-orders/purchase-order-states.ts
  state text NOT NULL CHECK (state IN ('approval', 'queued', 'sending', 'sent', 'accepted', 'shipped', 'closed', 'declined', 'revoked', 'failed')),
  currency text NOT NULL,
  drop_fee_minor bigint NOT NULL DEFAULT 0,
  shipping_minor bigint NOT NULL DEFAULT 0,
  service text,
  ship_to jsonb,
  note text,
  packing_note text,
  created_at timestamptz(3) NOT NULL,
  -- not before, by the supplier's schedule
  send_after timestamptz(3) NOT NULL,
  sent_at timestamptz(3),
  acknowledge_by timestamptz(3),
  acknowledged_at timestamptz(3),
  -- what the supplier stated
  promised_on date,
  ship_by timestamptz(3),
  tracking_by timestamptz(3),
  -- all units have tracking
  tracked_at timestamptz(3),
  -- the first and the last carrier scan of its parcels
  shipped_at timestamptz(3),
  nudged_at timestamptz(3),
  nudges integer NOT NULL DEFAULT 0,
  breach text,
  ended_at timestamptz(3),
  end_reason jsonb,
  PRIMARY KEY (shop_id, id),
  UNIQUE (shop_id, number),
  UNIQUE (shop_id, order_id, sequence),
  UNIQUE (shop_id, routing_plan_id, supplier_id),
  FOREIGN KEY (shop_id, order_id) REFERENCES orders (shop_id, id) ON DELETE CASCADE,
  FOREIGN KEY (shop_id, supplier_id) REFERENCES suppliers (shop_id, id) ON DELETE CASCADE
);
CREATE INDEX purchase_orders_supplier ON purchase_orders (shop_id, supplier_id, state, created_at, id);
CREATE INDEX purchase_orders_state ON purchase_orders (shop_id, state, created_at, id);
CREATE INDEX purchase_orders_created ON purchase_orders (shop_id, created_at, id);

CREATE TABLE purchase_order_lines (
  shop_id bigint NOT NULL,
  id bigserial NOT NULL,
  purchase_order_id bigint NOT NULL,
  order_id bigint NOT NULL,
  line_gid text NOT NULL,
  variant_gid text NOT NULL,
  supplier_sku text,
  sku text,
  title text NOT NULL,
  variant_title text,
  image_url text,
  custom_attributes jsonb NOT NULL DEFAULT '[]',
  note text,
  hs_code text,
  origin_country text,
  customs_value_minor bigint,
  customs_currency text,
  units integer NOT NULL CHECK (units > 0),
  accepted_units integer NOT NULL DEFAULT 0,
  declined_units integer NOT NULL DEFAULT 0,
  decline_reason text,
  tracked_units integer NOT NULL DEFAULT 0,
  unit_cost_minor bigint NOT NULL,
  -- what the supplier says it costs instead; null = as ordered
  stated_cost_minor bigint,
  promised_on date,
  PRIMARY KEY (shop_id, id),
  UNIQUE (shop_id, purchase_order_id, line_gid),
  CHECK (accepted_units >= 0 AND declined_units >= 0 AND accepted_units + declined_units <= units),
  CHECK (tracked_units BETWEEN 0 AND units - declined_units),
  FOREIGN KEY (shop_id, purchase_order_id) REFERENCES purchase_orders (shop_id, id) ON DELETE CASCADE
);
CREATE INDEX purchase_order_lines_order ON purchase_order_lines (shop_id, order_id);
CREATE INDEX purchase_order_lines_variant ON purchase_order_lines (shop_id, variant_gid);

-- Each unit of an order line that somebody has been asked to ship; unit counts from 1 within the order line. Two live rows
-- for one unit cannot exist: nothing is ordered twice.
CREATE TABLE purchase_order_units (
  shop_id bigint NOT NULL,
  line_gid text NOT NULL,
  unit integer NOT NULL CHECK (unit > 0),
  purchase_order_id bigint NOT NULL,
  order_id bigint NOT NULL,
  is_live boolean NOT NULL DEFAULT true,
  PRIMARY KEY (shop_id, line_gid, unit, purchase_order_id),
  FOREIGN KEY (shop_id, purchase_order_id) REFERENCES purchase_orders (shop_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX purchase_order_units_live ON purchase_order_units (shop_id, line_gid, unit) WHERE is_live;
CREATE INDEX purchase_order_units_order ON purchase_order_units (shop_id, order_id);
CREATE INDEX purchase_order_units_purchase_order ON purchase_order_units (shop_id, purchase_order_id);

-- A standing link of one contact to everything that is open at their firm.
CREATE TABLE supplier_links (
  shop_id bigint NOT NULL,
  id bigserial NOT NULL,
  supplier_id bigint NOT NULL,
  contact_id bigint NOT NULL,
  created_at timestamptz(3) NOT NULL,
  expires_at timestamptz(3) NOT NULL,
  revoked_at timestamptz(3),
  revoke_reason text,
  last_used_at timestamptz(3),
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, supplier_id) REFERENCES suppliers (shop_id, id) ON DELETE CASCADE,
  FOREIGN KEY (shop_id, contact_id) REFERENCES supplier_contacts (shop_id, id) ON DELETE CASCADE
);
CREATE INDEX supplier_links_contact ON supplier_links (shop_id, contact_id);

-- One parcel of a purchase order, by its tracking number.
CREATE TABLE shipments (
  shop_id bigint NOT NULL,
  id bigserial NOT NULL,
  purchase_order_id bigint NOT NULL,
  order_id bigint NOT NULL,
  supplier_id bigint NOT NULL,
  carrier text,
  -- letters and digits in upper case, as it is compared
  tracking_number text NOT NULL CHECK (tracking_number ~ '^[A-Z0-9]{4,60}$'),
  tracking_url text,
  -- the number fits the carrier's format and check digit
  is_number_valid boolean NOT NULL,
  source text NOT NULL CHECK (source IN ('link', 'file', 'mail', 'api', 'hand')),
  author text NOT NULL,
  stated_at timestamptz(3) NOT NULL,
  intent_id bigint,
  fulfillment_gid text,
  -- first scan by the carrier
  scanned_at timestamptz(3),
  delivered_at timestamptz(3),
  status text NOT NULL DEFAULT 'stated',
  status_at timestamptz(3),
  PRIMARY KEY (shop_id, id),
  UNIQUE (shop_id, tracking_number),
  FOREIGN KEY (shop_id, purchase_order_id) REFERENCES purchase_orders (shop_id, id) ON DELETE CASCADE
);
CREATE INDEX shipments_purchase_order ON shipments (shop_id, purchase_order_id);
CREATE INDEX shipments_supplier ON shipments (shop_id, supplier_id, stated_at);
CREATE INDEX shipments_order ON shipments (shop_id, order_id);

CREATE TABLE shipment_lines (
  shop_id bigint NOT NULL,
  shipment_id bigint NOT NULL,
  purchase_order_line_id bigint NOT NULL,
  line_gid text NOT NULL,
  units integer NOT NULL CHECK (units > 0),
  PRIMARY KEY (shop_id, shipment_id, purchase_order_line_id),
  FOREIGN KEY (shop_id, shipment_id) REFERENCES shipments (shop_id, id) ON DELETE CASCADE,
  FOREIGN KEY (shop_id, purchase_order_line_id) REFERENCES purchase_order_lines (shop_id, id) ON DELETE CASCADE
);

-- What a carrier, or a person, said of a parcel.
CREATE TABLE shipment_events (
  shop_id bigint NOT NULL,
  id bigserial NOT NULL,
  shipment_id bigint NOT NULL,
  code text NOT NULL,
  happened_at timestamptz(3) NOT NULL,
  heard_at timestamptz(3) NOT NULL,
  source text NOT NULL CHECK (source IN ('carrier', 'stated')),
  author text NOT NULL,
  -- the carrier's own id of the message: heard twice, it is one
  message_id text NOT NULL,
  detail jsonb NOT NULL DEFAULT '{}',
  intent_id bigint,
  PRIMARY KEY (shop_id, id),
  UNIQUE (shop_id, shipment_id, message_id),
  FOREIGN KEY (shop_id, shipment_id) REFERENCES shipments (shop_id, id) ON DELETE CASCADE
);

SELECT app.guard_shop_table(name::regclass) FROM unnest(ARRAY[
  'suppliers', 'supplier_tariffs', 'supplier_holidays', 'supplier_contacts', 'supplier_services', 'supplier_vendors',
  'exchange_rates', 'variants', 'offers', 'offer_history', 'routing_rule_drafts', 'order_routings', 'purchase_orders',
  'purchase_order_lines', 'purchase_order_units', 'supplier_links', 'shipments', 'shipment_lines', 'shipment_events'
]) AS name;
SELECT app.guard_shop_table(name::regclass, 'SELECT, INSERT') FROM unnest(ARRAY['routing_rules', 'routing_plans']) AS name;
