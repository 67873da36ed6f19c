-- Where Shopify shows an order's units: fulfillment orders follow purchase orders to the suppliers' locations.

-- Whether products may be stocked at the supplier's location so that units can be moved there.
ALTER TABLE suppliers ADD COLUMN stocks_location boolean NOT NULL DEFAULT false;

-- What was moved for one order, what is under way, and why the rest stays.
CREATE TABLE order_placements (
  shop_id bigint NOT NULL,
  order_id bigint NOT NULL,
  -- app/dropship/placement/placement-memory.ts
  memory jsonb NOT NULL,
  -- codes with their values, app/dropship/placement/placement-notes.ts
  notes jsonb NOT NULL DEFAULT '[]',
  -- hash of what the last look read of the mirror
  seen text NOT NULL,
  looked_at timestamptz(3) NOT NULL,
  PRIMARY KEY (shop_id, order_id),
  FOREIGN KEY (shop_id, order_id) REFERENCES orders (shop_id, id) ON DELETE CASCADE
);
SELECT app.guard_shop_table('order_placements');

-- One job an order. Another purchase order may take the place of one that ended: until then its units are not sent around.
CREATE FUNCTION app.enqueue_placement(of_shop bigint, of_order bigint, order_gid text, wait interval) RETURNS void
LANGUAGE sql SET search_path = pg_catalog AS $$
  SELECT app.enqueue('dropship.place', json_build_object('shopId', of_shop::text, 'orderId', of_order::text),
    format('order:%s:%s', of_shop, order_gid), format('place:%s:%s', of_shop, of_order), now() + wait, 12, 0, 'replace');
$$;
REVOKE EXECUTE ON FUNCTION app.enqueue_placement(bigint, bigint, text, interval) FROM PUBLIC;

CREATE FUNCTION app.tell_placement() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  IF EXISTS (SELECT FROM public.suppliers s
      WHERE s.shop_id = NEW.shop_id AND s.id = NEW.supplier_id AND s.location_gid IS NOT NULL)
    OR EXISTS (SELECT FROM public.order_placements p WHERE p.shop_id = NEW.shop_id AND p.order_id = NEW.order_id)
  THEN
    PERFORM app.enqueue_placement(NEW.shop_id, NEW.order_id, NEW.order_gid,
      CASE WHEN NEW.state IN ('revoked', 'declined') THEN interval '1 minute' ELSE interval '1 second' END);
  END IF;
  RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION app.tell_placement() FROM PUBLIC;
CREATE TRIGGER purchase_orders_tell_placement AFTER UPDATE OF state ON purchase_orders
  FOR EACH ROW WHEN (NEW.state IS DISTINCT FROM OLD.state AND NEW.state IN ('sent', 'accepted', 'revoked', 'declined'))
  EXECUTE FUNCTION app.tell_placement();

-- Units that a supplier gives back while it keeps the rest.
CREATE FUNCTION app.tell_placement_of_line() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  PERFORM app.enqueue_placement(o.shop_id, o.id, o.gid, interval '1 minute')
  FROM public.order_placements p JOIN public.orders o ON o.shop_id = p.shop_id AND o.id = p.order_id
  WHERE p.shop_id = NEW.shop_id AND p.order_id = NEW.order_id;
  RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION app.tell_placement_of_line() FROM PUBLIC;
CREATE TRIGGER purchase_order_lines_tell_placement AFTER UPDATE OF declined_units ON purchase_order_lines
  FOR EACH ROW WHEN (NEW.declined_units > OLD.declined_units) EXECUTE FUNCTION app.tell_placement_of_line();

-- A step has come to its end: the next one is decided on what Shopify shows then.
CREATE FUNCTION app.tell_placement_of_intent() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  IF EXISTS (SELECT FROM public.order_placements p WHERE p.shop_id = NEW.shop_id AND p.order_id = NEW.order_id) THEN
    PERFORM app.enqueue_placement(NEW.shop_id, NEW.order_id, NEW.order_gid, interval '0');
  END IF;
  RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION app.tell_placement_of_intent() FROM PUBLIC;
CREATE TRIGGER intents_tell_placement AFTER UPDATE OF state ON intents
  FOR EACH ROW WHEN (NEW.state IS DISTINCT FROM OLD.state AND NEW.order_id IS NOT NULL
    AND NEW.kind IN ('move_fulfillment_order', 'activate_inventory')
    AND NEW.state IN ('done', 'failed', 'dropped'))
  EXECUTE FUNCTION app.tell_placement_of_intent();

-- What stayed because a product is not stocked may go once it may be stocked, or goes elsewhere.
CREATE FUNCTION app.retry_placements(of_shop bigint) RETURNS void LANGUAGE sql SET search_path = pg_catalog AS $$
  SELECT app.enqueue_placement(p.shop_id, p.order_id, o.gid, interval '1 second')
  FROM public.order_placements p JOIN public.orders o ON o.shop_id = p.shop_id AND o.id = p.order_id
  WHERE p.shop_id = of_shop
    AND p.notes @? '$[*] ? (@.code == "not_stocked" || @.code == "stocking_not_granted" || @.code == "not_offered")'
  ORDER BY p.order_id DESC LIMIT 1000;
$$;
REVOKE EXECUTE ON FUNCTION app.retry_placements(bigint) FROM PUBLIC;

CREATE FUNCTION app.tell_placement_of_supplier() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  PERFORM app.retry_placements(NEW.shop_id);
  RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION app.tell_placement_of_supplier() FROM PUBLIC;
CREATE TRIGGER suppliers_tell_placement AFTER UPDATE OF location_gid, stocks_location ON suppliers
  FOR EACH ROW WHEN ((NEW.location_gid, NEW.stocks_location) IS DISTINCT FROM (OLD.location_gid, OLD.stocks_location))
  EXECUTE FUNCTION app.tell_placement_of_supplier();

CREATE FUNCTION app.tell_placement_of_scopes() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  PERFORM app.retry_placements(NEW.id);
  RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION app.tell_placement_of_scopes() FROM PUBLIC;
CREATE TRIGGER shops_tell_placement AFTER UPDATE OF scopes ON shops
  FOR EACH ROW WHEN ('write_inventory' = ANY (NEW.scopes) AND NOT 'write_inventory' = ANY (OLD.scopes))
  EXECUTE FUNCTION app.tell_placement_of_scopes();
