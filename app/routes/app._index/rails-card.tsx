import { useFetcher } from "@remix-run/react";
import { Banner, BlockStack, Button, Card, InlineStack, Link, Text } from "@shopify/polaris";
import type { RailsOverview } from "#app/rails/get-rails-overview.server.ts";
import type { PauseAnswer } from "#app/routes/app.pause.tsx";
import { countOf } from "#app/ui/describe-age.ts";
import { ModeBadge } from "#app/ui/mode-badge.tsx";
import { ShopTime } from "#app/ui/shop-time.tsx";

/** How each workflow stands, and the stop for all of them. */
export function RailsCard({ rails }: { rails: RailsOverview }) {
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          What Aftercare may do
        </Text>
        {rails.modes.map(({ workflow, label, mode, canBeSwitched, liveSince }) => (
          <InlineStack key={workflow} align="space-between" blockAlign="center" gap="200">
            <BlockStack gap="050">
              <Text as="p">{label}</Text>
              {liveSince ? (
                <Text as="p" tone="subdued">
                  Live since <ShopTime at={liveSince} style="short" />
                </Text>
              ) : null}
            </BlockStack>
            <ModeBadge mode={mode} canBeSwitched={canBeSwitched} />
          </InlineStack>
        ))}
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Link url="/app/settings/going-live">Going live</Link>
          <PauseButton isPaused={rails.paused !== null} />
        </InlineStack>
      </BlockStack>
    </Card>
  );
}

function PauseButton({ isPaused }: { isPaused: boolean }) {
  const fetcher = useFetcher<PauseAnswer>();
  return (
    <fetcher.Form method="post" action="/app/pause">
      <input type="hidden" name="step" value={isPaused ? "resume" : "pause"} />
      <Button
        submit
        loading={fetcher.state !== "idle"}
        {...(isPaused ? { variant: "primary" } : { tone: "critical" })}
      >
        {isPaused ? "Resume" : "Pause everything"}
      </Button>
      {fetcher.data?.sentence ? (
        <Text as="p" tone="critical">
          {fetcher.data.sentence}
        </Text>
      ) : null}
    </fetcher.Form>
  );
}

type RailsBannersProps = {
  rails: RailsOverview;
  /** orders past their date that were placed before Aftercare; null while nobody counted */
  before: { readonly text: string; readonly path: string } | null;
};

/** What stands still, what waits, and what was there before us. */
export function RailsBanners({ rails, before }: RailsBannersProps) {
  const isWatching = rails.modes.every(({ mode }) => mode === "watching");
  return (
    <>
      {rails.paused ? (
        <Banner tone="warning" title="Everything is paused">
          Paused by {rails.paused.by}, <ShopTime at={rails.paused.at} style="short" />. Nothing is
          lost: what waits goes out after you resume.
        </Banner>
      ) : null}
      {isWatching ? (
        <Banner tone="info">
          Aftercare is watching. It won't email, order or refund anything until you switch that on.
        </Banner>
      ) : null}
      {rails.brakes.map(({ counter, sentence }) => (
        <Banner
          key={counter}
          tone="warning"
          action={{ content: "See your limits", url: "/app/settings/limits" }}
        >
          {sentence}
        </Banner>
      ))}
      {rails.askedCount > 0 ? (
        <Banner
          tone="info"
          title={`${countOf(rails.askedCount, "action")} ${rails.askedCount === 1 ? "waits" : "wait"} for your yes`}
          action={{ content: "Review", url: "/app/approvals" }}
        />
      ) : null}
      {before ? (
        <Banner tone="info" action={{ content: "Review", url: before.path }}>
          {before.text}
        </Banner>
      ) : null}
    </>
  );
}
