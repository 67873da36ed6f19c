-- Arrival is a business instant: the process that received it says when. (Leases and locks go by this server.)
-- Stores a batch of webhooks with their jobs in one statement. A delivery of a shop we do not know is kept
-- under shop 0 and never applied. Returns how many were new.
CREATE OR REPLACE FUNCTION app.store_deliveries(batch jsonb, task text, attempts int)
RETURNS int LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE stored int;
BEGIN
  WITH incoming AS (
    SELECT * FROM jsonb_to_recordset(batch) AS r(
      webhook_id text, event_id text, topic text, shop_domain text, api_version text,
      triggered_at timestamptz, received_at timestamptz, body text, is_base64 boolean, body_hash text)
  ), new_rows AS (
    INSERT INTO public.deliveries AS d (shop_id, webhook_id, event_id, topic, shop_domain, api_version,
      triggered_at, received_at, body, body_hash, state, reason, settled_at)
    SELECT coalesce(s.id, 0), i.webhook_id, i.event_id, i.topic, i.shop_domain, i.api_version, i.triggered_at, coalesce(i.received_at, now()),
      CASE WHEN i.is_base64 THEN decode(i.body, 'base64') ELSE convert_to(i.body, 'UTF8') END,
      decode(i.body_hash, 'hex'),
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

