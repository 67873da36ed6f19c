/** The second level of Settings: one tab a page. A page shows it on top and names itself by its path. */
import { useLocation } from "@remix-run/react";
import type { ReactNode } from "react";
import { TabRow, type TabLink } from "./tab-row.tsx";

const TABS: readonly TabLink[] = [
  { to: "/app/settings", label: "Store" },
  { to: "/app/settings/going-live", label: "Going live" },
  { to: "/app/settings/limits", label: "Limits" },
  { to: "/app/settings/people", label: "People" },
  { to: "/app/settings/alerts", label: "Alerts" },
  { to: "/app/settings/privacy", label: "Privacy" },
  { to: "/app/settings/who-tells", label: "Who tells your shopper" },
  { to: "/app/settings/templates", label: "Templates" },
  { to: "/app/settings/sender", label: "Sender" },
  { to: "/app/settings/outbox", label: "Outbox" },
  { to: "/app/settings/leaving", label: "Before you go" },
];

export function SettingsTabs({ children }: { children: ReactNode }) {
  const { pathname } = useLocation();
  const selected = TABS.findIndex(({ to }) => to === pathname);
  return (
    <>
      <TabRow label="Settings" tabs={TABS} selected={Math.max(0, selected)} />
      {children}
    </>
  );
}
