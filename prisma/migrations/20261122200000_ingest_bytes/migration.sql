-- As the function of three arguments, with the bodies as they came, one after another, in a parameter of bytes: a batch takes a
-- fifth less time than with bodies written into JSON. The other one stays for web processes of the version before.
CREATE FUNCTION app.store_deliveries(batch jsonb, bodies bytea, task text, attempts int)
RETURNS int LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE stored int;
BEGIN
  WITH incoming AS (
    SELECT * FROM jsonb_to_recordset(batch) AS r(
      webhook_id text, event_id text, topic text, shop_domain text, api_version text,
      triggered_at timestamptz, received_at timestamptz, body_start int, body_bytes int, body_hash text)
  ), new_rows AS (
    INSERT INTO public.deliveries AS d (shop_id, webhook_id, event_id, topic, shop_domain, api_version,
      triggered_at, received_at, body, body_hash, state, reason, settled_at)
    SELECT coalesce(s.id, 0), i.webhook_id, i.event_id, i.topic, i.shop_domain, i.api_version, i.triggered_at,
      i.received_at, substring(bodies from i.body_start + 1 for i.body_bytes), decode(i.body_hash, 'hex'),
      CASE WHEN s.id IS NULL THEN 'ignored' ELSE 'received' END,
      CASE WHEN s.id IS NULL THEN 'unknown_shop' END,
      CASE WHEN s.id IS NULL THEN now() END
    FROM incoming i LEFT JOIN public.shops s ON s.domain = i.shop_domain
    ON CONFLICT DO NOTHING
    RETURNING d.shop_id, d.webhook_id, d.state
  ), queued AS (
    SELECT graphile_worker.add_jobs(array_agg(
      (task, json_build_object('shopId', shop_id::text, 'webhookId', webhook_id), NULL, NULL, attempts, NULL, 0, NULL)
        ::graphile_worker.job_spec)) AS job
    FROM new_rows WHERE state = 'received' HAVING count(*) > 0
  )
  SELECT (SELECT count(*) FROM new_rows) + 0 * (SELECT count(*) FROM queued) INTO stored;
  RETURN stored;
END $$;

REVOKE EXECUTE ON FUNCTION app.store_deliveries(jsonb, bytea, text, int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.store_deliveries(jsonb, bytea, text, int) TO aftercare_sweep;
