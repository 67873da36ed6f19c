/**
 * A row of links that looks like tabs: each is a page or a list of its own. Polaris' Tabs fold what does not fit into a menu
 * inside their list, where readers by ear expect tabs only; this one wraps, and on a phone it is moved sideways.
 */
import { Link } from "@remix-run/react";
import { useEffect, useRef } from "react";

export type TabLink = {
  readonly to: string;
  readonly label: string;
  /** how many wait behind it */
  readonly count?: number;
};

type TabRowProps = { label: string; tabs: readonly TabLink[]; selected: number };

export function TabRow({ label, tabs, selected }: TabRowProps) {
  const row = useRef<HTMLUListElement>(null);
  useEffect(() => {
    const { current: list } = row;
    const tab = list?.children[selected];
    if (!list || !tab) return;
    const { left, width } = tab.getBoundingClientRect();
    list.scrollLeft += left - list.getBoundingClientRect().left - (list.clientWidth - width) / 2;
  }, [selected]);
  return (
    <nav aria-label={label}>
      <ul className="ac-tabs" ref={row}>
        {tabs.map(({ to, label: name, count }, index) => (
          <li key={to}>
            <Link className="ac-tab" to={to} aria-current={index === selected ? "page" : undefined}>
              {name}
              {count === undefined ? null : <span className="ac-count">{count}</span>}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
