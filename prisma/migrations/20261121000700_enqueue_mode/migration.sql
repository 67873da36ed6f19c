-- One more choice: whether a waiting job of the same key keeps its time. The older signature stays for the functions
-- and processes that call it.
CREATE FUNCTION app.enqueue(
  task text, payload json, queue_name text, job_key text, run_at timestamptz, max_attempts int, priority int, key_mode text
) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE job_id bigint;
BEGIN
  SELECT (graphile_worker.add_job(
    identifier => task, payload => payload, queue_name => queue_name, run_at => run_at,
    max_attempts => max_attempts, job_key => job_key, priority => priority,
    job_key_mode => CASE WHEN job_key IS NULL THEN NULL ELSE key_mode END
  )).id INTO job_id;
  RETURN job_id;
END $$;
