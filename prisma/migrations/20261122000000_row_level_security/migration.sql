-- The second wall between shops: whatever a query forgets to ask for, it sees rows of one shop only. What each role is
-- for, and why the owner is not forced: docs/decisions/0009-row-level-security.md

-- Roles belong to the whole server: another database of it may make them at this very moment. Neither bypasses row-level
-- security, so no more than CREATEROLE is asked of the login that migrates.
CREATE FUNCTION app.ensure_role(wanted name) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN RETURN; END IF;
  EXECUTE format('CREATE ROLE %I NOLOGIN NOINHERIT', wanted);
EXCEPTION
  WHEN duplicate_object OR unique_violation THEN NULL;
  WHEN insufficient_privilege THEN
    RAISE EXCEPTION 'The login % may not create the role %.', current_user, wanted
      USING ERRCODE = 'insufficient_privilege',
        HINT = format('Let an administrator run: CREATE ROLE %I NOLOGIN NOINHERIT; GRANT %I TO %I;', wanted, wanted, current_user);
END $$;

-- Lets `member` take the role by SET ROLE. It does not inherit: without SET ROLE it stays what it was.
CREATE FUNCTION app.ensure_member(member name, of_role name) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE
  knows_set boolean := current_setting('server_version_num')::int >= 160000;
BEGIN
  FOR attempt IN 1..20 LOOP
    IF (SELECT rolsuper FROM pg_roles WHERE rolname = member)
       OR pg_has_role(member, of_role, CASE WHEN knows_set THEN 'SET' ELSE 'MEMBER' END) THEN RETURN; END IF;
    BEGIN
      EXECUTE format('GRANT %I TO %I', of_role, member)
        || CASE WHEN knows_set THEN ' WITH INHERIT FALSE, SET TRUE' ELSE '' END;
      RETURN;
    EXCEPTION
      -- somebody else of this server grants it right now ("tuple concurrently updated" has no code of its own)
      WHEN unique_violation OR internal_error THEN PERFORM pg_sleep(0.05);
      WHEN insufficient_privilege THEN
        RAISE EXCEPTION 'The login % may not grant the role % to %.', current_user, of_role, member
          USING ERRCODE = 'insufficient_privilege',
            HINT = format('Let an administrator run: GRANT %I TO %I;', of_role, member);
    END;
  END LOOP;
  RAISE EXCEPTION 'The role % could not be granted to %.', of_role, member;
END $$;

SELECT app.ensure_role('aftercare_app'), app.ensure_role('aftercare_sweep');
SELECT app.ensure_member('aftercare_app', 'aftercare_sweep');
SELECT app.ensure_member(current_user, 'aftercare_app'), app.ensure_member(current_user, 'aftercare_sweep');

GRANT USAGE ON SCHEMA public, app TO aftercare_app, aftercare_sweep;
-- The nightly comparison and the import read their files into temporary tables.
DO $$ BEGIN EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO aftercare_app', current_database()); END $$;

-- The shop a transaction has named; null outside one.
CREATE FUNCTION app.current_shop() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT nullif(current_setting('app.shop_id', true), '')::bigint
$$;

-- Puts a table behind the wall: the app's role sees and writes rows of the named shop, any other role nothing.
-- Each migration that makes a table with a shop ends with it; a test finds tables without.
CREATE FUNCTION app.guard_shop_table(
  name regclass, rights text DEFAULT 'SELECT, INSERT, UPDATE, DELETE', shop_column name DEFAULT 'shop_id'
) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE
  -- Written out, not app.current_shop(): the planner folds it and uses the index on the shop.
  is_of_shop text := format($c$%I = nullif(current_setting('app.shop_id', true), '')::bigint$c$, shop_column);
  counter text;
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', name);
  EXECUTE format('DROP POLICY IF EXISTS of_shop ON %s', name);
  EXECUTE format('CREATE POLICY of_shop ON %s TO aftercare_app USING (%s) WITH CHECK (%s)', name, is_of_shop, is_of_shop);
  EXECUTE format('GRANT %s ON %s TO aftercare_app', rights, name);
  FOR counter IN
    SELECT d.objid::regclass::text FROM pg_depend d JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S'
    WHERE d.refobjid = name AND d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass
      AND d.deptype IN ('a', 'i')
  LOOP
    EXECUTE format('GRANT USAGE ON SEQUENCE %s TO aftercare_app', counter);
  END LOOP;
END $$;

-- Every table that carries a shop, found by looking; what is append-only gets no more than it needs.
DO $$
DECLARE target text;
BEGIN
  FOR target IN SELECT table_name FROM app.shop_tables() LOOP
    PERFORM app.guard_shop_table(format('public.%I', target)::regclass,
      CASE WHEN target IN ('ledger_entries', 'ledger_signings', 'ledger_heads') THEN 'SELECT, INSERT'
        ELSE 'SELECT, INSERT, UPDATE, DELETE' END);
  END LOOP;
END $$;
-- A shop is made before anybody can act as it (aftercare_sweep) and erased by the owner.
SELECT app.guard_shop_table('public.shops', 'SELECT, UPDATE', 'id');
-- What a document costs is the same for all shops.
GRANT SELECT, INSERT, UPDATE ON public.admin_document_costs TO aftercare_app;

-- A row of a shop that is nobody. A process that reads it while it acts as another shop has no wall and does not start.
CREATE TABLE app.wall_probe (shop_id bigint PRIMARY KEY, word text NOT NULL);
INSERT INTO app.wall_probe VALUES (-1, 'planted');
SELECT app.guard_shop_table('app.wall_probe', 'SELECT');

-- Before a shop is known, and over all shops: named columns, no orders, nobody's data.
GRANT SELECT (id, domain, uninstalled_at, install_epoch, iana_timezone, token_refused_at, token_generation, token_lease_until)
  ON public.shops TO aftercare_sweep;
GRANT INSERT ON public.shops TO aftercare_sweep;
GRANT USAGE ON SEQUENCE public.shops_id_seq TO aftercare_sweep;
CREATE POLICY sweep_reads ON public.shops FOR SELECT TO aftercare_sweep USING (true);
CREATE POLICY sweep_adds ON public.shops FOR INSERT TO aftercare_sweep WITH CHECK (uninstalled_at IS NOT NULL AND install_epoch = 0);
GRANT SELECT (shop_id, expires_at) ON public.shop_tokens TO aftercare_sweep;
CREATE POLICY sweep_reads ON public.shop_tokens FOR SELECT TO aftercare_sweep USING (true);
-- Shops with a history, also those whose own row is gone.
GRANT SELECT (shop_id) ON public.ledger_chains, public.ledger_signings, public.ledger_entries TO aftercare_sweep;
CREATE POLICY sweep_reads ON public.ledger_chains FOR SELECT TO aftercare_sweep USING (true);
CREATE POLICY sweep_reads ON public.ledger_signings FOR SELECT TO aftercare_sweep USING (true);
CREATE POLICY sweep_reads ON public.ledger_entries FOR SELECT TO aftercare_sweep USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON public.workers TO aftercare_sweep;

-- The queue's tables carry row-level security without policies: its worker acts as the sweep's role, everybody else
-- goes through app.enqueue. Called again after the queue's own migrations, which may add tables.
CREATE FUNCTION app.guard_queue() RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE target text;
BEGIN
  GRANT USAGE ON SCHEMA graphile_worker TO aftercare_sweep;
  GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA graphile_worker TO aftercare_sweep;
  GRANT USAGE ON ALL SEQUENCES IN SCHEMA graphile_worker TO aftercare_sweep;
  GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA graphile_worker TO aftercare_sweep;
  FOR target IN
    SELECT c.oid::regclass::text FROM pg_class c
    WHERE c.relnamespace = 'graphile_worker'::regnamespace AND c.relkind IN ('r', 'p') AND c.relrowsecurity
      AND NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'of_queue')
  LOOP
    EXECUTE format('CREATE POLICY of_queue ON %s TO aftercare_sweep USING (true) WITH CHECK (true)', target);
  END LOOP;
END $$;
SELECT app.guard_queue();

-- Functions that run as the owner see every shop: those a shop's transaction may call act on the named shop alone.
CREATE FUNCTION app.require_current_shop(shop bigint) RETURNS void LANGUAGE plpgsql STABLE SET search_path = pg_catalog AS $$
BEGIN
  IF shop IS DISTINCT FROM nullif(current_setting('app.shop_id', true), '')::bigint THEN
    RAISE EXCEPTION 'this transaction does not act for shop %', shop USING ERRCODE = 'insufficient_privilege';
  END IF;
END $$;

-- A transaction that has named its shop enqueues jobs of that shop only.
CREATE OR REPLACE FUNCTION app.enqueue(
  task text, payload json, queue_name text, job_key text, run_at timestamptz, max_attempts int, priority int, key_mode text
) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  job_id bigint;
  of_shop text := payload ->> 'shopId';
BEGIN
  IF of_shop IS NOT NULL AND coalesce(current_setting('app.shop_id', true), '') <> '' THEN
    PERFORM app.require_current_shop(of_shop::bigint);
  END IF;
  SELECT (graphile_worker.add_job(
    identifier => task, payload => payload, queue_name => queue_name, run_at => run_at,
    max_attempts => max_attempts, job_key => job_key, priority => priority,
    job_key_mode => CASE WHEN job_key IS NULL THEN NULL ELSE key_mode END
  )).id INTO job_id;
  RETURN job_id;
END $$;
CREATE OR REPLACE FUNCTION app.enqueue(
  task text, payload json, queue_name text, job_key text, run_at timestamptz, max_attempts int, priority int
) RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT app.enqueue(task, payload, queue_name, job_key, run_at, max_attempts, priority, 'replace')
$$;

CREATE OR REPLACE FUNCTION app.retry_parked_job(shop bigint, parked bigint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE p public.parked_jobs;
BEGIN
  PERFORM app.require_current_shop(shop);
  UPDATE public.parked_jobs SET resolved_at = now(), resolution = 'retried'
  WHERE id = parked AND shop_id = shop AND resolved_at IS NULL RETURNING * INTO p;
  IF NOT FOUND THEN RETURN false; END IF;
  PERFORM app.enqueue(p.task, p.payload::json, p.queue_name, p.job_key, now(), p.max_attempts, 0);
  RETURN true;
END $$;

-- The older functions keep their bodies; these stand in front of them.
ALTER FUNCTION app.erase_shop(bigint) RENAME TO erase_any_shop;
CREATE FUNCTION app.erase_shop(erased_shop bigint) RETURNS TABLE (table_name text, row_count bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  PERFORM app.require_current_shop(erased_shop);
  RETURN QUERY SELECT * FROM app.erase_any_shop(erased_shop);
END $$;
ALTER FUNCTION app.erase_from_queue(bigint, text[]) RENAME TO erase_from_any_queue;
CREATE FUNCTION app.erase_from_queue(of_shop bigint, words text[]) RETURNS TABLE (table_name text, row_count bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  PERFORM app.require_current_shop(of_shop);
  RETURN QUERY SELECT * FROM app.erase_from_any_queue(of_shop, words);
END $$;

-- PostgreSQL lets everybody execute what is created: here each function is granted by name.
REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA app FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
  app.current_shop(), app.shop_tables(), app.require_current_shop(bigint), app.retake_samples(text[]),
  app.enqueue(text, json, text, text, timestamptz, int, int),
  app.enqueue(text, json, text, text, timestamptz, int, int, text),
  app.retry_parked_job(bigint, bigint), app.refundable_left(bigint, text, bigint),
  app.erase_shop(bigint), app.erase_from_queue(bigint, text[])
  TO aftercare_app;
GRANT EXECUTE ON FUNCTION
  app.store_deliveries(jsonb, text, int), app.park_dead_jobs(), app.park_job(bigint, text),
  app.free_dead_workers(interval), app.hand_back_jobs(text), app.clean_up(int, int, int, int), app.collect_queues(),
  app.retake_samples(text[])
  TO aftercare_sweep;
