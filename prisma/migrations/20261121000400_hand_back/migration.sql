-- An orderly stop: whatever the pool still holds goes back at once, and the pool is forgotten.
-- The queue's own shutdown can end before the failure of an aborted job is written (graphile-worker 0.17.3).
CREATE FUNCTION app.hand_back_jobs(pool text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT graphile_worker.force_unlock_workers(ARRAY[pool]);
  DELETE FROM public.workers WHERE pool_id = pool;
$$;
