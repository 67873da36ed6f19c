import { BlockStack, Card, Text, TextField } from "@shopify/polaris";
import { LIMIT_KINDS } from "#app/rails/kind-rules.ts";
import { LIMITED_ROLES, type LimitedRole } from "#app/rails/role-limits.ts";
import { LIMIT_LABELS } from "./limits-draft.ts";
import type { LimitsForm } from "./use-limits-form.ts";

type RoleLimitsCardProps = { form: LimitsForm; currency: string; isDisabled: boolean };

const ROLE_LABELS: Readonly<Record<LimitedRole, string>> = { manager: "Managers", agent: "Agents" };

/** What one act of a person may move, by role. */
export function RoleLimitsCard({ form, currency, isDisabled }: RoleLimitsCardProps) {
  return (
    <Card>
      <BlockStack gap="400">
        {LIMITED_ROLES.map((role) => (
          <BlockStack gap="300" key={role}>
            <Text as="h3" variant="headingSm">
              {ROLE_LABELS[role]}
            </Text>
            {LIMIT_KINDS.map((limitKind) => {
              const field = `${role}.${limitKind}` as const;
              return (
                <TextField
                  key={field}
                  label={LIMIT_LABELS[limitKind]}
                  inputMode="decimal"
                  suffix={currency}
                  autoComplete="off"
                  placeholder="No limit"
                  disabled={isDisabled}
                  value={form.draft[field]}
                  {...(form.errors[field] ? { error: form.errors[field] } : {})}
                  onChange={(text) => form.change(field, text)}
                />
              );
            })}
          </BlockStack>
        ))}
        <Text as="p" tone="subdued">
          Empty: no limit. Zero: everything of that kind needs an approval.
        </Text>
      </BlockStack>
    </Card>
  );
}
