-- When a download last said how far it is: one whose process died says nothing any more.
ALTER TABLE shop_archives ADD COLUMN heard_at TIMESTAMPTZ(3);
