import { useFetcher } from "@remix-run/react";
import {
  Badge,
  Banner,
  BlockStack,
  Button,
  Card,
  Divider,
  InlineStack,
  Select,
  Text,
} from "@shopify/polaris";
import { Fragment, useEffect, useRef } from "react";
import { ROLE_WORDS, ROLES } from "#app/shops/people/roles.ts";
import type { StaffView } from "#app/shops/people/staff-store.server.ts";
import { ShopTime } from "#app/ui/shop-time.tsx";
import { useToast } from "#app/ui/use-shopify.ts";
import type { RoleAnswer } from "./route.tsx";

type PeopleCardProps = {
  people: readonly StaffView[];
  reader: string;
  canChangeRoles: boolean;
};

export function PeopleCard({ people, reader, canChangeRoles }: PeopleCardProps) {
  return (
    <Card>
      <BlockStack gap="400">
        {people.map((person, position) => (
          <Fragment key={person.id}>
            {position > 0 ? <Divider /> : null}
            <Person person={person} isReader={person.id === reader} canChange={canChangeRoles} />
          </Fragment>
        ))}
        {people.length === 1 ? (
          <Text as="p" tone="subdued">
            Colleagues appear here when they open Aftercare in Shopify. Nobody has to be invited.
          </Text>
        ) : null}
        {canChangeRoles ? null : (
          <Text as="p" tone="subdued">
            Only owners change roles.
          </Text>
        )}
      </BlockStack>
    </Card>
  );
}

type PersonProps = { person: StaffView; isReader: boolean; canChange: boolean };

function Person({ person, isReader, canChange }: PersonProps) {
  const { fetcher, refusal } = useRoleForm();
  const isSaving = fetcher.state !== "idle";
  const change = (to: string) => fetcher.submit({ staffId: person.id, to }, { method: "post" });
  return (
    <section aria-label={person.name}>
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="center" gap="300">
          <BlockStack gap="050">
            <InlineStack gap="200" blockAlign="center">
              <Text as="h3" variant="bodyMd" fontWeight="semibold" breakWord>
                {person.name}
              </Text>
              {isReader ? <Badge>You</Badge> : null}
              {person.isAccountOwner ? <Badge tone="info">Shopify account owner</Badge> : null}
            </InlineStack>
            <Text as="p" tone="subdued" breakWord>
              {person.email ?? "Shopify has not told us the e-mail yet. Alerts wait for it."}
            </Text>
            <Text as="p" tone="subdued">
              Last here <ShopTime at={person.lastSeenAt} />
            </Text>
          </BlockStack>
          {canChange && !person.isAccountOwner ? (
            <InlineStack gap="200" blockAlign="center">
              <Select
                label={`Role of ${person.name}`}
                labelHidden
                disabled={isSaving}
                options={ROLES.map((role) => ({ label: ROLE_WORDS[role].label, value: role }))}
                value={person.role}
                onChange={change}
              />
              {isReader ? null : (
                <Button
                  variant="tertiary"
                  tone="critical"
                  loading={isSaving}
                  accessibilityLabel={`Remove ${person.name}`}
                  onClick={() => change("removed")}
                >
                  Remove
                </Button>
              )}
            </InlineStack>
          ) : (
            <Badge>{ROLE_WORDS[person.role].label}</Badge>
          )}
        </InlineStack>
        {refusal ? <Banner tone="critical">{refusal}</Banner> : null}
      </BlockStack>
    </section>
  );
}

/** Saves at once, as a list does; a refusal stays beside the person it is about. */
function useRoleForm() {
  const fetcher = useFetcher<RoleAnswer>();
  const toast = useToast();
  const handled = useRef<RoleAnswer>();
  const { data, state } = fetcher;
  useEffect(() => {
    if (state !== "idle" || !data || handled.current === data) return;
    handled.current = data;
    if (data.isSaved) toast("Saved");
  }, [state, data, toast]);
  return { fetcher, refusal: data && !data.isSaved ? data.message : null };
}
