-- How purchase orders leave: what was sent, byte for byte, every try of it, and the host keys of suppliers' SFTP servers.

ALTER TABLE purchase_orders
  -- code and sentence: why it waits for a person, or failed
  ADD COLUMN wait_reason jsonb,
  -- The address was corrected after acceptance and the supplier has been asked; null = no question is open.
  ADD COLUMN address_asked_at timestamptz(3),
  -- the intent that carries its last sending
  ADD COLUMN intent_id bigint;

CREATE TABLE purchase_order_transmissions (
  shop_id bigint NOT NULL,
  id bigserial NOT NULL,
  purchase_order_id bigint NOT NULL,
  purpose text NOT NULL CHECK (purpose IN ('order', 'revoked', 'nudge', 'address')),
  revision integer NOT NULL CHECK (revision > 0),
  -- 0 = the first; counts what a person has sent again, or nudges
  copy integer NOT NULL DEFAULT 0 CHECK (copy >= 0),
  -- counts the decisions to send it: a refused one may be taken again
  asked integer NOT NULL DEFAULT 1,
  intent_id bigint,
  channel text NOT NULL CHECK (channel IN ('email', 'sftp', 'https', 'link')),
  contact_id bigint,
  -- fixed with the bytes, before the first try
  target text,
  idempotency_key text NOT NULL,
  message_id text,
  envelope_from text,
  file_name text,
  bytes bytea,
  bytes_hash bytea,
  byte_length integer,
  frozen_at timestamptz(3),
  created_at timestamptz(3) NOT NULL,
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sent', 'failed', 'superseded')),
  settled_at timestamptz(3),
  failure jsonb,
  erased_at timestamptz(3),
  PRIMARY KEY (shop_id, id),
  UNIQUE (shop_id, purchase_order_id, purpose, revision, copy),
  UNIQUE (shop_id, idempotency_key),
  FOREIGN KEY (shop_id, purchase_order_id) REFERENCES purchase_orders (shop_id, id) ON DELETE CASCADE
);
CREATE INDEX purchase_order_transmissions_message ON purchase_order_transmissions (shop_id, message_id);

CREATE TABLE purchase_order_tries (
  shop_id bigint NOT NULL,
  transmission_id bigint NOT NULL,
  attempt integer NOT NULL CHECK (attempt > 0),
  began_at timestamptz(3) NOT NULL,
  ended_at timestamptz(3),
  outcome text CHECK (outcome IN ('accepted', 'refused', 'not_sent', 'lost')),
  reply text,
  PRIMARY KEY (shop_id, transmission_id, attempt),
  FOREIGN KEY (shop_id, transmission_id) REFERENCES purchase_order_transmissions (shop_id, id) ON DELETE CASCADE
);

-- The key a supplier's SFTP server showed first; another one is refused until a person has looked.
CREATE TABLE supplier_host_keys (
  shop_id bigint NOT NULL,
  supplier_id bigint NOT NULL,
  -- host:port
  host text NOT NULL,
  key_hash text NOT NULL,
  pinned_at timestamptz(3) NOT NULL,
  PRIMARY KEY (shop_id, supplier_id, host),
  FOREIGN KEY (shop_id, supplier_id) REFERENCES suppliers (shop_id, id) ON DELETE CASCADE
);

SELECT app.guard_shop_table('purchase_order_transmissions');
SELECT app.guard_shop_table('purchase_order_tries');
SELECT app.guard_shop_table('supplier_host_keys');

-- Forgets the bytes that left long ago; that they did, when and their hash stays. Rows left to do, for the caller's loop.
CREATE FUNCTION app.clean_up_transmissions(kept_days integer, batch integer) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE changed bigint;
BEGIN
  WITH old AS (
    SELECT shop_id, id FROM public.purchase_order_transmissions
    WHERE bytes IS NOT NULL AND settled_at < now() - make_interval(days => kept_days)
    LIMIT batch
  )
  UPDATE public.purchase_order_transmissions t SET bytes = NULL
  FROM old WHERE t.shop_id = old.shop_id AND t.id = old.id;
  GET DIAGNOSTICS changed = ROW_COUNT;
  RETURN changed;
END $$;
REVOKE EXECUTE ON FUNCTION app.clean_up_transmissions(int, int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.clean_up_transmissions(int, int) TO aftercare_sweep;
