-- Downloads of everything a shop owns, each with its progress.
CREATE TABLE shop_archives (
  shop_id bigint NOT NULL,
  id bigserial NOT NULL,
  staff_id text NOT NULL,
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'running', 'done', 'broken')),
  asked_at timestamptz(3) NOT NULL,
  rows_total bigint,
  rows_done bigint NOT NULL DEFAULT 0,
  finished_at timestamptz(3),
  PRIMARY KEY (shop_id, id)
);

SELECT app.guard_shop_table('shop_archives');
