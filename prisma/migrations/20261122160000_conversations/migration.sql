-- One conversation an order. Shopper and suppliers each have a channel of their own in it; who takes care of it is the
-- order's assignment (case_assignments), what the team tells itself are its notes (case_notes).
CREATE TABLE conversations (
  shop_id bigint NOT NULL,
  order_id bigint NOT NULL,
  order_gid text NOT NULL,
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'done')),
  -- since when somebody waits for an answer; null: nobody does
  waits_since timestamptz(3),
  last_at timestamptz(3) NOT NULL,
  -- when and by whom it was last called done; what was said before then waits no more
  settled_at timestamptz(3),
  settled_by text,
  PRIMARY KEY (shop_id, order_id),
  FOREIGN KEY (shop_id, order_id) REFERENCES orders (shop_id, id) ON DELETE CASCADE,
  CHECK (state = 'open' OR settled_at IS NOT NULL),
  CHECK (state = 'open' OR waits_since IS NULL)
);
CREATE INDEX conversations_last ON conversations (shop_id, last_at, order_id);
CREATE INDEX conversations_waiting ON conversations (shop_id, waits_since) WHERE waits_since IS NOT NULL;

CREATE TABLE conversation_entries (
  shop_id bigint NOT NULL,
  id bigserial NOT NULL,
  order_id bigint NOT NULL,
  channel text NOT NULL CHECK (channel IN ('shopper', 'supplier')),
  -- which supplier's channel; null in the shopper's
  supplier_id bigint,
  contact_id bigint,
  direction text NOT NULL CHECK (direction IN ('in', 'out')),
  via text NOT NULL CHECK (via IN ('mail', 'form', 'app')),
  -- of the team, who wrote it
  staff_id text,
  -- the address it came from or went to; null once erased, as are its words
  address text,
  subject text CHECK (length(subject) <= 300),
  words text CHECK (length(words) <= 20000),
  -- what it quotes of earlier mails
  quoted text CHECK (length(quoted) <= 20000),
  state text NOT NULL DEFAULT 'shown' CHECK (state IN ('shown', 'parked')),
  -- why it was put aside
  park_code text,
  -- the same mail to the same address is one entry
  dedupe bytea NOT NULL,
  -- Message-ID of a mail that came in: answers name it
  mail_id text,
  -- the mail of the outbox it went out with
  outbox_id bigint,
  said_at timestamptz(3) NOT NULL,
  erased_at timestamptz(3),
  PRIMARY KEY (shop_id, id),
  UNIQUE (shop_id, dedupe),
  FOREIGN KEY (shop_id, order_id) REFERENCES conversations (shop_id, order_id) ON DELETE CASCADE,
  CHECK ((channel = 'supplier') = (supplier_id IS NOT NULL)),
  CHECK ((state = 'parked') = (park_code IS NOT NULL)),
  CHECK ((words IS NULL) = (erased_at IS NOT NULL)),
  CHECK (direction = 'in' OR state = 'shown')
);
CREATE INDEX conversation_entries_order ON conversation_entries (shop_id, order_id, id);
CREATE INDEX conversation_entries_sender ON conversation_entries (shop_id, address, said_at) WHERE direction = 'in';
CREATE INDEX conversation_entries_parked ON conversation_entries (shop_id, id) WHERE state = 'parked';
CREATE INDEX conversation_entries_unerased ON conversation_entries (said_at) WHERE erased_at IS NULL;

-- Files that came with a mail. `content` is what the sender sent, not re-encoded: it is only ever handed out as a download.
CREATE TABLE conversation_files (
  shop_id bigint NOT NULL,
  id bigserial NOT NULL,
  order_id bigint NOT NULL,
  entry_id bigint NOT NULL,
  name text CHECK (length(name) <= 200),
  -- what its bytes say it is; null: refused
  kind text CHECK (kind IN ('pdf', 'jpeg', 'png', 'csv', 'xlsx')),
  refusal text,
  byte_length integer NOT NULL CHECK (byte_length >= 0),
  -- null: refused, or erased
  content bytea CHECK (octet_length(content) <= 10485760),
  erased_at timestamptz(3),
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, entry_id) REFERENCES conversation_entries (shop_id, id) ON DELETE CASCADE,
  CHECK ((kind IS NULL) = (refusal IS NOT NULL)),
  CHECK (content IS NULL OR (kind IS NOT NULL AND erased_at IS NULL))
);
CREATE INDEX conversation_files_order ON conversation_files (shop_id, order_id, entry_id);

-- One round of forgetting: what was put aside after `parked_days`, everything after `kept_days`. Returns what is left to do.
CREATE FUNCTION app.clean_up_conversations(parked_days int, kept_days int, batch int) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE forgotten bigint;
BEGIN
  WITH old AS (
    UPDATE public.conversation_entries SET words = NULL, quoted = NULL, subject = NULL, address = NULL,
      mail_id = NULL, erased_at = now()
    WHERE (shop_id, id) IN (
      SELECT e.shop_id, e.id FROM public.conversation_entries e
      WHERE e.erased_at IS NULL AND e.said_at < now() - make_interval(days =>
        CASE WHEN e.state = 'parked' THEN parked_days ELSE kept_days END)
      ORDER BY e.said_at LIMIT batch)
    RETURNING shop_id, id)
  UPDATE public.conversation_files f SET name = NULL, content = NULL, erased_at = now() FROM old
  WHERE f.shop_id = old.shop_id AND f.entry_id = old.id AND f.erased_at IS NULL;
  SELECT count(*) INTO forgotten FROM public.conversation_entries e
  WHERE e.erased_at IS NULL AND e.said_at < now() - make_interval(days =>
    CASE WHEN e.state = 'parked' THEN parked_days ELSE kept_days END);
  RETURN forgotten;
END $$;
REVOKE EXECUTE ON FUNCTION app.clean_up_conversations(int, int, int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.clean_up_conversations(int, int, int) TO aftercare_sweep;

SELECT app.guard_shop_table('conversations');
SELECT app.guard_shop_table('conversation_entries', 'SELECT, INSERT, UPDATE');
SELECT app.guard_shop_table('conversation_files', 'SELECT, INSERT, UPDATE');
