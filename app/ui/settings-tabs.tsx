/** The second level of Settings: one tab a page. A page shows it on top and names itself by its path. */
import { useLocation, useNavigate } from "@remix-run/react";
import { Tabs } from "@shopify/polaris";
import { useEffect, useRef, type ReactNode } from "react";

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
  { path: "/app/settings/outbox", label: "Outbox" },
  { path: "/app/settings/leaving", label: "Before you go" },
];

export function SettingsTabs({ children }: { children: ReactNode }) {
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const selected = Math.max(
    0,
    TABS.findIndex(({ path }) => path === pathname),
  );
  const frame = useSelectedInSight(selected);
  return (
    <div ref={frame}>
      <Tabs
        selected={selected}
        tabs={TABS.map(({ path, label }) => ({ id: path.replaceAll("/", "-"), content: label }))}
        onSelect={(index) => navigate(TABS[index]?.path ?? "/app/settings")}
      >
        {children}
      </Tabs>
    </div>
  );
}

/** On a phone the row of tabs is wider than the screen: it is moved until the chosen one is in its middle. */
function useSelectedInSight(selected: number) {
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const { current } = frame;
    if (!current || showSelected(current)) return;
    // Polaris measures the tabs before it shows them.
    const observer = new MutationObserver(() => {
      if (showSelected(current)) observer.disconnect();
    });
    observer.observe(current, { childList: true, subtree: true });
    return () => observer.disconnect();
  }, [selected]);
  return frame;
}

/** Whether there was something to move: a chosen tab in a row wider than its frame. Polaris' copy to measure has no such row. */
function showSelected(frame: HTMLElement): boolean {
  const tabs = frame.querySelectorAll<HTMLElement>('[role="tab"][aria-selected="true"]');
  for (const tab of tabs) {
    const row = findScrollRow(tab, frame);
    if (!row) continue;
    const { left, width } = tab.getBoundingClientRect();
    row.scrollLeft += left - row.getBoundingClientRect().left - (row.clientWidth - width) / 2;
    return true;
  }
  return false;
}

function findScrollRow(tab: HTMLElement, frame: HTMLElement): HTMLElement | null {
  for (let row = tab.parentElement; row && row !== frame; row = row.parentElement)
    if (row.scrollWidth > row.clientWidth && getComputedStyle(row).overflowX === "auto") return row;
  return null;
}
