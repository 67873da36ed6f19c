import { useBlocker } from "@remix-run/react";
import { SaveBar } from "@shopify/app-bridge-react";
import { Button, ButtonGroup, InlineStack } from "@shopify/polaris";
import { useEffect } from "react";
import { useShopify } from "./use-shopify.ts";

type FormSaveBarProps = {
  id: string;
  isDirty: boolean;
  isSaving: boolean;
  onSave: () => void;
  onDiscard: () => void;
};

/**
 * The admin's own save bar while there is something unsaved, and a question before the reader leaves it.
 * Where App Bridge is blocked the two buttons stand in the page instead: nobody is locked out of saving.
 */
export function FormSaveBar({ id, isDirty, isSaving, onSave, onDiscard }: FormSaveBarProps) {
  const shopify = useShopify();
  useLeaveQuestion(isDirty && !isSaving);
  if (!shopify)
    return isDirty ? (
      <InlineStack align="end">
        <ButtonGroup>
          <Button onClick={onDiscard}>Discard</Button>
          <Button variant="primary" loading={isSaving} onClick={onSave}>
            Save
          </Button>
        </ButtonGroup>
      </InlineStack>
    ) : null;
  return (
    <SaveBar id={id} open={isDirty}>
      <button type="button" {...{ variant: "primary" }} onClick={onSave} disabled={isSaving}>
        Save
      </button>
      <button type="button" onClick={onDiscard} disabled={isSaving}>
        Discard
      </button>
    </SaveBar>
  );
}

function useLeaveQuestion(isAsking: boolean) {
  const shopify = useShopify();
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) =>
      isAsking && currentLocation.pathname !== nextLocation.pathname,
  );
  useEffect(() => {
    if (blocker.state !== "blocked") return;
    if (!shopify) return blocker.proceed();
    shopify.saveBar.leaveConfirmation().then(
      () => blocker.proceed(),
      () => blocker.reset(),
    );
  }, [blocker, shopify]);
}
