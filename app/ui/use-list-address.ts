import { useSearchParams } from "@remix-run/react";
import { useEffect, useRef, useState } from "react";

// Long enough for the next keystroke, short enough not to be felt.
const SEARCH_PAUSE_MS = 300;

type Pages = { readonly nextCursor: string | null; readonly previousCursor: string | null };

/**
 * Moves a list by its address: every view of it can be reloaded, shared and gone back to. `search` is what stands in the
 * field; it is sent as `q` when typing rests. `show` changes filters, an empty value takes one away.
 */
export function useListAddress(query: { readonly search: string }) {
  const [, setParams] = useSearchParams();
  const [search, setSearch] = useState(query.search);
  const timer = useRef<ReturnType<typeof setTimeout>>();
  const sent = useRef(query.search);
  useEffect(() => {
    // Another view was opened: its search text replaces what stands in the field. An echo of our own does not.
    if (query.search !== sent.current) setSearch(query.search);
    sent.current = query.search;
  }, [query.search]);
  useEffect(() => () => clearTimeout(timer.current), []);

  function show(change: Readonly<Record<string, string>>) {
    setParams(
      (params) => {
        for (const [name, value] of Object.entries(change)) {
          if (value === "") params.delete(name);
          else params.set(name, value);
        }
        params.delete("cursor");
        return params;
      },
      { preventScrollReset: true, replace: true },
    );
  }

  function type(text: string) {
    setSearch(text);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      sent.current = text.trim();
      show({ q: text.trim() });
    }, SEARCH_PAUSE_MS);
  }

  return { search, type, show };
}

/** Polaris's pagination of a list whose address carries the cursor; nothing where one page holds all. */
export function useListPages({ nextCursor, previousCursor }: Pages, accessibilityLabel: string) {
  const [, setParams] = useSearchParams();
  const turn = (cursor: string | null) =>
    cursor &&
    setParams((params) => {
      params.set("cursor", cursor);
      return params;
    });
  if (nextCursor === null && previousCursor === null) return {};
  return {
    pagination: {
      hasNext: nextCursor !== null,
      hasPrevious: previousCursor !== null,
      onNext: () => turn(nextCursor),
      onPrevious: () => turn(previousCursor),
      accessibilityLabel,
    },
  };
}
