/** What the migrated database itself says about the wall, so that a table or function added later cannot stand outside it. */
import { expect, test } from "vitest";
import { createTestDatabase } from "#tests/support/database.ts";

const { db } = await createTestDatabase();

const ask = async <Row extends object>(sql: string): Promise<Row[]> =>
  (await db.pool.query<Row>(sql)).rows;

// Tables without a shop, and why nobody's data is in them.
const WITHOUT_SHOP: Readonly<Record<string, string>> = {
  _prisma_migrations: "which migrations were applied",
  admin_document_costs: "what a document of ours costs, the same for every shop",
  shops: "the shops themselves, guarded by their own id",
  workers: "which processes are alive",
};

test("every table that carries a shop is behind the wall, with its own policy for reading and writing", async () => {
  const open = await ask(`
    select c.relname as table, c.relrowsecurity as guarded, p.polname as policy
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'shop_id' and not a.attisdropped
    left join pg_policy p on p.polrelid = c.oid and p.polname = 'of_shop' and p.polcmd = '*'
      and pg_get_expr(p.polqual, c.oid) = '(shop_id = (NULLIF(current_setting(''app.shop_id''::text, true), ''''::text))::bigint)'
      and pg_get_expr(p.polwithcheck, c.oid) = pg_get_expr(p.polqual, c.oid)
      and p.polroles = array['aftercare_app'::regrole::oid]
    where c.relkind in ('r', 'p') and c.relnamespace in ('public'::regnamespace, 'app'::regnamespace)
      and (not c.relrowsecurity or p.polname is null)`);
  expect(open).toEqual([]);
});

test("a table without a shop is on the list, with its reason", async () => {
  const tables = await ask<{ table: string }>(`
    select c.relname as table from pg_class c
    where c.relkind in ('r', 'p') and c.relnamespace in ('public'::regnamespace, 'app'::regnamespace)
      and not exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'shop_id' and not a.attisdropped)
    order by 1`);
  expect(tables.map(({ table }) => table)).toEqual(Object.keys(WITHOUT_SHOP).sort());
});

test("views would be read as their owner: there are none", async () => {
  const views = await ask(`select relname from pg_class where relkind in ('v', 'm')
    and relnamespace in ('public'::regnamespace, 'app'::regnamespace)`);
  expect(views).toEqual([]);
});

test("the roles of the product bypass nothing, own nothing and inherit nothing", async () => {
  const roles = await ask(`
    select rolname as role, rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication or rolinherit as may,
      (select count(*)::int from pg_class where relowner = r.oid) as owned
    from pg_roles r where rolname in ('aftercare_app', 'aftercare_sweep') order by 1`);
  expect(roles).toEqual([
    { role: "aftercare_app", may: false, owned: 0 },
    { role: "aftercare_sweep", may: false, owned: 0 },
  ]);
});

test("outside a shop the sweep knows named columns of named tables, and no orders", async () => {
  const columns = await ask<{ table: string; rights: string }>(`
    select table_name as table, string_agg(distinct privilege_type || ' ' || column_name, ', ') as rights
    from information_schema.column_privileges
    where grantee = 'aftercare_sweep' and table_schema in ('public', 'app') and privilege_type <> 'REFERENCES'
      and table_name not in ('workers', 'shops')
    group by 1 order by 1`);
  expect(columns).toEqual([
    { table: "ledger_chains", rights: "SELECT shop_id" },
    { table: "ledger_entries", rights: "SELECT shop_id" },
    { table: "ledger_signings", rights: "SELECT shop_id" },
    { table: "shop_tokens", rights: "SELECT expires_at, SELECT shop_id" },
  ]);
  const shops = await ask<{ column: string }>(`
    select column_name as column from information_schema.column_privileges
    where grantee = 'aftercare_sweep' and table_name = 'shops' and privilege_type in ('SELECT', 'UPDATE') order by 1`);
  expect(shops.map(({ column }) => column)).toEqual([
    "domain",
    "iana_timezone",
    "id",
    "install_epoch",
    "token_generation",
    "token_lease_until",
    "token_refused_at",
    "uninstalled_at",
  ]);
});

test("a function that runs as the owner finds its tables by name and is open to roles by name", async () => {
  const loose = await ask(`
    select p.oid::regprocedure::text as function from pg_proc p
    where p.prosecdef and p.pronamespace = 'app'::regnamespace
      and (not exists (select from unnest(p.proconfig) c where c like 'search_path=%pg_catalog%')
        or has_function_privilege('public', p.oid, 'execute'))
    order by 1`);
  expect(loose).toEqual([]);
});

// Executed as the owner from inside a shop's transaction: each acts on the shop the transaction has named.
const OF_THE_NAMED_SHOP = [
  "app.enqueue(text,json,text,text,timestamp with time zone,integer,integer)",
  "app.enqueue(text,json,text,text,timestamp with time zone,integer,integer,text)",
  "app.erase_from_queue(bigint,text[])",
  "app.erase_shop(bigint)",
  "app.match_orders(text[],text,text,integer)",
  // no rows go in or out
  "app.retake_samples(text[])",
  "app.retry_parked_job(bigint,bigint)",
  // names of tables
  "app.shop_tables()",
];

test("what a shop's transaction may run as the owner is on the list", async () => {
  const functions = await ask<{ function: string }>(`
    select p.oid::regprocedure::text as function from pg_proc p
    where p.prosecdef and p.pronamespace = 'app'::regnamespace and has_function_privilege('aftercare_app', p.oid, 'execute')
    order by 1`);
  expect(functions.map((row) => row.function)).toEqual([...OF_THE_NAMED_SHOP].sort());
});
