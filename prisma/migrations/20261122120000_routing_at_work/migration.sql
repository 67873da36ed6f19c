-- Routing at work: what an order looked like when it was looked at last, what wakes it, and looking back with a draft.

-- Hash of what routing reads of the mirror: a change of anything else wakes nobody.
ALTER TABLE order_routings ADD COLUMN seen text;

-- Payments, shipments and returns tell already; holds, disputes, lines and fulfillment orders matter to routing as well.
CREATE TRIGGER ledger_entries_tell_routing AFTER INSERT ON ledger_entries
  FOR EACH ROW WHEN (NEW.actor IN ('shopify', 'reconcile')
    AND (NEW.kind LIKE 'hold.%' OR NEW.kind LIKE 'dispute.%' OR NEW.kind LIKE 'line.%'
      OR NEW.kind LIKE 'fulfillment\_order.%'))
  EXECUTE FUNCTION app.tell_order_changed();

-- Another mode of routing: what was only watched may go out, or must not any more.
CREATE FUNCTION app.wake_routing() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  PERFORM app.enqueue('dropship.wake-held',
    json_build_object('shopId', NEW.shop_id::text, 'cause', 'rule'),
    NULL, format('wake-held-rule:%s', NEW.shop_id), now(), 12, 0, 'preserve_run_at');
  RETURN NULL;
END $$;
CREATE TRIGGER rails_modes_wake_routing AFTER INSERT ON rails_modes
  FOR EACH ROW WHEN (NEW.workflow = 'routing') EXECUTE FUNCTION app.wake_routing();
REVOKE EXECUTE ON FUNCTION app.wake_routing() FROM PUBLIC;

-- A draft run over the orders there are, and what it came to order by order.
CREATE TABLE routing_backtests (
  shop_id bigint NOT NULL,
  id bigserial NOT NULL,
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'running', 'done', 'failed')),
  -- the draft, and the version it is compared with
  body jsonb NOT NULL,
  body_hash text NOT NULL,
  base_version integer NOT NULL,
  asked_at timestamptz(3) NOT NULL,
  asked_by text NOT NULL,
  seen_at timestamptz(3),
  orders_total integer NOT NULL DEFAULT 0,
  orders_done integer NOT NULL DEFAULT 0,
  after_order_id bigint,
  finished_at timestamptz(3),
  -- sums over all orders, as counted so far
  sums jsonb NOT NULL DEFAULT '{}',
  PRIMARY KEY (shop_id, id)
);
CREATE INDEX routing_backtests_asked ON routing_backtests (shop_id, asked_at DESC);

-- Orders that would be routed another way.
CREATE TABLE routing_backtest_orders (
  shop_id bigint NOT NULL,
  backtest_id bigint NOT NULL,
  order_id bigint NOT NULL,
  -- before and after: cost, parcels, held units, suppliers
  difference jsonb NOT NULL,
  saved_minor bigint NOT NULL,
  PRIMARY KEY (shop_id, backtest_id, order_id),
  FOREIGN KEY (shop_id, backtest_id) REFERENCES routing_backtests (shop_id, id) ON DELETE CASCADE,
  FOREIGN KEY (shop_id, order_id) REFERENCES orders (shop_id, id) ON DELETE CASCADE
);
CREATE INDEX routing_backtest_orders_saved ON routing_backtest_orders (shop_id, backtest_id, saved_minor, order_id);

SELECT app.guard_shop_table('routing_backtests');
SELECT app.guard_shop_table('routing_backtest_orders');
