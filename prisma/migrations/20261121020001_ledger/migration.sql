-- One append-only chain per order. `hash` covers the row, the hash before it and `personal_mac`, never the personal
-- facts themselves: those can be erased and the chain still verifies.
CREATE TABLE "ledger_entries" (
    "shop_id" BIGINT NOT NULL,
    "order_id" BIGINT NOT NULL,
    "seq" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    -- the order line it is about; null = the order as a whole
    "line_gid" TEXT,
    "facts" JSONB NOT NULL,
    "personal_mac" BYTEA,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "prev_hash" BYTEA NOT NULL,
    "hash" BYTEA NOT NULL,
    CONSTRAINT "ledger_entries_pkey" PRIMARY KEY ("shop_id", "order_id", "seq"),
    CONSTRAINT "ledger_entries_seq_from_one" CHECK ("seq" >= 1)
);

-- The erasable part: personal facts and the salt that makes personal_mac unguessable.
CREATE TABLE "ledger_personal" (
    "shop_id" BIGINT NOT NULL,
    "order_id" BIGINT NOT NULL,
    "seq" INTEGER NOT NULL,
    "facts" JSONB,
    "salt" BYTEA,
    "erased_at" TIMESTAMPTZ(3),
    CONSTRAINT "ledger_personal_pkey" PRIMARY KEY ("shop_id", "order_id", "seq"),
    CONSTRAINT "ledger_personal_whole_or_erased" CHECK (
        ("erased_at" IS NULL AND "facts" IS NOT NULL AND "salt" IS NOT NULL)
        OR ("erased_at" IS NOT NULL AND "facts" IS NULL AND "salt" IS NULL))
);

-- The end of each chain, moved by each append: an append reads one row, and a cut chain is missed at once.
CREATE TABLE "ledger_chains" (
    "shop_id" BIGINT NOT NULL,
    "order_id" BIGINT NOT NULL,
    "seq" INTEGER NOT NULL,
    "hash" BYTEA NOT NULL,
    -- the last head that was signed; null = never
    "signed_seq" INTEGER,
    CONSTRAINT "ledger_chains_pkey" PRIMARY KEY ("shop_id", "order_id")
);
CREATE INDEX "ledger_chains_unsigned" ON "ledger_chains" ("shop_id", "order_id")
    WHERE "signed_seq" IS NULL OR "signed_seq" < "seq";

-- Signed daily: the heads that moved since the last signing, under one Ed25519 signature over their digest.
CREATE TABLE "ledger_signings" (
    "shop_id" BIGINT NOT NULL,
    "number" INTEGER NOT NULL,
    "signed_at" TIMESTAMPTZ(3) NOT NULL,
    "head_count" INTEGER NOT NULL,
    "prev_digest" BYTEA NOT NULL,
    "digest" BYTEA NOT NULL,
    "key_id" TEXT NOT NULL,
    "signature" BYTEA NOT NULL,
    CONSTRAINT "ledger_signings_pkey" PRIMARY KEY ("shop_id", "number")
);
CREATE TABLE "ledger_heads" (
    "shop_id" BIGINT NOT NULL,
    "signing_number" INTEGER NOT NULL,
    "order_id" BIGINT NOT NULL,
    "seq" INTEGER NOT NULL,
    "hash" BYTEA NOT NULL,
    CONSTRAINT "ledger_heads_pkey" PRIMARY KEY ("shop_id", "signing_number", "order_id")
);
CREATE INDEX "ledger_heads_order" ON "ledger_heads" ("shop_id", "order_id", "seq");

-- History is not rewritten. The one exception drops a whole shop (shop/redact) and is open only to the tables' owner,
-- who names the shop: the role the app logs in with is not the owner, so no setting opens it.
CREATE FUNCTION app.refuse_ledger_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE'
     AND current_setting('app.ledger_drop_shop', true) = OLD.shop_id::text
     AND pg_has_role(current_user, (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'USAGE') THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER "ledger_entries_append_only" BEFORE UPDATE OR DELETE ON "ledger_entries"
  FOR EACH ROW EXECUTE FUNCTION app.refuse_ledger_change();
CREATE TRIGGER "ledger_signings_append_only" BEFORE UPDATE OR DELETE ON "ledger_signings"
  FOR EACH ROW EXECUTE FUNCTION app.refuse_ledger_change();
CREATE TRIGGER "ledger_heads_append_only" BEFORE UPDATE OR DELETE ON "ledger_heads"
  FOR EACH ROW EXECUTE FUNCTION app.refuse_ledger_change();

CREATE FUNCTION app.refuse_ledger_truncate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: TRUNCATE refused', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER "ledger_entries_no_truncate" BEFORE TRUNCATE ON "ledger_entries"
  FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_ledger_truncate();
CREATE TRIGGER "ledger_signings_no_truncate" BEFORE TRUNCATE ON "ledger_signings"
  FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_ledger_truncate();
CREATE TRIGGER "ledger_heads_no_truncate" BEFORE TRUNCATE ON "ledger_heads"
  FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_ledger_truncate();

-- Personal facts can be erased, never altered.
CREATE FUNCTION app.guard_ledger_personal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.erased_at IS NOT NULL AND NEW.facts IS NULL AND NEW.salt IS NULL
     AND (NEW.shop_id, NEW.order_id, NEW.seq) = (OLD.shop_id, OLD.order_id, OLD.seq) THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'DELETE'
     AND current_setting('app.ledger_drop_shop', true) = OLD.shop_id::text
     AND pg_has_role(current_user, (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'USAGE') THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'ledger_personal can only be erased: % refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER "ledger_personal_guard" BEFORE UPDATE OR DELETE ON "ledger_personal"
  FOR EACH ROW EXECUTE FUNCTION app.guard_ledger_personal();

-- Drops the whole history of one shop. Executable by its owner and by roles it is granted to, by name.
CREATE FUNCTION app.drop_shop_ledger(dropped_shop_id bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_catalog AS $$
BEGIN
  PERFORM set_config('app.ledger_drop_shop', dropped_shop_id::text, true);
  DELETE FROM ledger_heads WHERE shop_id = dropped_shop_id;
  DELETE FROM ledger_signings WHERE shop_id = dropped_shop_id;
  DELETE FROM ledger_personal WHERE shop_id = dropped_shop_id;
  DELETE FROM ledger_entries WHERE shop_id = dropped_shop_id;
  DELETE FROM ledger_chains WHERE shop_id = dropped_shop_id;
  PERFORM set_config('app.ledger_drop_shop', '', true);
END $$;
REVOKE EXECUTE ON FUNCTION app.drop_shop_ledger(bigint) FROM PUBLIC;
