import { isRouteErrorResponse, useLocation, useRevalidator, useRouteError } from "@remix-run/react";
import { Button, ButtonGroup, Card, Page } from "@shopify/polaris";
import { assessPageError } from "./assess-page-error.ts";
import { isNotPermitted, NoPermission } from "./no-permission.tsx";
import { NothingHere } from "./nothing-here.tsx";
import { SettingsTabs } from "./settings-tabs.tsx";

/** What a page inside the admin shows instead of itself when it could not be made. */
export function PageError() {
  const error = useRouteError();
  const { revalidate, state } = useRevalidator();
  const words = assessPageError(statusOf(error));
  if (isRouteErrorResponse(error) && isNotPermitted(error.data))
    return <NotPermittedPage sentence={error.data.sentence} />;
  return (
    <Page>
      <Card>
        <div role="alert">
          <NothingHere
            heading={words.heading}
            action={
              <ButtonGroup>
                {words.canRetry ? (
                  <Button variant="primary" loading={state === "loading"} onClick={revalidate}>
                    Try again
                  </Button>
                ) : null}
                <Button url="/app">Go to Home</Button>
              </ButtonGroup>
            }
          >
            {words.reason}
          </NothingHere>
        </div>
      </Card>
    </Page>
  );
}

/** Of the pages under Settings some are everybody's: the tabs lead there. */
function NotPermittedPage({ sentence }: { sentence: string }) {
  const isSettings = useLocation().pathname.startsWith("/app/settings");
  const card = (
    <Card>
      <NoPermission sentence={sentence} />
    </Card>
  );
  return isSettings ? (
    <Page title="Settings">
      <SettingsTabs>{card}</SettingsTabs>
    </Page>
  ) : (
    <Page>{card}</Page>
  );
}

function statusOf(error: unknown): number | null {
  if (isRouteErrorResponse(error)) return error.status;
  // What every browser's fetch throws when no answer came.
  return error instanceof TypeError && /fetch|network|load failed/i.test(error.message) ? 0 : null;
}
