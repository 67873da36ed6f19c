import { Banner } from "@shopify/polaris";
import { useEffect, useState } from "react";
import type { CasePerson } from "#app/shops/people/cases/views.ts";

// Three beats fit into the time after which somebody counts as gone.
const BEAT_EVERY_MS = 15_000;

/** Says who else has this order open, so that two people do not answer the same question. */
export function PresenceBanner({ orderId }: { orderId: string }) {
  const others = useOthers(orderId);
  if (others.length === 0) return null;
  const names = others.map(({ name }) => name);
  const who =
    names.length === 1 ? names[0] : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
  return (
    <Banner tone="info">
      {`${who ?? ""} ${names.length === 1 ? "has" : "have"} this order open, too.`}
    </Banner>
  );
}

function useOthers(orderId: string): readonly CasePerson[] {
  const [others, setOthers] = useState<readonly CasePerson[]>([]);
  useEffect(() => {
    let isGone = false;
    const look = () => {
      // A hidden tab is nobody who looks.
      if (document.visibilityState !== "visible") return;
      void fetchOthers(orderId).then((found) => {
        if (found && !isGone) setOthers(found);
      });
    };
    look();
    const timer = setInterval(look, BEAT_EVERY_MS);
    return () => {
      isGone = true;
      clearInterval(timer);
      setOthers([]);
    };
  }, [orderId]);
  return others;
}

async function fetchOthers(orderId: string): Promise<readonly CasePerson[] | null> {
  try {
    const response = await fetch(`/app/orders/${orderId}/case`);
    if (!response.ok) return null;
    return ((await response.json()) as { others: CasePerson[] }).others; // our own loader's answer
  } catch (error) {
    console.info("Who else is here could not be asked; trying again.", error);
    return null;
  }
}
