-- A mail whose intent ends without an effect (a person said no, the rails refused it) waits for nothing any more. Its end is
-- written with the intent's, whoever ends it.
CREATE FUNCTION app.settle_refused_mail() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  UPDATE public.messages SET state = 'failed', settled_at = coalesce(NEW.settled_at, now()),
    failure = jsonb_build_object(
      'code', coalesce(NEW.refusal ->> 'code', 'not_sent'),
      'message', coalesce(NEW.refusal ->> 'message', 'It was decided not to send this mail.'))
  WHERE shop_id = NEW.shop_id AND id = (NEW.args ->> 'messageId')::bigint AND state = 'waiting';
  RETURN NULL;
END $$;
CREATE TRIGGER intents_settle_refused_mail AFTER UPDATE OF state ON intents
  FOR EACH ROW WHEN (NEW.kind = 'send_mail' AND NEW.state IN ('failed', 'dropped') AND OLD.state IS DISTINCT FROM NEW.state)
  EXECUTE FUNCTION app.settle_refused_mail();
REVOKE EXECUTE ON FUNCTION app.settle_refused_mail() FROM PUBLIC;
