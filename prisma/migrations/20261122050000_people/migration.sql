-- People of a shop, what they change, and how they work on an order together.
CREATE TABLE staff_members (
  shop_id bigint NOT NULL,
  id text NOT NULL CHECK (id ~ '^[0-9]{1,20}$'),
  name text,
  email text,
  role text NOT NULL CHECK (role IN ('owner', 'manager', 'agent')),
  is_account_owner boolean NOT NULL DEFAULT false,
  first_seen_at timestamptz(3) NOT NULL,
  last_seen_at timestamptz(3) NOT NULL,
  profile_due_at timestamptz(3) NOT NULL,
  profile_known_at timestamptz(3),
  removed_at timestamptz(3),
  PRIMARY KEY (shop_id, id),
  -- An owner cannot be taken away: another role comes first.
  CHECK (removed_at IS NULL OR role <> 'owner')
);

CREATE TABLE shop_changes (
  shop_id bigint NOT NULL,
  id bigserial NOT NULL,
  changed_at timestamptz(3) NOT NULL,
  staff_id text NOT NULL,
  area text NOT NULL,
  before jsonb NOT NULL,
  after jsonb NOT NULL,
  PRIMARY KEY (shop_id, id)
);

CREATE TABLE case_assignments (
  shop_id bigint NOT NULL,
  order_id bigint NOT NULL,
  staff_id text NOT NULL,
  assigned_by text NOT NULL,
  assigned_at timestamptz(3) NOT NULL,
  PRIMARY KEY (shop_id, order_id),
  FOREIGN KEY (shop_id, order_id) REFERENCES orders (shop_id, id) ON DELETE CASCADE
);
CREATE INDEX case_assignments_staff ON case_assignments (shop_id, staff_id);

CREATE TABLE case_notes (
  shop_id bigint NOT NULL,
  id bigserial NOT NULL,
  order_id bigint NOT NULL,
  staff_id text NOT NULL,
  text text CHECK (length(text) <= 5000),
  mentions text[] NOT NULL DEFAULT '{}',
  written_at timestamptz(3) NOT NULL,
  erased_at timestamptz(3),
  PRIMARY KEY (shop_id, id),
  CHECK ((text IS NULL) = (erased_at IS NOT NULL)),
  FOREIGN KEY (shop_id, order_id) REFERENCES orders (shop_id, id) ON DELETE CASCADE
);
CREATE INDEX case_notes_order ON case_notes (shop_id, order_id, id);

CREATE TABLE case_presence (
  shop_id bigint NOT NULL,
  order_id bigint NOT NULL,
  staff_id text NOT NULL,
  seen_at timestamptz(3) NOT NULL,
  PRIMARY KEY (shop_id, order_id, staff_id)
);

CREATE TABLE alert_choices (
  shop_id bigint NOT NULL,
  staff_id text NOT NULL,
  event text NOT NULL,
  way text NOT NULL CHECK (way IN ('now', 'digest', 'never')),
  PRIMARY KEY (shop_id, staff_id, event)
);

CREATE TABLE alerts (
  shop_id bigint NOT NULL,
  id bigserial NOT NULL,
  event text NOT NULL,
  key text NOT NULL,
  title text NOT NULL,
  sentence text NOT NULL,
  path text NOT NULL,
  for_staff_id text,
  raised_at timestamptz(3) NOT NULL,
  PRIMARY KEY (shop_id, id)
);
CREATE UNIQUE INDEX alerts_key ON alerts (shop_id, key);

CREATE TABLE alert_tellings (
  shop_id bigint NOT NULL,
  alert_id bigint NOT NULL,
  staff_id text NOT NULL,
  way text NOT NULL CHECK (way IN ('now', 'digest')),
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'told', 'skipped')),
  reason text,
  told_at timestamptz(3),
  digest_on date,
  PRIMARY KEY (shop_id, alert_id, staff_id),
  CHECK ((state = 'told') = (told_at IS NOT NULL)),
  FOREIGN KEY (shop_id, alert_id) REFERENCES alerts (shop_id, id) ON DELETE CASCADE
);
CREATE INDEX alert_tellings_waiting ON alert_tellings (shop_id, staff_id, alert_id) WHERE state = 'waiting';

CREATE TABLE alert_digests (
  shop_id bigint NOT NULL,
  staff_id text NOT NULL,
  digest_on date NOT NULL,
  made_at timestamptz(3) NOT NULL,
  alerts int NOT NULL,
  PRIMARY KEY (shop_id, staff_id, digest_on)
);

CREATE TABLE alert_webhooks (
  shop_id bigint PRIMARY KEY,
  url text NOT NULL,
  secret bytea NOT NULL,
  events text[] NOT NULL,
  saved_at timestamptz(3) NOT NULL
);

CREATE TABLE alert_posts (
  shop_id bigint NOT NULL,
  alert_id bigint NOT NULL,
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'done', 'failed')),
  attempts int NOT NULL DEFAULT 0,
  last_status int,
  last_problem text,
  settled_at timestamptz(3),
  PRIMARY KEY (shop_id, alert_id),
  FOREIGN KEY (shop_id, alert_id) REFERENCES alerts (shop_id, id) ON DELETE CASCADE
);

SELECT app.guard_shop_table('staff_members'),
  app.guard_shop_table('shop_changes', 'SELECT, INSERT'),
  app.guard_shop_table('case_assignments'), app.guard_shop_table('case_notes'), app.guard_shop_table('case_presence'),
  app.guard_shop_table('alert_choices'), app.guard_shop_table('alerts'), app.guard_shop_table('alert_tellings'),
  app.guard_shop_table('alert_digests'), app.guard_shop_table('alert_webhooks'), app.guard_shop_table('alert_posts');
