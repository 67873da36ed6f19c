-- What a line earns is its sum without the tax that its price contains. Null: Shopify has not said so yet.
ALTER TABLE orders ADD COLUMN taxes_included boolean;
ALTER TABLE order_lines ADD COLUMN tax_minor bigint;
