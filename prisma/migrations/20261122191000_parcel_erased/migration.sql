-- When the shopper's data of a parcel were erased: its number says nothing any more, and nobody follows or reports it.
ALTER TABLE shipments ADD COLUMN erased_at TIMESTAMPTZ(3);
