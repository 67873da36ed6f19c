-- A worker's liveness connection holds an advisory lock on its pool's name. When the process is killed the server sees
-- the connection end and drops the lock, so death is known within seconds; ten seconds of silence stay the rule for a
-- machine that vanished without a word. A living process that only lost its connection renews within three seconds.

-- Whether a session of this database holds the lock of that pool.
CREATE FUNCTION app.is_worker_connected(pool text) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog AS $$
  SELECT EXISTS (
    SELECT FROM pg_locks l
    WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
      AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND ((l.classid::bigint << 32) | l.objid::bigint) = hashtextextended('worker:' || pool, 0))
$$;

CREATE OR REPLACE FUNCTION app.free_dead_workers(dead_after interval) RETURNS text[]
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  dead text[];
  gone text[];
  -- After a restart of the server nobody is connected until the next renewal: then silence alone decides.
  is_server_settled boolean := pg_postmaster_start_time() < now() - dead_after;
BEGIN
  WITH removed AS (
    DELETE FROM public.workers
    WHERE seen_at < now() - dead_after
      -- one renewal missed and no connection
      OR (is_server_settled AND seen_at < now() - interval '4 seconds' AND NOT app.is_worker_connected(pool_id))
    RETURNING pool_id)
  SELECT coalesce(array_agg(pool_id), '{}') INTO dead FROM removed;
  SELECT coalesce(array_agg(DISTINCT held.locked_by), '{}') INTO gone FROM (
    SELECT locked_by, locked_at FROM graphile_worker._private_jobs WHERE locked_at IS NOT NULL
    UNION ALL
    SELECT locked_by, locked_at FROM graphile_worker._private_job_queues WHERE locked_at IS NOT NULL
  ) held
  -- A young lock of a pool that nobody ever announced is left alone: it may be announced yet. A lock in the future is
  -- one of a process that runs on a time of its own.
  WHERE held.locked_by = ANY (dead)
    OR ((held.locked_at < now() - dead_after OR held.locked_at > now() + interval '1 hour')
      AND held.locked_by NOT IN (SELECT pool_id FROM public.workers));
  IF array_length(gone, 1) > 0 THEN PERFORM graphile_worker.force_unlock_workers(gone); END IF;
  RETURN gone;
END $$;
