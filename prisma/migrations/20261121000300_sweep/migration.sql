-- The sweeper runs every three seconds: it must not read a backlog of a million waiting jobs.
CREATE INDEX "jobs_locked" ON graphile_worker._private_jobs (locked_at) WHERE locked_at IS NOT NULL;
CREATE INDEX "jobs_dead" ON graphile_worker._private_jobs (id) WHERE locked_at IS NULL AND attempts >= max_attempts;

-- Hands on what is held by worker pools that no living process vouches for. A lock younger than the limit is left
-- alone: its pool may not have been announced yet. Returns the ids of the pools whose jobs were freed.
CREATE FUNCTION app.free_dead_workers(dead_after interval) RETURNS text[]
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE gone text[];
BEGIN
  DELETE FROM public.workers WHERE seen_at < now() - dead_after;
  SELECT coalesce(array_agg(DISTINCT held.locked_by), '{}') INTO gone FROM (
    SELECT locked_by FROM graphile_worker._private_jobs
      WHERE locked_at IS NOT NULL AND locked_at < now() - dead_after
    UNION ALL
    SELECT locked_by FROM graphile_worker._private_job_queues
      WHERE locked_at IS NOT NULL AND locked_at < now() - dead_after
  ) held
  WHERE held.locked_by NOT IN (SELECT pool_id FROM public.workers);
  IF array_length(gone, 1) > 0 THEN PERFORM graphile_worker.force_unlock_workers(gone); END IF;
  RETURN gone;
END $$;
