-- What stayed because a product is not stocked at a location: nobody tells us when it is, so it is looked at now and then.
CREATE INDEX order_placements_unstocked ON order_placements (shop_id, looked_at)
  WHERE notes @? '$[*] ? (@.code == "not_stocked" || @.code == "not_offered")';
