/** The second level of Settings: one tab a page. A page shows it on top and names itself by its path. */
import { useLocation, useNavigate } from "@remix-run/react";
import { Tabs } from "@shopify/polaris";
import type { ReactNode } from "react";

const TABS: readonly { readonly path: string; readonly label: string }[] = [
  { path: "/app/settings", label: "Store" },
  { path: "/app/settings/going-live", label: "Going live" },
  { path: "/app/settings/limits", label: "Limits" },
  { path: "/app/settings/people", label: "People" },
  { path: "/app/settings/alerts", label: "Alerts" },
  { path: "/app/settings/privacy", label: "Privacy" },
  { path: "/app/settings/who-tells", label: "Who tells your shopper" },
  { path: "/app/settings/templates", label: "Templates" },
  { path: "/app/settings/sender", label: "Sender" },
  { path: "/app/settings/leaving", label: "Before you go" },
];

export function SettingsTabs({ children }: { children: ReactNode }) {
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const selected = Math.max(
    0,
    TABS.findIndex(({ path }) => path === pathname),
  );
  return (
    <Tabs
      selected={selected}
      tabs={TABS.map(({ path, label }) => ({ id: path.replaceAll("/", "-"), content: label }))}
      onSelect={(index) => navigate(TABS[index]?.path ?? "/app/settings")}
    >
      {children}
    </Tabs>
  );
}
