ALTER TABLE "parked_jobs" ADD COLUMN "job_id" bigint NOT NULL, ADD COLUMN "max_attempts" int NOT NULL DEFAULT 12;
-- A crash between parking a job and completing it runs the job again; it must not be shown twice.
CREATE UNIQUE INDEX "parked_jobs_job" ON "parked_jobs" ("job_id");

-- Moves jobs that will never run again (all attempts used, nobody holds them) to where people see them.
CREATE FUNCTION app.park_dead_jobs() RETURNS int LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE parked int;
BEGIN
  WITH dead AS (
    DELETE FROM graphile_worker._private_jobs j
    WHERE j.id IN (
      SELECT id FROM graphile_worker._private_jobs
      WHERE attempts >= max_attempts AND locked_at IS NULL ORDER BY id LIMIT 500 FOR UPDATE SKIP LOCKED)
    RETURNING j.*
  ), moved AS (
    INSERT INTO public.parked_jobs (job_id, shop_id, task, payload, queue_name, job_key, attempts, max_attempts, last_error)
    SELECT d.id, coalesce((d.payload ->> 'shopId')::bigint, 0), t.identifier, d.payload::jsonb, q.queue_name, d.key,
      d.attempts, d.max_attempts, coalesce(d.last_error, 'The worker died during the last attempt.')
    FROM dead d
    JOIN graphile_worker._private_tasks t ON t.id = d.task_id
    LEFT JOIN graphile_worker._private_job_queues q ON q.id = d.job_queue_id
    ON CONFLICT DO NOTHING
    RETURNING 1)
  SELECT count(*) INTO parked FROM moved;
  RETURN parked;
END $$;

-- Records a job that says itself that trying again is pointless; the caller then completes it.
CREATE FUNCTION app.park_job(job bigint, error text) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  INSERT INTO public.parked_jobs (job_id, shop_id, task, payload, queue_name, job_key, attempts, max_attempts, last_error)
  SELECT j.id, coalesce((j.payload ->> 'shopId')::bigint, 0), t.identifier, j.payload::jsonb, q.queue_name, j.key,
    j.attempts, j.max_attempts, error
  FROM graphile_worker._private_jobs j
  JOIN graphile_worker._private_tasks t ON t.id = j.task_id
  LEFT JOIN graphile_worker._private_job_queues q ON q.id = j.job_queue_id
  WHERE j.id = job
  ON CONFLICT DO NOTHING
$$;

-- Puts a parked job back into the queue, once. Returns false when somebody already has.
CREATE FUNCTION app.retry_parked_job(shop bigint, parked bigint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE p public.parked_jobs;
BEGIN
  UPDATE public.parked_jobs SET resolved_at = now(), resolution = 'retried'
  WHERE id = parked AND shop_id = shop AND resolved_at IS NULL RETURNING * INTO p;
  IF NOT FOUND THEN RETURN false; END IF;
  PERFORM app.enqueue(p.task, p.payload::json, p.queue_name, p.job_key, now(), p.max_attempts, 0);
  RETURN true;
END $$;
