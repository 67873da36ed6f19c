-- Shopper mail was switched on, or to another mode: what was held while it was off is looked at again.
CREATE FUNCTION app.tell_mail_mode_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  PERFORM app.enqueue('messages.tell-held', json_build_object('shopId', NEW.shop_id::text),
    NULL, format('tell-held:%s', NEW.shop_id), now(), 12, 0, 'replace');
  RETURN NULL;
END $$;
CREATE TRIGGER rails_modes_tell_mail_mode_changed AFTER INSERT ON "rails_modes"
  FOR EACH ROW WHEN (NEW.workflow = 'shopper_mail' AND NEW.mode <> 'watching')
  EXECUTE FUNCTION app.tell_mail_mode_changed();
REVOKE EXECUTE ON FUNCTION app.tell_mail_mode_changed() FROM PUBLIC;
