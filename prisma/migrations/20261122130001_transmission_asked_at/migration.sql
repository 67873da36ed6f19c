-- When a person or rule last decided that it goes: tries are counted from then on, not from the first decision.
ALTER TABLE purchase_order_transmissions ADD COLUMN asked_at timestamptz(3);
