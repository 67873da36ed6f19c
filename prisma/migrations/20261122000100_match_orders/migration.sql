-- What a person types, tags and vendors are looked up by operators that PostgreSQL does not hold to be leakproof (LIKE on
-- trigrams, @> on arrays): under row-level security they may not use their indexes. So the lookup runs as the owner, takes
-- the shop from the setting, never from its caller, and gives back no more than ids. At most `at_most` of them: asked for
-- one more than wanted, it tells whether there are more.
CREATE FUNCTION app.match_orders(patterns text[], tag text, vendor text, at_most int) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  shop bigint := nullif(current_setting('app.shop_id', true), '')::bigint;
  by_text text;
  by_label text;
BEGIN
  IF shop IS NULL THEN RETURN; END IF;
  -- One condition a word, so that each is an index condition; `LIKE ALL` would be none. Values stay values.
  SELECT 'SELECT s.order_id FROM public.order_search_texts s WHERE s.shop_id = $1'
    || string_agg(format(' AND s.text LIKE $2[%s]', place), '') INTO by_text FROM generate_subscripts(patterns, 1) place;
  IF tag IS NOT NULL OR vendor IS NOT NULL THEN
    by_label := 'SELECT o.id FROM public.orders o WHERE o.shop_id = $1 AND o.deleted_at IS NULL'
      || CASE WHEN tag IS NULL THEN '' ELSE ' AND o.tags @> ARRAY[$3]' END
      || CASE WHEN vendor IS NULL THEN '' ELSE ' AND o.vendors @> ARRAY[$4]' END
      || coalesce(' AND o.id IN (' || by_text || ')', '');
  END IF;
  IF coalesce(by_label, by_text) IS NULL THEN RETURN; END IF;
  -- Planned with the values known: a rare word goes by the index, a common one stops at the limit.
  RETURN QUERY EXECUTE coalesce(by_label, by_text) || ' LIMIT $5' USING shop, patterns, tag, vendor, at_most;
END $$;
REVOKE EXECUTE ON FUNCTION app.match_orders(text[], text, text, int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.match_orders(text[], text, text, int) TO aftercare_app;
