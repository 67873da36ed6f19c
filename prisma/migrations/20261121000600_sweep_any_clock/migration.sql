-- Where jobs run on the processes' own time (JOBS_CLOCK=process) a lock may lie in this server's future. No honest lock
-- of a server-timed queue does, so such a lock is judged by its pool alone.
CREATE OR REPLACE FUNCTION app.free_dead_workers(dead_after interval) RETURNS text[]
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE gone text[];
BEGIN
  DELETE FROM public.workers WHERE seen_at < now() - dead_after;
  SELECT coalesce(array_agg(DISTINCT held.locked_by), '{}') INTO gone FROM (
    SELECT locked_by, locked_at FROM graphile_worker._private_jobs WHERE locked_at IS NOT NULL
    UNION ALL
    SELECT locked_by, locked_at FROM graphile_worker._private_job_queues WHERE locked_at IS NOT NULL
  ) held
  WHERE (held.locked_at < now() - dead_after OR held.locked_at > now() + interval '1 hour')
    AND held.locked_by NOT IN (SELECT pool_id FROM public.workers);
  IF array_length(gone, 1) > 0 THEN PERFORM graphile_worker.force_unlock_workers(gone); END IF;
  RETURN gone;
END $$;
