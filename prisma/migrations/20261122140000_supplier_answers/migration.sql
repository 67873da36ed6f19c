-- What suppliers say back: questions, prices that a person has to agree to, and replies by mail that a person confirms.

CREATE TABLE supplier_questions (
  shop_id bigint NOT NULL,
  id bigserial NOT NULL,
  supplier_id bigint NOT NULL,
  contact_id bigint NOT NULL,
  -- null = about no single order
  purchase_order_id bigint,
  text text NOT NULL CHECK (length(text) BETWEEN 1 AND 2000),
  asked_at timestamptz(3) NOT NULL,
  answer text CHECK (length(answer) BETWEEN 1 AND 2000),
  answered_at timestamptz(3),
  answered_by text,
  PRIMARY KEY (shop_id, id),
  CHECK ((answer IS NULL) = (answered_at IS NULL)),
  FOREIGN KEY (shop_id, supplier_id) REFERENCES suppliers (shop_id, id) ON DELETE CASCADE,
  FOREIGN KEY (shop_id, contact_id) REFERENCES supplier_contacts (shop_id, id) ON DELETE CASCADE,
  FOREIGN KEY (shop_id, purchase_order_id) REFERENCES purchase_orders (shop_id, id) ON DELETE CASCADE
);
CREATE INDEX supplier_questions_supplier ON supplier_questions (shop_id, supplier_id, asked_at);
CREATE INDEX supplier_questions_purchase_order ON supplier_questions (shop_id, purchase_order_id, asked_at);

-- A price above the ordered one. Nobody pays it because nobody answered: it waits for a person of the shop.
CREATE TABLE supplier_stated_costs (
  shop_id bigint NOT NULL,
  purchase_order_line_id bigint NOT NULL,
  purchase_order_id bigint NOT NULL,
  -- per unit, minor units of the supplier's currency
  ordered_minor bigint NOT NULL CHECK (ordered_minor >= 0),
  stated_minor bigint NOT NULL CHECK (stated_minor >= 0),
  stated_at timestamptz(3) NOT NULL,
  verdict text CHECK (verdict IN ('agreed', 'refused')),
  decided_at timestamptz(3),
  decided_by text,
  PRIMARY KEY (shop_id, purchase_order_line_id),
  CHECK ((verdict IS NULL) = (decided_at IS NULL)),
  FOREIGN KEY (shop_id, purchase_order_line_id) REFERENCES purchase_order_lines (shop_id, id) ON DELETE CASCADE
);
CREATE INDEX supplier_stated_costs_purchase_order ON supplier_stated_costs (shop_id, purchase_order_id);

-- What a reply seems to say; nothing of it counts before a person has confirmed it.
CREATE TABLE supplier_proposals (
  shop_id bigint NOT NULL,
  id bigserial NOT NULL,
  supplier_id bigint NOT NULL,
  -- the contact whose reply it is, where that is known
  contact_id bigint,
  -- names the mail: the same one heard twice is one
  message_id text NOT NULL,
  -- the words it was read from; emptied when a person is forgotten
  text text,
  -- rows as acknowledgements/propose-from-reply.ts makes them
  rows jsonb NOT NULL DEFAULT '[]',
  received_at timestamptz(3) NOT NULL,
  settled_at timestamptz(3),
  settled_by text,
  outcome text CHECK (outcome IN ('confirmed', 'dismissed')),
  PRIMARY KEY (shop_id, id),
  UNIQUE (shop_id, message_id),
  CHECK ((outcome IS NULL) = (settled_at IS NULL)),
  FOREIGN KEY (shop_id, supplier_id) REFERENCES suppliers (shop_id, id) ON DELETE CASCADE
);
CREATE INDEX supplier_proposals_supplier ON supplier_proposals (shop_id, supplier_id, received_at);

-- Which purchase orders a proposal speaks of.
CREATE TABLE supplier_proposal_orders (
  shop_id bigint NOT NULL,
  purchase_order_id bigint NOT NULL,
  proposal_id bigint NOT NULL,
  PRIMARY KEY (shop_id, purchase_order_id, proposal_id),
  FOREIGN KEY (shop_id, proposal_id) REFERENCES supplier_proposals (shop_id, id) ON DELETE CASCADE,
  FOREIGN KEY (shop_id, purchase_order_id) REFERENCES purchase_orders (shop_id, id) ON DELETE CASCADE
);

-- How often a link was used lately; what is asked for too often is refused.
CREATE TABLE supplier_link_uses (
  shop_id bigint NOT NULL,
  link_id bigint NOT NULL,
  kind text NOT NULL CHECK (kind IN ('post', 'question', 'new_link')),
  -- the window's first instant
  window_at timestamptz(3) NOT NULL,
  uses integer NOT NULL DEFAULT 1 CHECK (uses > 0),
  PRIMARY KEY (shop_id, link_id, kind, window_at),
  FOREIGN KEY (shop_id, link_id) REFERENCES supplier_links (shop_id, id) ON DELETE CASCADE
);

SELECT app.guard_shop_table(name::regclass) FROM unnest(ARRAY[
  'supplier_questions', 'supplier_stated_costs', 'supplier_proposals', 'supplier_proposal_orders', 'supplier_link_uses'
]) AS name;
